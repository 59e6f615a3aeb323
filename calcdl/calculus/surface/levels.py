"""At which values contours are drawn: round ones, equally far apart or as powers are.

They are chosen from values at points: a choice, and not a statement about the function.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from calcdl.arithmetic.round_numbers import ROUND, multiples, power_of_ten, round_steps
from calcdl.calculus.curve.window import choose_height

__all__ = ["choose_levels"]

_HUGE = 40.0  # times the value that a tenth is below, what a tenth is above: levels are powers then
_LOWEST, _HIGHEST = -300, 300  # powers of ten
_SMALLEST_PART = 1e-5  # of the largest value, for the lowest level


def choose_levels(values: Sequence[float], most: int) -> tuple[tuple[float, ...], bool]:
    """Return at most so many levels, and whether they are far apart as powers are.

    >>> choose_levels([0.1 * k for k in range(100)], 5)
    ((2.0, 4.0, 6.0, 8.0), False)
    >>> choose_levels([10.0**k for k in range(-2, 5)], 4)
    ((1.0, 10.0, 100.0, 1000.0), True)
    """
    if not values:
        return (), False
    ordered = sorted(values)
    tenth = len(ordered) // 10
    if ordered[0] >= 0 and ordered[-1 - tenth] > _HUGE * ordered[tenth]:
        return _powers([value for value in ordered if value > 0], most), True
    low, high = choose_height(ordered)
    low, high = max(low, ordered[0]), min(high, ordered[-1])
    if low >= high:
        return (), False
    for step in round_steps(Fraction(high - low) / (most + 1)):
        inside = [float(k * step) for k in multiples(low, high, step)]
        levels = [level for level in inside if low < level < high]
        if len(levels) <= most:
            return tuple(levels), False
    return (), False


def _powers(ordered: Sequence[float], most: int) -> tuple[float, ...]:
    """Return round numbers between the least and the greatest of positive numbers."""
    low, high = max(ordered[0], ordered[-1] * _SMALLEST_PART), ordered[-1]
    tens = range(_LOWEST, _HIGHEST)
    for firsts in (ROUND, (1, 3), (1,)):
        levels = [level for k in tens for first in firsts
                  if low < (level := float(first * power_of_ten(k))) < high]  # fmt: skip
        if len(levels) <= most:
            return tuple(levels)
    step = len(levels) // most  # the least powers have the least room in a picture
    return tuple(levels[::-step][:most][::-1])
