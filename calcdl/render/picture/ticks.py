"""Numbers at which an axis is labelled: round ones, or multiples of pi."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from calcdl.arithmetic.round_numbers import ROUND, multiples, power_of_ten, round_steps

__all__ = ["Tick", "number_label", "ticks", "ticks_in_pi", "ticks_of_powers"]

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
    for step in round_steps(Fraction(high - low) / max(most, 1)):
        places = multiples(low, high, step)
        if len(places) <= most:
            return [Tick(float(k * step), number_label(k * step)) for k in places]
    return []


def ticks_in_pi(low: float, high: float, most: int) -> list[Tick]:
    """Return at most so many multiples of pi, or of a simple part of it.

    >>> [tick.label for tick in ticks_in_pi(-3.2, 3.2, 6)]
    ['-π', '-π/2', '0', 'π/2', 'π']
    """
    least = (high - low) / math.pi / max(most, 1)
    coarse = [step for step in islice(round_steps(Fraction(least)), 6) if step > 1]
    for step in [*_OF_PI, *coarse]:
        places = multiples(low / math.pi, high / math.pi, step)
        if len(places) <= most:
            return [Tick(float(k * step) * math.pi, _pi_label(k * step)) for k in places]
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
    fine = [Fraction(first) * power_of_ten(k) for k in tens for first in ROUND]
    shown = [q for q in fine if low - margin <= math.log10(q) <= high + margin]
    if not 2 <= len(shown) <= most:
        if high - low < 1:
            usual = ticks(10**low, 10**high, most)
            return [Tick(math.log10(tick.place), tick.label) for tick in usual]
        powers = [k for k in tens if low - margin <= k <= high + margin]
        step = -(-len(powers) // max(most, 1))
        shown = [power_of_ten(k) for k in powers if k % step == 0]
    return [Tick(min(max(math.log10(q), low), high), number_label(q)) for q in shown]


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
