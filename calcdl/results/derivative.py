"""A derivative: its formula, and its values at points."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.results.at_point import DerivativeAtPoint

if TYPE_CHECKING:
    from calcdl.results.named import NamedFormula

__all__ = ["Derivative"]


class Derivative(NamedTuple):
    """The derivative of an expression: its formula, and its values at points.

    ``shows_quotient`` says that difference quotients are to stand in the place of the values, and
    ``shows_named`` that the formula in the names of parts, if there is one, is to stand for it.
    ``given_up`` tells why the formula has not the form that was asked for, as ``Choice`` does.
    """

    expression: Graph
    variable: str
    order: int = 1
    formula: Graph | None = None
    simplified: Graph | None = None
    points: tuple[DerivativeAtPoint, ...] = ()
    shows_quotient: bool = False
    named: NamedFormula | None = None
    shows_named: bool = False
    given_up: tuple[str, ...] = ()

    @property
    def graphs(self) -> tuple[Graph, ...]:
        """All in which there are names that nothing else may have."""
        return self.expression, *(() if self.named is None else self.named.graphs)
