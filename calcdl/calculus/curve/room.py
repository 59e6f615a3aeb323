"""The room that points, lines and data need in a window that is chosen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from calcdl.results.curve import Extras
from calcdl.results.value import Value

__all__ = ["heights", "places", "widened"]

_MARGIN = Fraction(1, 5)
_USUAL = Fraction(5)

Data = Sequence[tuple[float, float]]


def places(extras: Extras, data: Data) -> list[float]:
    """Return where something is to be seen: every x."""
    xs = [x for x, _ in data]
    for line in extras.secants:
        if line.point.x is not None and line.step is not None:
            xs.append(_float(line.point.x) + line.step)
    return xs + [_float(point.x) for point in extras.all_points if point.x is not None]


def heights(extras: Extras, data: Data, left: float, right: float) -> list[float]:
    """Return every y that is to be seen between two numbers."""
    ys = [y for x, y in data if left <= x <= right]
    ys += [_float(point.y) for point in extras.all_points if point.y is not None]
    return [y for y in ys if math.isfinite(y)]


def widened(
    chosen: tuple[Fraction, Fraction] | None, places: Sequence[float]
) -> tuple[Fraction, Fraction]:
    """Return a window across that shows all places, and what is chosen for the functions.

    >>> widened((Fraction(-1), Fraction(1)), [4.5])
    (Fraction(-1, 1), Fraction(6, 1))
    """
    finite = [Fraction(x) for x in places if math.isfinite(x)]
    if not finite:
        return chosen or (-_USUAL, _USUAL)
    low, high = min(finite), max(finite)
    left, right = chosen or (low, high)
    width = max(right, high) - min(left, low) or Fraction(1)
    unit = Fraction(10) ** math.floor(math.log10(width / 2))
    if low <= left:
        left = math.floor((low - _MARGIN / 2 * width) / unit) * unit
    if high >= right:
        right = math.ceil((high + _MARGIN / 2 * width) / unit) * unit
    return left, right


def _float(value: Value) -> float:
    return float(value.decimal)
