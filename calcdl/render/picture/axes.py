"""Axes of a picture: where numbers are on them, in powers of ten where they are logarithmic."""

from __future__ import annotations

import math

from calcdl.render.picture.clipping import Path, Place, clipped, line_across
from calcdl.render.picture.ticks import Tick, ticks, ticks_in_pi, ticks_of_powers
from calcdl.results.curve import Curve, Curves, Isolated, Window

__all__ = ["Axes"]

_PARTS = 200  # of a straight line that is bent by an axis


class Axes:
    """The axes of curves in one window, which is ``window`` on them."""

    def __init__(self, curves: Curves) -> None:
        self.log, self.in_pi, shown = curves.log, curves.in_pi, curves.window
        left, bottom = self.place((shown.left, shown.bottom))
        right, top = self.place((shown.right, shown.top))
        self.window = Window(left, right, bottom, top)

    def x(self, x: float) -> float:
        return _log(x) if "x" in self.log else x

    def y(self, y: float) -> float:
        return _log(y) if "y" in self.log else y

    def place(self, place: Place) -> Place:
        """Return where a point is."""
        return self.x(place[0]), self.y(place[1])

    def across(self, most: int) -> list[Tick]:
        """Return where the horizontal axis is labelled."""
        along = ticks_in_pi if self.in_pi else ticks
        along = ticks_of_powers if "x" in self.log else along
        return along(self.window.left, self.window.right, most)

    def upwards(self, most: int) -> list[Tick]:
        """Return where the vertical axis is labelled."""
        along = ticks_of_powers if "y" in self.log else ticks
        return along(self.window.bottom, self.window.top, most)

    def curve(self, curve: Curve) -> Curve:
        """Return a curve as it is on these axes."""
        if not self.log:
            return curve
        return curve._replace(
            window=self.window,
            pieces=tuple([piece.moved(self.x, self.y) for piece in curve.pieces]),
            isolated=tuple([Isolated(*self.place((p.x, p.y))) for p in curve.isolated]),
        )

    def line(self, point: Place, slope: float) -> list[Path]:
        """Return what is to be seen of the straight line through a point."""
        if not self.log:
            return line_across(point, slope, self.window)
        (x, y), shown = point, self.window
        steps = [shown.left + (shown.right - shown.left) * k / _PARTS for k in range(_PARTS + 1)]
        xs = [10**t if "x" in self.log else t for t in steps]
        return clipped([self.place((u, y + slope * (u - x))) for u in xs], self.window)


def _log(number: float) -> float:
    return math.log10(number) if number > 0 else -math.inf
