"""Reading an expression of arrays, with the definitions in front of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from calcdl.arithmetic.shapes.columns import Columns
from calcdl.arithmetic.shapes.shaping import Shapes
from calcdl.errors import CalcdlError, UsageError, parameter
from calcdl.functions import lookup
from calcdl.functions.shaped.row import Misfit
from calcdl.functions.shaped.words import REFUSED, SPOKEN
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.shapes import Shape, Size
from calcdl.reading.array_notes import Spelled, has_matrix_powers, spelled
from calcdl.reading.declared import Declared
from calcdl.reading.names import known_names
from calcdl.reading.sizes import is_unknown
from calcdl.sweep.forward import values
from calcdl.syntax.names import Definition, Names
from calcdl.syntax.shaped.parser import ArrayParser

__all__ = ["DEFINITION", "Reader", "ShapedReading"]

DEFINITION = re.compile(r"\s*([^\W\d]\w*)\s*(?:\(([^()=]*)\)\s*)?=(?!=)(.*)", re.DOTALL)


class ShapedReading(NamedTuple):
    """An expression of arrays: its graph, in which every node has a shape.

    ``names`` are the nodes that a definition gave a name to; with ``has_matrix_powers`` there is
    one such as A^2, which no text in NumPy has, and ``in_columns`` says that vectors are columns.
    """

    text: str
    graph: Graph
    shapes: Mapping[int, Shape]
    declared: Declared
    notes: tuple[str, ...] = ()
    names: Mapping[int, str] = MappingProxyType({})
    has_matrix_powers: bool = False
    in_columns: bool = False

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


class Reader:
    """The expressions of one text, in one table of nodes."""

    def __init__(
        self, declared: Declared, columns: bool = False, known: Mapping[str, Size] = {}
    ) -> None:
        self.declared, self.columns, self.known_sizes = declared, columns, known
        self.known = declared.names()
        self.raw = Nodes()
        self.definitions: dict[str, Definition] = {}
        self.notes: list[str] = []
        self.names: dict[int, str] = {}  # nodes that a definition gave a name to

    def define(self, text: str) -> None:
        """Read a definition: p = softmax(z), f(t) = t**2."""
        found = DEFINITION.fullmatch(text)
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
        return ArrayParser(text, names, self.raw, known, SPOKEN, REFUSED, self.columns)

    def read(self, text: str, expression: str) -> ShapedReading:
        """Return what an expression is, with the shapes of all its nodes."""
        parser: ArrayParser | None = None
        kind = Columns if self.columns else Shapes
        arithmetic = kind(self.declared.shapes, self.known_sizes)
        try:
            parser = self.parser(expression)
            raw = parser.run()
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
            if isinstance(error, Misfit):
                self.say_undeclared(error)
            raise
        names = {
            found[node]: name
            for node, name in self.names.items()
            if node in found and isinstance(found[node], int)
        }
        graph = Graph(arithmetic.nodes, root)
        said = spelled(Spelled(parser, raw, found, arithmetic, self.columns), graph)
        said += [f"I take {name} to be {value}, so that the shapes fit"
                 for name, value in self.known_sizes.items() if not is_unknown(name)]  # fmt: skip
        notes = (*self.notes, *parser.notes.sentences(parser.tokens, raw.root), *said)
        return ShapedReading(text, graph, arithmetic.shapes, self.declared, notes, names,
                             has_matrix_powers(raw, found, arithmetic), self.columns)  # fmt: skip

    def say_undeclared(self, error: Misfit) -> None:
        """Say of a name that was taken for a number that nothing was declared of it."""
        if error.node is None:
            return
        operations = self.raw.operations
        for node in self.raw.children(error.node):
            if operations[node] != "symbol" or self.raw.name_of(node) in self.known:
                continue
            name = self.raw.name_of(node)
            error.pieces = (
                *error.pieces,
                f"; {name} was not declared, so it is a number: ",
                parameter("shape", f"'{name}: n'"),
                " makes it a vector",
            )
            return

    def require_sizes(self, reading: ShapedReading) -> None:
        """Raise UsageError where a size is still unknown."""
        for name in reading.graph.symbols():
            shape = reading.shape_of(name)
            if any([is_unknown(one) for n in shape for one in n.names()]):
                example = ",".join(["m", "n"][-len(shape) :])
                raise UsageError(
                    f"the sizes of {name} do not follow from the expression: write ",
                    parameter("shape", f"'{name}: {example}'"), source=reading.text,
                )  # fmt: skip
        for node in reading.graph.order():
            if any([is_unknown(one) for n in reading.shapes[node] for one in n.names()]):
                raise UsageError(
                    "how many entries vector(…) has does not follow from the expression: write"
                    " ones(n)", source=reading.text,
                )  # fmt: skip
