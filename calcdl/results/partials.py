"""Partial derivatives of one expression or of several."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.value import Value

if TYPE_CHECKING:
    from calcdl.results.named import NamedFormula

__all__ = ["Partial", "Partials", "PointFacts"]


class Partial(NamedTuple):
    """One partial derivative: by which variables, in order, its formula, its values at the points.

    ``output`` counts from 1 which of several expressions it is of.
    """

    variables: tuple[str, ...]
    formula: Graph | None
    points: tuple[DerivativeAtPoint, ...] = ()
    output: int | None = None
    named: NamedFormula | None = None

    @property
    def label(self) -> str:
        """What it is called: "x", "x,y", or of several expressions "1,x"."""
        names = self.variables if self.output is None else (str(self.output), *self.variables)
        return ",".join(names)


class PointFacts(NamedTuple):
    """What the entries say together at a point, as far as it is certain.

    For a gradient its norm, the direction of steepest ascent and the derivative along a given
    direction; for a Hessian its eigenvalues and definiteness.
    """

    norm: Value | None = None
    steepest: tuple[Value, ...] = ()
    along: Value | None = None
    eigenvalues: tuple[Value, ...] = ()
    definiteness: str | None = None


class Partials(NamedTuple):
    """Partial derivatives of one expression or of several, in the order of the variables.

    ``symmetric`` says that mixed ones are known not to depend on the order of the variables, in
    which they are else derived. ``shows_named`` says that formulas in the names of parts, where
    there are any, are to stand for the others. ``given_up`` tells why some have not the form that
    was asked for, as ``Choice`` does.
    """

    command: str
    expressions: tuple[Graph, ...]
    variables: tuple[str, ...]
    entries: tuple[Partial, ...]
    facts: tuple[PointFacts, ...] = ()
    symmetric: bool = False
    shows_named: bool = False
    given_up: tuple[str, ...] = ()

    @property
    def graphs(self) -> tuple[Graph, ...]:
        """All in which there are names that nothing else may have."""
        named = [entry.named for entry in self.entries if entry.named is not None]
        return *self.expressions, *[graph for one in named for graph in one.graphs]
