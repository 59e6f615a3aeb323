"""The window through which a curve is looked at, where none was asked for.

It is chosen from values at a grid of points: a choice, and not a statement about the function.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from calcdl.calculus.curve.enclosing import Enclosing

__all__ = ["choose_height", "choose_width"]

_GRID = 80
_USUAL = 5
_SCALES = (1, 10, 100, Fraction(1, 10), Fraction(1, 100))  # of the widest window that is looked at
_WIDEST = 10
_MOST_FEATURES = 12  # beyond which a function oscillates, and the usual window shows enough of it
_MARGIN = 0.35
_SPREADS = 1.5  # of the middle four fifths of the values, beyond which they are cut off


def choose_width(functions: Sequence[Enclosing]) -> tuple[Fraction, Fraction]:
    """Return a window across that shows zeros, turning points and edges near 0."""
    for scale in _SCALES:
        widest = _WIDEST * scale
        features, there = _features(functions, widest)
        if there:
            break
    else:
        return Fraction(-_USUAL), Fraction(_USUAL)
    if not features or len(features) > _MOST_FEATURES:
        return -_USUAL * Fraction(scale), _USUAL * Fraction(scale)
    low, high = min(features), max(features)
    margin = max(_MARGIN * (high - low), float(scale))
    unit = float(scale) / 2
    left = max(-Fraction(widest), _whole((low - margin) / unit, down=True) * Fraction(scale) / 2)
    right = min(Fraction(widest), _whole((high + margin) / unit) * Fraction(scale) / 2)
    return left, right


def _whole(x: float, down: bool = False) -> int:
    return int(x // 1) if down else -int(-x // 1)


def _features(functions: Sequence[Enclosing], widest: Fraction | int) -> tuple[list[float], bool]:
    """Return where something changes between points of a grid, and whether there are values."""
    grid = [Fraction(widest) * (2 * k - _GRID) / _GRID for k in range(_GRID + 1)]
    features: list[float] = []
    there = False
    for f in functions:
        values = [f.double_at(x) for x in grid]
        there = there or any(y is not None for y in values)
        steps: list[float | None] = []
        for (a, b), (y, z) in zip(pairwise(grid), pairwise(values), strict=True):
            middle = float(a + b) / 2
            if (y is None) != (z is None):
                features.append(middle)
            if y is None or z is None:
                steps.append(None)
                continue
            if y * z < 0 or (y == 0) != (z == 0):
                features.append(middle)
            steps.append(z - y)
        for x, (d, e) in zip(grid[1:], pairwise(steps), strict=False):
            if d is not None and e is not None and d * e < 0:
                features.append(float(x))
    return features, there


def choose_height(values: Sequence[float]) -> tuple[float, float]:
    """Return a window upwards for these values, without the few that are far off."""
    if not values:
        return -1.0, 1.0
    ordered = sorted(values)
    low, high = ordered[0], ordered[-1]
    tenth = len(ordered) // 10
    inner_low, inner_high = ordered[tenth], ordered[-1 - tenth]
    spread = (inner_high - inner_low) or max(abs(inner_high), 1.0) / 2
    low, high = max(low, inner_low - _SPREADS * spread), min(high, inner_high + _SPREADS * spread)
    if low == high:
        low, high = low - spread, high + spread
    margin = (high - low) / 20
    return low - margin, high + margin
