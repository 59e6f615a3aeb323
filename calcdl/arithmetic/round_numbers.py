"""Round numbers: 1, 2, 5, 10, 20 … and their multiples, for axes and levels."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

__all__ = ["ROUND", "multiples", "power_of_ten", "round_steps"]

ROUND = (1, 2, 5)


def round_steps(least: Fraction) -> Iterator[Fraction]:
    """Return round numbers that rise, from one that is not more than ``least``."""
    power = math.floor(math.log10(least)) if least else 0
    while True:
        for first in ROUND:
            yield first * power_of_ten(power)
        power += 1


def multiples(low: float, high: float, step: Fraction) -> range:
    """Return the whole numbers that lie between two numbers when multiplied by a step.

    >>> multiples(-0.1, 1.1, Fraction(1, 2))
    range(0, 3)
    """
    return range(math.ceil(Fraction(low) / step), math.floor(Fraction(high) / step) + 1)


def power_of_ten(k: int) -> Fraction:
    return Fraction(10**k) if k >= 0 else Fraction(1, 10**-k)
