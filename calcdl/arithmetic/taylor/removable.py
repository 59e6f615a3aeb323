"""Series on an interval with a removable hole in it, as sin(x)/x around 0.

Where g(c) = 0, g(x)/(x - c) is the mean of g' between c and x, so that on an interval with c in it
the k-th Taylor coefficient of that quotient is within those that g has of order k + 1. Numerator
and denominator are both divided so, as often as both are exactly zero at c.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import Undecided

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball, Number
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Removable", "Twofold"]


class Twofold(NamedTuple):
    """A series at a point, and one that holds those at all points of an interval around it."""

    here: Number
    over: Number


class Removable:
    """The arithmetic of such series, in which 0/0 is what the quotient comes to."""

    def __init__(self, length: int) -> None:
        self.taylor = Taylor(length)

    def number(self, value: Rational) -> Twofold:
        return Twofold(self.taylor.number(value), self.taylor.number(value))

    def constant(self, name: str) -> Twofold:
        return Twofold(self.taylor.constant(name), self.taylor.constant(name))

    def variable(self, point: Rational, interval: Ball) -> Twofold:
        """Return x at a point and on an interval that has it."""
        here = self.taylor.variable(self.taylor.number(point))
        return Twofold(here, self.taylor.variable(interval))

    def add(self, terms: Sequence[Twofold]) -> Twofold:
        here, over = zip(*terms, strict=True)
        return Twofold(self.taylor.add(here), self.taylor.add(over))

    def mul(self, factors: Sequence[Twofold]) -> Twofold:
        here, over = zip(*factors, strict=True)
        return Twofold(self.taylor.mul(here), self.taylor.mul(over))

    def neg(self, u: Twofold) -> Twofold:
        return Twofold(*map(self.taylor.neg, u))

    def div(self, u: Twofold, v: Twofold) -> Twofold:
        order = self.zeros(v.here)
        if order and self.zeros(u.here) >= order:
            u, v = self.divided(u, order), self.divided(v, order)
        return Twofold(*map(self.taylor.div, u, v))

    def pow(self, u: Twofold, v: Twofold) -> Twofold:
        return Twofold(*map(self.taylor.pow, u, v))

    def call(self, name: Operation, arguments: Sequence[Twofold]) -> Twofold:
        here, over = zip(*arguments, strict=True)
        return Twofold(self.taylor.call(name, here), self.taylor.call(name, over))

    def compare(self, operation: str, u: Twofold, v: Twofold) -> bool:
        here, over = (self.taylor.compare(operation, a, b) for a, b in zip(u, v, strict=True))
        if here is not over:
            raise Undecided("whether a condition holds")
        return over

    def choose(self, condition: bool, chosen: Twofold, otherwise: Twofold) -> Twofold:
        return chosen if condition else otherwise

    def is_zero(self, u: Twofold) -> bool:
        return self.taylor.is_zero(u.over)

    def share(self, u: Twofold) -> Twofold:
        return u

    def zeros(self, u: Number) -> int:
        """Return how many coefficients of a series are exactly zero before one that is not."""
        known = self.known(u)
        coefficients = [self.taylor.coefficient(u, k) for k in range(known)]
        zero = [c.is_zero() if is_ball(c) else c == 0 for c in coefficients]
        return zero.index(False) if False in zero else known

    def known(self, u: Number) -> int:
        return self.taylor.known(self.taylor.to_series(u))

    def divided(self, u: Twofold, order: int) -> Twofold:
        """Return (u - u(c))/(x - c), so often; it is known to as many coefficients less."""
        return Twofold(*[self._less(part, order) for part in u])

    def _less(self, u: Number, order: int) -> Number:
        taylor = self.taylor
        if taylor.is_constant(u):  # which is zero
            return taylor.zero
        balls = [taylor.ball(taylor.coefficient(u, k)) for k in range(order, self.known(u))]
        if len(balls) < 2:
            raise Undecided("what is left when a zero of such an order is divided out")
        return taylor.flint.arb_series(balls, prec=len(balls))
