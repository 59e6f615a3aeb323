"""Numbers at which an axis is labelled: round ones, or multiples of pi."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

__all__ = ["Tick", "number_label", "ticks", "ticks_in_pi", "ticks_of_powers"]

_ROUND = (1, 2, 5)
_ROUNDING = 1e-9  # of an axis: a window that ends at 0.1 ends there but for its logarithm
_OF_PI = (Fraction(1, 12), Fraction(1, 6), Fraction(1, 4), Fraction(1, 2), Fraction(1))


class Tick(NamedTuple):
    """A place on an axis, and what is written there."""

    place: float
    label: str


def ticks(low: float, high: float, most: int) -> list[Tick]:
    """Return at most so many round numbers between two numbers, equally far from each other.

    >>> [tick.label for tick in ticks(-1.1, 1.1, 6)]
    ['-1', '-0.5', '0', '0.5', '1']
    """
    for step in _steps(Fraction(high - low) / max(most, 1)):
        multiples = _multiples(low, high, step)
        if len(multiples) <= most:
            return [Tick(float(k * step), number_label(k * step)) for k in multiples]
    return []


def ticks_in_pi(low: float, high: float, most: int) -> list[Tick]:
    """Return at most so many multiples of pi, or of a simple part of it.

    >>> [tick.label for tick in ticks_in_pi(-3.2, 3.2, 6)]
    ['-π', '-π/2', '0', 'π/2', 'π']
    """
    least = (high - low) / math.pi / max(most, 1)
    coarse = [step for step in islice(_steps(Fraction(least)), 6) if step > 1]
    for step in [*_OF_PI, *coarse]:
        multiples = _multiples(low / math.pi, high / math.pi, step)
        if len(multiples) <= most:
            return [Tick(float(k * step) * math.pi, _pi_label(k * step)) for k in multiples]
    return []


def ticks_of_powers(low: float, high: float, most: int) -> list[Tick]:
    """Return places on an axis of logarithms, labelled with the numbers themselves.

    >>> [tick.label for tick in ticks_of_powers(-2, 2, 6)]
    ['0.01', '0.1', '1', '10', '100']
    >>> [tick.label for tick in ticks_of_powers(0, 1.4, 6)]
    ['1', '2', '5', '10', '20']
    """
    margin = (high - low) * _ROUNDING
    tens = range(math.floor(low - margin), math.ceil(high + margin) + 1)
    fine = [Fraction(first) * _power_of_ten(k) for k in tens for first in _ROUND]
    shown = [q for q in fine if low - margin <= math.log10(q) <= high + margin]
    if not 2 <= len(shown) <= most:
        if high - low < 1:
            usual = ticks(10**low, 10**high, most)
            return [Tick(math.log10(tick.place), tick.label) for tick in usual]
        powers = [k for k in tens if low - margin <= k <= high + margin]
        step = -(-len(powers) // max(most, 1))
        shown = [_power_of_ten(k) for k in powers if k % step == 0]
    return [Tick(min(max(math.log10(q), low), high), number_label(q)) for q in shown]


def _power_of_ten(k: int) -> Fraction:
    return Fraction(10**k) if k >= 0 else Fraction(1, 10**-k)


def _steps(least: Fraction) -> Iterator[Fraction]:
    """Return round numbers that rise, from one that is not more than ``least``."""
    power = math.floor(math.log10(least)) if least else 0
    while True:
        for first in _ROUND:
            yield first * _power_of_ten(power)
        power += 1


def _multiples(low: float, high: float, step: Fraction) -> range:
    """Return the whole numbers that lie between two numbers when multiplied by a step."""
    return range(math.ceil(Fraction(low) / step), math.floor(Fraction(high) / step) + 1)


def number_label(number: float | Fraction) -> str:
    """Return a number as an axis has it.

    >>> number_label(0.25), number_label(-3000000.0), number_label(1e-7)
    ('0.25', '-3e6', '1e-7')
    """
    value = float(number)
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return f"{value:.15g}"
    mantissa, _, exponent = f"{value:.14e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def _pi_label(multiple: Fraction) -> str:
    if not multiple:
        return "0"
    over = f"/{multiple.denominator}" if multiple.denominator > 1 else ""
    count = abs(multiple.numerator)
    return f"{'-' if multiple < 0 else ''}{count if count > 1 else ''}π{over}"
