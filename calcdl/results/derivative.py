"""A derivative: its formula, and its values at points."""

from typing import NamedTuple

from calcdl.graph.nodes import Graph
from calcdl.results.at_point import DerivativeAtPoint

__all__ = ["Derivative"]


class Derivative(NamedTuple):
    """The derivative of an expression: its formula, and its values at points.

    ``shows_quotient`` says that difference quotients are to stand in the place of the values.
    """

    expression: Graph
    variable: str
    order: int = 1
    formula: Graph | None = None
    simplified: Graph | None = None
    points: tuple[DerivativeAtPoint, ...] = ()
    shows_quotient: bool = False
