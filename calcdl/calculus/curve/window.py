"""The window through which a curve is looked at, where none was asked for.

It is chosen from values at a grid of points: a choice, and not a statement about the function.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from calcdl.calculus.curve.enclosing import Enclosing
from calcdl.calculus.curve.period import turns_of

__all__ = ["choose_height", "choose_width"]

_GRID = 80
_USUAL = 5
_SCALES = tuple(map(Fraction, ("1", "1/10", "1/100", "10", "100")))
_WIDEST = 10
_FEWEST = 5  # points of a grid with a value
_MOST_FEATURES = 12  # beyond which a function oscillates, and the usual window shows enough of it
_MARGIN = 0.35  # beside the features
_LEAST_MARGIN = 3
_MANY_SPREADS = 4  # of the middle four fifths of the values; a range with more of them is cut off
_SPREADS = 0.75  # beyond the middle of the values, where they are cut off


def choose_width(functions: Sequence[Enclosing]) -> tuple[Fraction, Fraction]:
    """Return a window across that shows two periods, or zeros, turning points and edges near 0."""
    turns = [turns_of(f) for f in functions]
    if all(turns):
        half = Fraction(2 * math.pi) / min(r for r in turns if r)
        return -half, half
    for scale in _SCALES:
        features, there = _features(functions, _WIDEST * scale)
        if there >= _FEWEST:
            break
    else:
        scale, features = Fraction(1), []
    if not features or len(features) > _MOST_FEATURES:
        return -_USUAL * scale, _USUAL * scale
    low, high = min(features), max(features)
    margin = max(_MARGIN * (high - low), float(scale) * _LEAST_MARGIN)
    left = _whole((low - margin) / float(scale), down=True) * scale
    right = _whole((high + margin) / float(scale)) * scale
    return max(-_WIDEST * scale, left), min(_WIDEST * scale, right)


def _whole(x: float, down: bool = False) -> int:
    return int(x // 1) if down else -int(-x // 1)


def _features(functions: Sequence[Enclosing], widest: Fraction) -> tuple[list[float], int]:
    """Return where something changes between points of a grid, and how many of them have values."""
    grid = [widest * (2 * k - _GRID) / _GRID for k in range(_GRID + 1)]
    features: list[float] = []
    there = 0
    for f in functions:
        values = [f.double_at(x) for x in grid]
        there += sum(y is not None for y in values)
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
    if high - low > _MANY_SPREADS * spread:
        low = max(low, inner_low - _SPREADS * spread)
        high = min(high, inner_high + _SPREADS * spread)
    if low == high:
        low, high = low - spread, high + spread
    margin = (high - low) / 20
    return low - margin, high + margin
