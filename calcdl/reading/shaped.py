"""Declarations of shapes, and expressions in the language of arrays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from calcdl.arithmetic.shapes.shaping import Shapes
from calcdl.errors import CalcdlError, UsageError, parameter
from calcdl.functions import lookup
from calcdl.functions.shaped.words import REFUSED, WORDS
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.shapes import Shape, size
from calcdl.reading.names import known_names
from calcdl.sweep.forward import values
from calcdl.syntax.names import Definition, Names
from calcdl.syntax.shaped.parser import ArrayParser

__all__ = [
    "Declared",
    "ShapedReading",
    "read_arrays",
    "read_shaped",
    "read_shapes",
    "without_declarations",
]

# What may be known of a matrix, by the words for it.
_ATTRIBUTES = {
    "symmetric": "symmetric", "sym": "symmetric", "spd": "symmetric", "psd": "symmetric",
    "positive definite": "symmetric", "diagonal": "symmetric", "orthogonal": "orthogonal",
    "probabilities": "stochastic", "stochastic": "stochastic", "onehot": "stochastic",
    "one-hot": "stochastic", "prob": "stochastic",
}  # fmt: skip
_DECLARATION = re.compile(r"\s*([^\W\d]\w*)\s*:(?!=)(.*)", re.DOTALL)
# A declaration as it stands in front of an expression, where "f: x -> x**2" is none.
_SIZES = re.compile(r"\s*[^\W\d]\w*\s*:\s*\w+(?:\s*[,×]?\s*[\w-]+)*\s*")
_DEFINITION = re.compile(r"\s*([^\W\d]\w*)\s*(?:\(([^()=]*)\)\s*)?=(?!=)(.*)", re.DOTALL)


class Declared(NamedTuple):
    """The shapes of variables, and what else is known of them."""

    shapes: Mapping[str, Shape] = MappingProxyType({})
    attributes: Mapping[str, frozenset[str]] = MappingProxyType({})

    def names(self) -> frozenset[str]:
        """Return all names that have a meaning, those of sizes too."""
        return self.sizes().union(self.shapes)

    def sizes(self) -> frozenset[str]:
        """Return the names of sizes."""
        return frozenset(
            [name for shape in self.shapes.values() for one in shape for name in one.names()]
        )


class ShapedReading(NamedTuple):
    """An expression of arrays: its graph, in which every node has a shape.

    ``names`` are the nodes that a definition gave a name to.
    """

    text: str
    graph: Graph
    shapes: Mapping[int, Shape]
    declared: Declared
    notes: tuple[str, ...] = ()
    names: Mapping[int, str] = MappingProxyType({})

    @property
    def shape(self) -> Shape:
        """The shape of the expression."""
        return self.shapes[self.graph.root]

    def shape_of(self, name: str) -> Shape:
        """Return the shape of a variable, which is a number if nothing was declared of it."""
        return self.declared.shapes.get(name, ())

    def variables(self) -> list[str]:
        """Return the names of the variables, those of sizes left out, arrays first."""
        sizes = self.declared.sizes()
        names = [name for name in self.graph.symbols() if name not in sizes]
        return [name for name in self.declared.shapes if name in names] + [
            name for name in names if name not in self.declared.shapes
        ]


def read_arrays(
    texts: Sequence[str], shapes: Sequence[str], lets: Sequence[str] = ()
) -> tuple[ShapedReading, ...]:
    """Read expressions of arrays, whose shapes are declared; raises UsageError, ExpressionError.

    >>> (reading,) = read_arrays(["A@x"], ["A: m,n; x: n"])
    >>> [str(size) for size in reading.shape]
    ['m']
    """
    return tuple([read_shaped(text, shapes, lets) for text in texts])


def read_shapes(texts: Sequence[str]) -> Declared:
    """Read declarations such as "W: m,n; x: n" and "S: n,n symmetric"; raises UsageError."""
    shapes: dict[str, Shape] = {}
    attributes: dict[str, frozenset[str]] = {}
    for text in texts:
        for piece in re.split("[;\n]", text):
            if not piece.strip():
                continue
            found = _DECLARATION.fullmatch(piece)
            if found is None:
                raise UsageError(
                    f"a shape reads 'W: m,n', not '{piece.strip()}': write ",
                    parameter("shape", "'W: m,n; x: n'"),
                )
            name, rest = found.groups()
            if name in shapes:
                raise UsageError(f"{name} has two shapes: leave one of them out")
            shapes[name], attributes[name] = _shape(name, rest)
    return Declared(shapes, attributes)


def _shape(name: str, text: str) -> tuple[Shape, frozenset[str]]:
    """Return the sizes in a declaration, and what is said behind them."""
    sizes: list[Shape] = []
    found: set[str] = set()
    text = re.sub(r"positive[- ]definite", "spd", text.strip(" ()[]"))
    for word in re.findall(r"[^\s,×]+", text):
        if word in _ATTRIBUTES:
            found.add(_ATTRIBUTES[word])
        elif word.isidentifier() or word.isdecimal():
            sizes.append((size(int(word) if word.isdecimal() else word),))
        else:
            raise UsageError(f"'{word}' is no size of {name}: write a whole number or a name")
    shape = tuple([one for (one,) in sizes])
    if found - {"stochastic"} and (len(shape) != 2 or shape[0] != shape[1]):
        raise UsageError(f"{name} is no square matrix, and cannot be {min(found)}")
    return shape, frozenset(found)


def without_declarations(text: str, shapes: list[str], more: bool = False) -> str:
    """Return a text without the shapes that are declared in front, which are put to the others.

    An expression has to follow: in the text, or elsewhere if there is ``more``.

    >>> shapes = []
    >>> without_declarations("W: m,n; sum(W)", shapes), shapes
    ('sum(W)', ['W: m,n'])
    """
    pieces = _pieces(text)
    found = [piece for piece in pieces if _SIZES.fullmatch(piece)]
    if not found or (len(found) == len(pieces) and not more):
        return text
    shapes += found
    return "; ".join([piece.strip() for piece in pieces if piece not in found])


def read_shaped(text: str, shapes: Sequence[str], lets: Sequence[str] = ()) -> ShapedReading:
    """Read one expression of arrays, which may follow definitions.

    What is not declared is a number. Raises ExpressionError, with the place in the text.
    """
    *before, last = [*lets, *_pieces(text)] or [""]
    reader = _Reader(read_shapes(shapes))
    for piece in before:
        if _DEFINITION.fullmatch(piece) is None:
            raise UsageError(f"'{piece.strip()}' is neither a definition nor a shape")
        reader.define(piece)
    return reader.read(text, last)


def _pieces(text: str) -> list[str]:
    """Cut a text at semicolons and line ends that are outside of brackets, without comments."""
    pieces = [""]
    depth = 0
    for line in text.split("\n"):
        for character in line.partition("#")[0]:
            depth += (character in "([{") - (character in ")]}")
            if character == ";" and depth <= 0:
                pieces.append("")
            else:
                pieces[-1] += character
        if depth <= 0:
            pieces.append("")
    return [piece for piece in pieces if piece.strip()]


class _Reader:
    """The expressions of one text, in one table of nodes."""

    def __init__(self, declared: Declared) -> None:
        self.declared = declared
        self.known = declared.names()
        self.raw = Nodes()
        self.definitions: dict[str, Definition] = {}
        self.notes: list[str] = []
        self.names: dict[int, str] = {}  # nodes that a definition gave a name to

    def define(self, text: str) -> None:
        """Read a definition: p = softmax(z), f(t) = t**2."""
        found = _DEFINITION.fullmatch(text)
        assert found is not None
        name, parameters, body = found.groups()
        if name in self.definitions or name in self.declared.shapes:
            raise UsageError(f"{name} is defined twice", source=text)
        taken = None if parameters is None else tuple(re.findall(r"\w+", parameters))
        parser = self.parser(body, taken or ())
        graph = parser.run()
        self.definitions[name] = Definition(taken, graph, parser.defined)
        if taken is None:
            self.names.setdefault(graph.root, name)

    def parser(self, text: str, parameters: tuple[str, ...] = ()) -> ArrayParser:
        names = Names(lookup, known_names, definitions=self.definitions, parameters=parameters)
        known = self.known | set(parameters)
        return ArrayParser(text, names, self.raw, known, WORDS, REFUSED)

    def read(self, text: str, expression: str) -> ShapedReading:
        """Return what an expression is, with the shapes of all its nodes."""
        parser: ArrayParser | None = None
        try:
            parser = self.parser(expression)
            raw = parser.run()
            arithmetic = Shapes(self.declared.shapes)
            inputs = {
                name: arithmetic.symbol(name, self.declared.shapes.get(name, ()))
                for name in raw.symbols()
            }
            found = values(raw, arithmetic, inputs)
            root = arithmetic.array(found[raw.root])
        except CalcdlError as error:
            if parser is not None and error.node in parser.places and error.span is None:
                error.span = parser.tokens.span(*parser.places[error.node])
            error.source = error.source or expression
            raise
        names = {
            found[node]: name
            for node, name in self.names.items()
            if node in found and isinstance(found[node], int)
        }
        notes = (*self.notes, *parser.notes.sentences(parser.tokens, raw.root))
        return ShapedReading(
            text, Graph(arithmetic.nodes, root), arithmetic.shapes, self.declared, notes, names
        )
