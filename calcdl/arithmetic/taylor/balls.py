"""Numbers and powers as functions of balls, for formulas that are evaluated again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from calcdl.arithmetic.taylor import Taylor
from calcdl.arithmetic.taylor.numbers import whole_power

__all__ = ["ball_of", "power_of"]


def ball_of(operation: str, content: Any) -> Callable[[], Any]:
    """Return a function that gives a number or constant at the current precision."""
    taylor = Taylor(1)
    if operation == "number":
        return lambda: taylor.ball(content)
    if content == "pi":
        return lambda: taylor.flint.arb.pi()
    return lambda: taylor.flint.arb.const_e()


def power_of(exponent: Any) -> Callable[[Any], Any]:
    """Return u -> u**exponent; for an exponent that is not whole, u has to be positive."""
    if type(exponent) is int:
        if exponent < 0:
            return lambda u: 1 / whole_power(u, -exponent)
        return lambda u: whole_power(u, exponent)
    if exponent.denominator == 2:
        whole = int(exponent.numerator)
        return lambda u: u.sqrt() ** whole
    taylor = Taylor(1)
    return lambda u: (u.log() * taylor.ball(exponent)).exp()
