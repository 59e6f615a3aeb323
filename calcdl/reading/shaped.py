"""Declarations of shapes, and expressions in the language of arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from calcdl.arithmetic.shapes.shaping import Shapes
from calcdl.errors import CalcdlError, UsageError, parameter
from calcdl.functions import lookup
from calcdl.functions.shaped.words import WORDS
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.shapes import Shape, size
from calcdl.reading.names import known_names
from calcdl.sweep.forward import values
from calcdl.syntax.names import Names
from calcdl.syntax.shaped.parser import ArrayParser

__all__ = ["Declared", "ShapedReading", "read_shaped", "read_shapes"]

ATTRIBUTES = {
    "symmetric": "symmetric", "sym": "symmetric", "spd": "symmetric", "psd": "symmetric",
    "positive definite": "symmetric", "diagonal": "diagonal", "orthogonal": "orthogonal",
    "invertible": "invertible", "inv": "invertible",
}  # fmt: skip


class Declared(NamedTuple):
    """The shapes of variables, and what else is known of them."""

    shapes: Mapping[str, Shape] = MappingProxyType({})
    attributes: Mapping[str, frozenset[str]] = MappingProxyType({})

    def names(self) -> frozenset[str]:
        """Return the names of variables and of sizes."""
        sizes = [one for shape in self.shapes.values() for one in shape]
        return frozenset(self.shapes).union(*[one.names() for one in sizes])


class ShapedReading(NamedTuple):
    """An expression of arrays: its graph, in which every node has a shape."""

    text: str
    graph: Graph
    shapes: Mapping[int, Shape]
    declared: Declared
    notes: list[str]


def read_shapes(texts: Sequence[str]) -> Declared:
    """Read declarations such as "W: m,n; x: n" and "S: n,n symmetric"; raises UsageError."""
    shapes: dict[str, Shape] = {}
    attributes: dict[str, frozenset[str]] = {}
    for text in texts:
        for piece in text.split(";"):
            if not piece.strip():
                continue
            name, colon, rest = piece.partition(":")
            name = name.strip()
            if not colon or not name.isidentifier():
                raise UsageError(
                    f"a shape reads 'W: m,n', not '{piece.strip()}': write ",
                    parameter("shape", "'W: m,n; x: n'"),
                )
            if name in shapes:
                raise UsageError(f"{name} has two shapes")
            shapes[name], attributes[name] = _shape(name, rest)
    return Declared(shapes, attributes)


def _shape(name: str, text: str) -> tuple[Shape, frozenset[str]]:
    sizes, found = [], set()
    words = text.replace("×", ",").replace(",", " , ").split()
    pending = ""
    for word in words:
        if word == ",":
            continue
        pending = f"{pending} {word}".strip()
        if pending in ATTRIBUTES:
            found.add(ATTRIBUTES[pending])
            pending = ""
        elif any(known.startswith(pending + " ") for known in ATTRIBUTES):
            continue
        elif pending.isidentifier() or pending.isdecimal():
            sizes.append(size(int(pending) if pending.isdecimal() else pending))
            pending = ""
        else:
            raise UsageError(f"'{pending}' is no size of {name}: write a whole number or a name")
    return tuple(sizes), frozenset(found)


def read_shaped(text: str, declared: Declared) -> ShapedReading:
    """Read an expression of arrays.

    What was not declared is a number. Raises ExpressionError, with the place in the text.
    """
    try:
        parser = ArrayParser(text, Names(lookup, known_names), Nodes(), declared.names(), WORDS)
        raw = parser.run()
        shapes = Shapes(declared.shapes)
        inputs = {
            name: shapes.symbol(name, declared.shapes.get(name, ())) for name in raw.symbols()
        }
        try:
            found = values(raw, shapes, inputs)  # type: ignore[arg-type]
        except CalcdlError as error:
            if error.node in parser.places and error.span is None:
                error.span = parser.tokens.span(*parser.places[error.node])
            raise
    except CalcdlError as error:
        error.source = error.source or text
        raise
    root = shapes.array(found[raw.root])
    return ShapedReading(text, Graph(shapes.nodes, root), shapes.shapes, declared, [])
