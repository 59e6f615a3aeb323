"""Numbers and powers as functions of balls, for formulas that are evaluated again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from calcdl.arithmetic.taylor import Taylor, whole_power

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball
    from calcdl.graph.nodes import Rational

__all__ = ["ball_of_constant", "ball_of_number", "power_of"]


def ball_of_number(value: Rational) -> Callable[[], Ball]:
    """Return a function that gives a number at the current precision."""
    taylor = Taylor(1)
    return lambda: taylor.ball(value)


def ball_of_constant(name: str) -> Callable[[], Ball]:
    """Return a function that gives a constant at the current precision."""
    ball = Taylor(1).flint.arb
    return ball.pi if name == "pi" else ball.const_e


def power_of(exponent: Rational) -> Callable[[Ball], Ball]:
    """Return u -> u**exponent; for an exponent that is not whole, u has to be positive."""
    if type(exponent) is int:
        if exponent < 0:
            return lambda u: 1 / whole_power(u, -exponent)
        return lambda u: whole_power(u, exponent)
    if exponent.denominator == 2:
        whole = exponent.numerator
        return lambda u: u.sqrt() ** whole
    taylor = Taylor(1)
    return lambda u: (u.log() * taylor.ball(exponent)).exp()
