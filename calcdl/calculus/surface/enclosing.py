"""A function of two variables on boxes: what holds of all its values and slopes there.

Doubles with bounds of their errors know that of very many boxes at once; where they know nothing,
balls are asked, box by box, until patience ends.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from calcdl.arithmetic.arrays.bounded import is_for_points
from calcdl.arithmetic.arrays.numbers import quiet
from calcdl.calculus.many.doubles import prepare
from calcdl.calculus.surface.balls import Balls

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball
    from calcdl.functions.elementwise import Array, Mask
    from calcdl.graph.nodes import Graph

__all__ = ["Enclosures", "Field"]

_MUCH = 1e-9  # more than what a sum of a few products is off by where it does not cancel
_ROUNDED = 2.0**-50  # what a number of a few operations may be off by, relative to it


class Enclosures(NamedTuple):
    """What is known on boxes, an element a box.

    Where ``known``, the function is continuous and from ``low`` to ``high``; where ``smooth``, it
    is analytic and its slopes are within ``ex`` of ``fx`` and ``ey`` of ``fy``; where ``empty``, it
    has no real value but for isolated points.
    """

    low: Array
    high: Array
    fx: Array
    ex: Array
    fy: Array
    ey: Array
    known: Mask
    smooth: Mask
    empty: Mask


class Field:
    """A function of two variables, the names of which are given, ready to be enclosed."""

    def __init__(self, graph: Graph, names: tuple[str, str]) -> None:
        self.names = names
        self.needs_balls = is_for_points(graph)
        self.balls = Balls(graph, names)
        x, y = names
        self._slopes = prepare(graph, [(x,), (y,)])
        self._bends = prepare(graph, [(x,), (y,), (x, x), (x, y), (y, y)])
        self._values = prepare(graph, [])

    def at(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return values at points, and how far they may be off: not finite where nothing is known.

        A point counts as known to within the rounding of its numbers.
        """
        found = self._values.around(*self._points(x, y))
        return found.numbers[0], _finite_or_nothing(found.numbers[0], found.errors[0])

    def gradient_at(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return the slopes at points; nan where the function is not certainly smooth."""
        found = self._slopes.around(*self._points(x, y))
        fine = found.smooth & np.all(np.isfinite(found.errors), axis=0)
        fx, fy = np.where(fine, found.numbers[1:], np.nan)
        return fx, fy

    def _points(self, x: Array, y: Array) -> tuple[dict[str, Array], dict[str, Array]]:
        places = dict(zip(self.names, (x, y), strict=True))
        return places, {name: np.abs(u) * _ROUNDED for name, u in places.items()}

    def over(
        self, left: Array, right: Array, bottom: Array, top: Array, balls: bool = True
    ) -> Enclosures:
        """Return what is known on boxes with these ends, which belong to them.

        ``balls`` are asked only where that is wanted.
        """
        x, y = (left + right) / 2, (bottom + top) / 2
        rx, ry = _half(left, right), _half(bottom, top)
        inputs = dict(zip(self.names, (x, y), strict=True))
        found = self._slopes.around(inputs, dict(zip(self.names, (rx, ry), strict=True)))
        value, fx, fy = found.numbers
        error, ex, ey = found.errors
        with quiet():
            at_centre, off = self.at(x, y)
            smooth = found.smooth & np.isfinite(fx + ex + fy + ey)
            # By the mean value theorem, which is sharper on small boxes.
            change = (np.abs(fx) + ex) * rx + (np.abs(fy) + ey) * ry + off
            sharper = smooth & np.isfinite(at_centre + change) & (change < error)
            value = np.where(sharper, at_centre, value)
            error = np.where(sharper, change, error)
            error = error + (np.abs(value) + error) * _ROUNDED
            low, high = value - error, value + error
            known = np.isfinite(low) & np.isfinite(high)
        empty = np.zeros(len(x), dtype=bool)
        result = Enclosures(low, high, fx, ex, fy, ey, known, smooth & known, empty)
        if balls:
            self._ask_balls(result, (left, right, bottom, top))
        return result

    def newton(
        self, left: Array, right: Array, bottom: Array, top: Array
    ) -> tuple[Mask, Mask, Mask]:
        """Return which boxes have no zero of the gradient, which likely one, which are not known.

        It is the step of Krawczyk's that ``critical`` describes, in doubles: Y*H is off from 1 by
        no more than abs(Y) times the errors of H. The boxes are wider than those given by half, for
        a zero may be on a border.
        """
        x, y = (left + right) / 2, (bottom + top) / 2
        rx, ry = _half(left, right) * 1.5, _half(bottom, top) * 1.5
        inputs = dict(zip(self.names, (x, y), strict=True))
        wide = self._bends.around(inputs, dict(zip(self.names, (rx, ry), strict=True)))
        here = self._slopes.around(*self._points(x, y))
        with quiet():
            _, gx, gy = here.numbers
            _, off_x, off_y = here.errors
            a, b, c = wide.numbers[3:]
            ea, eb, ec = wide.errors[3:] + np.abs(wide.numbers[3:]) * _ROUNDED * 4
            determinant = a * c - b * b
            yxx, yxy, yyy = c / determinant, -b / determinant, a / determinant
            # How far Y*g may be from zero, and how far the rest of K reaches.
            step_x, step_y = np.abs(yxx * gx + yxy * gy), np.abs(yxy * gx + yyy * gy)
            reach_x = (np.abs(yxx) * ea + np.abs(yxy) * eb) * rx
            reach_x = reach_x + (np.abs(yxx) * eb + np.abs(yxy) * ec) * ry
            reach_y = (np.abs(yxy) * ea + np.abs(yyy) * eb) * rx
            reach_y = reach_y + (np.abs(yxy) * eb + np.abs(yyy) * ec) * ry
            rounded_x = np.abs(yxx) * off_x + np.abs(yxy) * off_y + step_x * _MUCH
            rounded_y = np.abs(yxy) * off_x + np.abs(yyy) * off_y + step_y * _MUCH
            none = wide.smooth & (
                (step_x - rounded_x > (rx + reach_x) * (1 + _MUCH))
                | (step_y - rounded_y > (ry + reach_y) * (1 + _MUCH))
            )
            likely = wide.smooth & (step_x + reach_x < rx) & (step_y + reach_y < ry)
            unknown = ~np.isfinite(a + b + c + ea + eb + ec)
        return none, likely, unknown

    def _ask_balls(self, result: Enclosures, ends: tuple[Array, Array, Array, Array]) -> None:
        """Add what balls know of the boxes that are not known."""
        left, right, bottom, top = ends
        for k in np.flatnonzero(~result.known):
            box = self.balls.on(
                (float(left[k]), float(right[k])), (float(bottom[k]), float(top[k]))
            )
            if box is None:
                return
            result.empty[k] = box.empty
            if box.value is None or box.slopes is None:
                continue
            fx, fy = box.slopes
            middle, off = _centre_and_error(box.value)
            off += (abs(middle) + off) * _ROUNDED
            numbers = (middle - off, middle + off, *_centre_and_error(fx), *_centre_and_error(fy))
            if not all(map(math.isfinite, numbers)):
                continue
            for column, number in zip(result[:6], numbers, strict=True):
                column[k] = number
            result.known[k] = result.smooth[k] = True


def _centre_and_error(ball: Ball) -> tuple[float, float]:
    """Return a double and how far a ball reaches from it."""
    middle = float(ball.mid())
    return middle, float((ball - middle).abs_upper()) * (1 + _ROUNDED)


def _half(low: Array, high: Array) -> Array:
    """Return half of the widths, rounded up."""
    return (high - low) / 2 + (np.abs(low) + np.abs(high)) * _ROUNDED


def _finite_or_nothing(value: Array, error: Array) -> Array:
    """Return the errors, infinite where there is no value either."""
    return np.where(np.isfinite(value) & np.isfinite(error), error, np.inf)
