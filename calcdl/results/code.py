"""Code: the program of a value and its gradient, for a machine that will run it."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from calcdl.graph.nodes import Graph, Nodes, Undefined, reachable
from calcdl.graph.shapes import Shape

if TYPE_CHECKING:
    from typing import TypeAlias

    Interval: TypeAlias = tuple[str, float, float]  # of a variable, from one end to the other

__all__ = [
    "Certificate",
    "Code",
    "Counts",
    "Helper",
    "Program",
    "Proven",
    "Query",
    "Respelled",
    "Tried",
]


class Program(NamedTuple):
    """Operations that a machine carries out, and which of them are the answers.

    ``hessian`` has the upper triangle, its rows from the diagonal on; it may be empty.
    """

    nodes: Nodes
    value: int
    gradient: tuple[int, ...]
    hessian: tuple[tuple[int, ...], ...] = ()

    def roots(self) -> tuple[int, ...]:
        """Return all answers: the value, the gradient, the Hessian row by row."""
        return (self.value, *self.gradient, *[node for row in self.hessian for node in row])


class Counts(NamedTuple):
    """How many operations the function has by itself, and with its derivatives."""

    function: int
    together: int

    @property
    def ratio(self) -> float:
        """What the derivatives cost beside the function; nan where that has no operation."""
        return self.together / self.function if self.function else nan


class Respelled(NamedTuple):
    """A part of the expression, and the function by which it is computed in its place."""

    typed: Graph
    computed: Graph


class Helper(NamedTuple):
    """A function of the table that a target lacks and code brings with it: its value alone.

    ``source`` is where the way comes from in which it is computed.
    """

    name: str
    variables: tuple[str, ...]
    program: Program
    says: str
    source: str


class Query(NamedTuple):
    """What a query reads and answers: of each row of a table, or of all rows together.

    ``columns`` are those that variables stand in, and ``kept`` those that the answer has as well.
    With ``aggregate``, "sum" or "mean", the variables of the gradient are parameters of the query.
    """

    table: str
    columns: Mapping[str, str]
    parameters: tuple[str, ...] = ()
    aggregate: str = ""
    kept: tuple[str, ...] = ()


class Tried(NamedTuple):
    """How far an answer was off: ``ulps`` at ``worst``, of the points at which it is ``proven``.

    It ``overflows`` where it is no finite double and the truth is one; ``beyond`` counts points at
    which the truth itself is too large. Both come with their first point.
    """

    label: str
    proven: int
    ulps: float
    worst: tuple[float, ...]
    overflows: int
    overflow: tuple[float, ...] | None
    beyond: int
    first_beyond: tuple[float, ...] | None


class Certificate(NamedTuple):
    """What a search for errors came to: in which box, at how many points, by answer."""

    box: tuple[Interval, ...]
    points: int
    tried: tuple[Tried, ...]


class Proven(NamedTuple):
    """The value and the gradient at a point, of which every digit is proven."""

    point: tuple[float, ...]
    value: float
    gradient: tuple[float, ...]


class Code(NamedTuple):
    """A function to be written in a language: what it computes, and what is told of it.

    ``variables`` are those of the expression in the order of the function's parameters, ``wrt``
    those of the gradient. ``functions`` are undefined ones, which are parameters too. Of a program
    on arrays there are the ``shapes`` of all variables, () for numbers. A ``module`` has variables
    that are its ``parameters``.
    """

    expression: Graph
    variables: tuple[str, ...]
    wrt: tuple[str, ...]
    program: Program
    counts: Counts
    respelled: tuple[Respelled, ...]
    functions: tuple[Undefined, ...]
    target: str
    name: str = "f"
    dialect: str = ""
    single: bool = False
    module: bool = False
    has_corners: bool = False
    helpers: tuple[Helper, ...] = ()
    query: Query | None = None
    shapes: Mapping[str, Shape] = MappingProxyType({})
    certificate: Certificate | None = None
    parameters: tuple[str, ...] = ()
    checks: tuple[Proven, ...] = ()

    def symbols(self) -> set[str]:
        """Return the variables that the program reads; one may have vanished."""
        nodes = self.program.nodes
        used = reachable(nodes, self.program.roots())
        return {nodes.name_of(i) for i in used if nodes.operations[i] == "symbol"}
