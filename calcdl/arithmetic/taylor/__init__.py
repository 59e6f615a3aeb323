"""Truncated Taylor series whose coefficients are exact numbers or balls."""

from __future__ import annotations

import sys

from calcdl.arithmetic import exact
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.pi import MultipleOfPi, NotExact, divide
from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor.numbers import TaylorNumbers
from calcdl.errors import NoValue, Undecided
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calcdl.arithmetic.kinds import Number
    from calcdl.arithmetic.pi import Exact
    from calcdl.functions.row import Enclosure
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Taylor", "whole_power"]


class Taylor(TaylorNumbers):
    """The arithmetic of Taylor series of a given length, in one variable t.

    Where a function is not smooth (the corner of abs, the jump of floor) it raises Kink.
    """

    def div(self, u: Number, v: Number) -> Number:
        self.require_nonzero(v)
        if isinstance(u, list) and isinstance(v, list):
            try:
                return self.keep(_divide(u, v))
            except NotExact:
                pass
        return self.scalar(u) / self.scalar(v)

    def require_nonzero(self, v: Number) -> None:
        first = self.coefficient(v, 0)
        if not is_ball(first):
            if first == 0:
                raise NoValue("it divides by zero")
        elif first.contains(0):
            if first.is_zero():
                raise NoValue("it divides by zero")
            raise Undecided("whether a denominator is zero")

    def pow(self, u: Number, v: Number) -> Number:
        exponent = self.value(v)
        if exponent is not None:
            return self.constant_power(u, exponent)
        if u == self.one:
            return self.one
        sign = self.sign_at_point(u)
        if sign > 0:
            return (self.scalar(u).log() * self.scalar(v)).exp()
        if self.is_constant(u) and sign == 0 and self.sign_at_point(v) > 0:
            return []
        if self.is_constant(v) and self.ball_of(v).contains_integer():
            raise Undecided("whether an exponent is a whole number")
        if sign == 0 and self.sign_at_point(v) > 0:
            raise Kink("a root begins there")
        raise NoValue("a base that is not positive is raised to a power that is not whole")

    def constant_power(self, u: Number, exponent: Rational) -> Number:
        """Return u**exponent for an exact exponent."""
        if type(exponent) is not int:
            return self.root(u, exponent)
        if exponent < 0:
            return self.div(self.one, self.constant_power(u, -exponent))
        if exponent == 0:
            return self.one
        if isinstance(u, list) and not (u and type(u[0]) is MultipleOfPi):
            return self.exact_power(u, exponent)
        return whole_power(self.scalar(u), exponent)

    def root(self, u: Number, exponent: Rational) -> Number:
        """Return u**exponent for an exponent that is not whole; raises NoValue and Kink."""
        sign = self.sign_at_point(u)
        if sign < 0:
            advice = ": cbrt is the real root" if exponent == exact.quotient(1, 3) else ""
            raise NoValue(f"a negative number is raised to a power that is not whole{advice}")
        if sign == 0 and exponent < 0:
            raise NoValue("zero is raised to a negative power")
        value = self.rational(u)
        power = None if value is None else exact.power(value, exponent)
        if power is not None:
            return self.number(power)
        if sign == 0:
            if self.is_constant(u):
                return []
            raise Kink("a root begins there")
        base = self.scalar(u)
        if exponent.denominator == 2:
            root = base.sqrt()
            return root**exponent.numerator if exponent > 0 else 1 / root**-exponent.numerator
        return (base.log() * self.ball(exponent)).exp()

    def exact_power(self, u: list[Exact], exponent: int) -> Number:
        """Return an exact series to a power >= 1, by squaring; as balls where it grows long."""
        value = self.rational(u)
        if value is not None:
            power = exact.power(value, exponent)
            return whole_power(self.ball(value), exponent) if power is None else self.number(power)
        base: Number = u
        return exact.by_squaring(lambda v, w: self.mul((v, w)), self.one, base, exponent)

    def call(self, name: Operation, arguments: Sequence[Number]) -> Number:
        from calcdl.arithmetic.taylor.functions import call

        return call(self, name, arguments)


def whole_power(u: Enclosure, exponent: int) -> Enclosure:
    """Return a ball or a series to a whole power >= 1.

    flint's ** gives nan for a ball that contains zero, but not for a polynomial of such a ball.
    """
    if is_ball(u) and u.contains(0) and exponent <= sys.maxsize:
        from flint import arb_poly

        return (arb_poly([u]) ** exponent)[0]
    return u**exponent


def _divide(u: list[Exact], v: list[Exact]) -> list[Exact]:
    """Return the quotient of two series, by long division."""
    length = min(len(u), len(v)) if len(u) > 1 and len(v) > 1 else max(len(u), len(v))
    first, rest = v[0], v[1:]
    result: list[Exact] = []
    for k in range(length):
        value = u[k] if k < len(u) else 0
        for j, c in enumerate(rest[:k], 1):
            value -= c * result[k - j]
        result.append(divide(value, first))
    return result
