"""Ranges of values: two ends, of which one may be 1e100 times the other.

A ball is a midpoint and a radius, so that one that reaches from 1 to 1e30 reaches below zero as
well. So exp and log, of which powers and many functions are made, are computed at the two ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.exact import compare
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import NoValue, Undecided
from calcdl.functions import FUNCTIONS, Function
from calcdl.functions.rules import definition_graph
from calcdl.sweep.corners import named
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball, Number
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Range", "Ranges"]


_LARGEST = 80  # bits of a number of which exp is computed


class Range(NamedTuple):
    """All numbers between two, which are balls without a radius, or infinite."""

    low: Ball
    high: Ball


class Ranges:
    """The arithmetic of ranges: each result holds all values, of functions that are analytic there.

    It raises Undecided where it does not know that they are, or how far they reach.
    """

    def __init__(self) -> None:
        self._taylor = Taylor(2)  # long enough to tell a corner

    def number(self, value: Rational) -> Range:
        return self.of([self._taylor.ball(value)])

    def constant(self, name: str) -> Range:
        return self.of([self._taylor.ball_of(self._taylor.constant(name))])

    def of(self, balls: Sequence[Ball]) -> Range:
        """Return the range that holds some balls; raises Undecided."""
        if any([ball.is_nan() for ball in balls]):
            raise Undecided("how large a number is")
        return Range(min([b.lower() for b in balls]), max([b.upper() for b in balls]))

    def add(self, terms: Sequence[Range]) -> Range:
        low, high = terms[0]
        for term in terms[1:]:
            low, high = self.of([low + term.low, high + term.high])
        return Range(low, high)

    def mul(self, factors: Sequence[Range]) -> Range:
        product = factors[0]
        for factor in factors[1:]:
            product = self.of([a * b for a in product for b in factor])
        return product

    def neg(self, u: Range) -> Range:
        return Range(-u.high, -u.low)

    def div(self, u: Range, v: Range) -> Range:
        if v.low <= 0 and v.high >= 0:
            raise Undecided("whether a denominator is zero")
        return self.of([a / b for a in u for b in v])

    def pow(self, u: Range, v: Range) -> Range:
        exponent = v.low.unique_fmpz() if v.low == v.high and v.low.is_integer() else None
        if exponent is not None and exponent < 0:
            return self.div(self.number(1), self.pow(u, self.neg(v)))
        if exponent is not None:
            powers = [end**exponent for end in u]
            around = [powers[0] * 0] if u.low < 0 < u.high and exponent % 2 == 0 else []
            return self.of([*powers, *around])
        if not u.low > 0:
            raise Undecided("whether a base is positive")
        return self.call("exp", [self.mul([self.call("log", [u]), v])])

    def call(self, name: Operation, arguments: Sequence[Range]) -> Range:
        """Return the range of a function; raises Undecided, NoValue and what a corner raises."""
        row = FUNCTIONS.get(name) if isinstance(name, str) else None
        if row is None:
            raise NoValue("an undefined function has no value")
        if name == "exp":
            return self._exp(arguments[0])
        if name == "log" and arguments[0].low > 0 and arguments[0].high.is_finite():
            return self.of([self._value(row, [end]) for end in arguments[0]])
        try:
            return self.of([self._value(row, [self._all_of(u) for u in arguments])])
        except Undecided:
            definition = definition_graph(row.name)
            if definition is None:
                raise
            return apply(definition, self, named(self, row.name, arguments))

    def _exp(self, u: Range) -> Range:
        """Return the range of exp, whose values end where a ball has no exponent for them."""
        most = self._taylor.ball(1 << _LARGEST)
        low = (-most).exp() * 0 if u.low < -most else min(u.low, most).exp()
        high = self._taylor.flint.arb("inf") if u.high > most else max(u.high, -most).exp()
        return Range(low.lower(), high.upper())

    def _value(self, row: Function, arguments: Sequence[Number]) -> Ball:
        value = self._taylor.ball_of(self._taylor.call(row.name, arguments))
        if not value.is_finite():
            raise Undecided(f"how large {row.name} is")
        return value

    def _all_of(self, u: Range) -> Number:
        """Return a series that holds all of a range, so that a function has to be analytic on it.

        A range of a single number is a constant.
        """
        ball = u.low.union(u.high)
        return ball if u.low == u.high else self._taylor.variable(ball)

    def compare(self, operation: str, u: Range, v: Range) -> bool:
        if u.high < v.low or u.low > v.high:
            return compare(operation, -1 if u.high < v.low else 1, 0)
        raise Undecided("which of two numbers is greater")

    def choose(self, condition: bool, chosen: Range, otherwise: Range) -> Range:
        return chosen if condition else otherwise

    def is_zero(self, u: Range) -> bool:
        return bool(u.low == 0 and u.high == 0)

    def share(self, u: Range) -> Range:
        return u
