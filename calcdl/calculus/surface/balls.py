"""A function of two variables on one box at a time, by balls: slow, and knows every function."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, NoValue
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball
    from calcdl.graph.nodes import Graph

__all__ = ["Balls", "OnBox"]

_PATIENCE, _LEAST_COST = 60_000, 8  # operations in all, and those that a sweep costs
_BITS = 64


class OnBox(NamedTuple):
    """Balls that hold the function and its slopes at every point of a box.

    Without a value the function has certainly no real value on the box, but for isolated points,
    if it is ``empty``, and else nothing is known.
    """

    value: Ball | None = None
    slopes: tuple[Ball, Ball] | None = None
    empty: bool = False


class Balls:
    """A function of two variables over boxes; it counts its sweeps, and stops at enough."""

    def __init__(self, graph: Graph, names: tuple[str, str]) -> None:
        self.graph, self.names = graph, names
        self.patience = _PATIENCE // (_LEAST_COST + graph.operation_count())
        self.left = self.patience

    def renew(self) -> None:
        """Begin another answer, with as much patience as for the first."""
        self.left = self.patience

    def on(self, x: tuple[float, float], y: tuple[float, float]) -> OnBox | None:
        """Return what is known on a box from x[0] to x[1] and y[0] to y[1]; None if impatient."""
        if self.left <= 0:
            return None
        with precision(_BITS):
            ball = Taylor(1).flint.arb
            sides = [ball(low).union(ball(high)) for low, high in (x, y)]
            return self._along_both(sides)

    def _along_both(self, sides: list[Ball]) -> OnBox:
        found = []
        for place in range(2):
            self.left -= 1
            taylor = Taylor(2)
            inputs = {
                name: taylor.variable(side) if k == place else side
                for k, (name, side) in enumerate(zip(self.names, sides, strict=True))
            }
            try:
                series = apply(self.graph, taylor, inputs)
            except NoValue:
                return OnBox(empty=True)
            except CalcdlError:
                return OnBox()
            found.append([taylor.ball(taylor.coefficient(series, k)) for k in range(2)])
        (value, fx), (_, fy) = found
        if not (value.is_finite() and fx.is_finite() and fy.is_finite()):
            return OnBox()
        return OnBox(value, (fx, fy))
