"""Curves for logarithmic axes: traced as log(f(exp(t))), and then led back to x and f(x).

So what is certain of a curve is certain in the dots of its picture, and a point where it is not
smooth has the name log(2) if that is where it was 2.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction

from calcdl.calculus.curve.enclosing import Enclosing
from calcdl.calculus.curve.marks import KINDS
from calcdl.errors import UsageError, parameter
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.results.curve import Curve, End, Isolated, Piece, Window

__all__ = ["Scales"]

_LARGEST = 700.0  # of which exp is a double
_DECADES = 100  # on either side of 1
_HIGHEST, _HIGHEST_LOGARITHM = 1e150, 500  # that have a part in the choice of a window


class Scales:
    """Which axes are logarithmic: "x", "y", "xy", or none of them."""

    def __init__(self, log: str) -> None:
        if log not in ("", "x", "y", "xy"):
            raise UsageError(parameter("log"), f" takes x, y or xy, not '{log}'")
        self.log = log
        self.highest = _HIGHEST_LOGARITHM if "y" in log else _HIGHEST

    def traced(self, f: Enclosing) -> Enclosing:
        """Return the function whose curve on usual axes is that of f on these."""
        if not self.log:
            return f
        nodes = Nodes()
        variable = nodes.symbol(f.variable)
        inner = nodes.make("exp", (variable,)) if "x" in self.log else variable
        root = transplant(f.graph, nodes, {f.variable: inner})
        root = nodes.make("log", (root,)) if "y" in self.log else root
        return Enclosing(Graph(nodes, root), f.variable, f.others)

    def place(self, x: Fraction | float) -> Fraction:
        """Return where a number is on the horizontal axis; raises UsageError."""
        if "x" not in self.log:
            return Fraction(x)
        if x <= 0:
            raise UsageError(
                "a logarithmic axis has positive numbers only, and the window does not"
            )
        return Fraction(math.log(x))

    def places(self, xs: Iterable[float]) -> list[float]:
        """Return where numbers are on the horizontal axis, without those that it does not have."""
        seen = [x for x in xs if math.isfinite(x) and (x > 0 or "x" not in self.log)]
        return [float(self.place(x)) for x in seen]

    def window(self, left: Fraction, right: Fraction) -> tuple[Fraction, Fraction]:
        """Return a window that was chosen, from one power of ten to another if it is of them."""
        if "x" not in self.log:
            return left, right
        ten = math.log(10)
        low = max(math.floor(float(left) / ten), -_DECADES)
        high = min(math.ceil(float(right) / ten), _DECADES)
        return Fraction(low * ten), Fraction(high * ten)

    def heights(self, values: list[float]) -> list[float]:
        """Return values as they stand on the vertical axis, without those it does not have."""
        return [math.log(y) for y in values if y > 0] if "y" in self.log else values

    def ends(self, left: Fraction, right: Fraction) -> tuple[float, float]:
        """Return the ends of a window as numbers, which they were before they had their place."""
        back = self._back("x")
        return back(float(left)), back(float(right))

    def led_back(self, curve: Curve, f: Enclosing) -> Curve:
        """Return the curve of f, made of that which was traced for it.

        What was proven of log(f) says little of f: there are no marks, and no kinds of points.
        """
        if not self.log:
            return curve
        x, y = self._back("x"), self._back("y")
        return Curve(
            f.graph,
            f.variable,
            self.window_of(curve.window),
            tuple([self._piece(piece) for piece in curve.pieces]),
            tuple([Isolated(x(point.x), y(point.y)) for point in curve.isolated]),
            (),
            tuple([(x(left), x(right)) for left, right in curve.unresolved]),
            KINDS,
        )

    def window_of(self, window: Window) -> Window:
        """Return a window in x and y."""
        x, y = self._back("x"), self._back("y")
        return Window(x(window.left), x(window.right), y(window.bottom), y(window.top))

    def _back(self, axis: str) -> Callable[[float], float]:
        return _exp if axis in self.log else float

    def _piece(self, piece: Piece) -> Piece:
        moved = piece.moved(self._back("x"), self._back("y"))
        return moved._replace(start=self._end(piece.start), end=self._end(piece.end))

    def _end(self, end: End) -> End:
        moved = end.moved(self._back("x"), self._back("y"))
        if "y" not in self.log or end.kind == "window":
            return moved
        closed = None if end.y == -math.inf else end.closed
        return moved._replace(closed=closed, kind="undecided")


def _exp(t: float) -> float:
    return math.exp(t) if t < _LARGEST else math.inf
