"""Truncated Taylor series whose coefficients are exact rationals or balls.

A number of this arithmetic is one of

- a list of at most one exact coefficient: a constant, [] for zero;
- a list of two or more exact coefficients, which may all be zero: t**2 to length 2 is [0, 0], and
  unlike a constant it says nothing of what follows;
- an ``arb`` of python-flint: a constant that is known to lie in a ball;
- an ``arb_series``: a series whose coefficients are balls.

It stays exact as long as it can, and flint is not even imported before the first irrational
number. Balls are midpoint-radius intervals that contain the true number (F. Johansson, Arb, IEEE
Trans. Comput. 66, 2017); flint's context holds their precision. Length 1 is arithmetic with
numbers, length 2 with first derivatives.
"""

from __future__ import annotations

from calcdl.arithmetic import exact
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.pi import MultipleOfPi, NotExact, whole, within_limit
from calcdl.arithmetic.precision import load_flint
from calcdl.arithmetic.signals import Kink
from calcdl.errors import Undecided
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeGuard

    from calcdl.arithmetic.kinds import Ball, Coefficient, Constant, Number, Real, Series
    from calcdl.arithmetic.pi import Exact
    from calcdl.arithmetic.precision import Flint
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["TaylorNumbers"]

# Coefficients of a longer series are balls: exact arithmetic would take time of its square.
_LONGEST_EXACT = 128

# Balls without a radius that are whole are taken for what they are up to this size.
_LARGEST_WHOLE = 1 << 53


class TaylorNumbers:
    """The numbers of Taylor arithmetic of a given length, their sums, products and signs."""

    def __init__(self, length: int) -> None:
        self.length = length
        self._flint: Flint | None = None

    @property
    def flint(self) -> Flint:
        """python-flint, imported when the first irrational number comes up."""
        if self._flint is None:
            self._flint = load_flint()
        return self._flint

    # Making numbers, and looking into them

    @property
    def zero(self) -> list[Exact]:
        return []

    @property
    def one(self) -> list[Exact]:
        return [1]

    def number(self, value: Exact) -> list[Exact]:
        return [value] if value else []

    def of(self, value: Coefficient) -> Constant:
        """Return the constant with a value that is exact or a ball."""
        return value if is_ball(value) else self.number(value)

    def constant(self, name: str) -> Constant:
        return [MultipleOfPi(1)] if name == "pi" else self.flint.arb.const_e()

    def variable(self, value: Number) -> Number:
        """Return the series of value + t for a constant value."""
        if self.length == 1:
            return value
        if isinstance(value, list) and self.length <= _LONGEST_EXACT:
            return [*(value or [0]), 1, *[0] * (self.length - 2)]
        return self.series([self.ball_of(value), 1])

    def series(self, coefficients: Sequence[int | Ball]) -> Series:
        """Return a series with these coefficients, numbers or balls, as an ``arb_series``."""
        arb = self.flint.arb
        return self.flint.arb_series([arb(c) for c in coefficients], prec=self.length)

    def known(self, u: list[Exact] | Series) -> int:
        """Return how many coefficients of a series are known."""
        return len(u) if isinstance(u, list) else int(u.prec)

    def to_series(self, u: Number) -> Series:
        """Return any number of this arithmetic, which is longer than 1, as an ``arb_series``."""
        if isinstance(u, list):
            balls = [self.ball(c) for c in u]
            return self.flint.arb_series(balls, prec=len(u) if len(u) > 1 else self.length)
        return self.series([u]) if is_ball(u) else u

    def ball(self, value: Coefficient) -> Ball:
        """Return an exact number as an ``arb``; a ball stays what it is."""
        if is_ball(value):
            return value
        flint = self.flint
        if type(value) is int:
            return flint.arb(value)
        if type(value) is MultipleOfPi:
            return flint.arb.pi() * self.ball(value.factor)
        return flint.arb(flint.fmpq(value.numerator, value.denominator))

    def ball_of(self, u: Number) -> Ball:
        """Return the value at t = 0 as an ``arb``."""
        return self.ball(self.coefficient(u, 0))

    def is_constant(self, u: Number) -> TypeGuard[Constant]:
        """Say whether a number does not depend on t."""
        return len(u) <= 1 if isinstance(u, list) else is_ball(u)

    def is_zero(self, u: Number) -> bool:
        """Say whether a number is certainly the constant zero."""
        return isinstance(u, list) and not u

    def share(self, u: Number) -> Number:
        return u

    def coefficient(self, u: Number, k: int) -> Coefficient:
        """Return a coefficient: an int, a Fraction, a multiple of pi, or an ``arb``."""
        if isinstance(u, list):
            if len(u) > 1:
                return u[k]
            return u[0] if u and not k else 0
        if is_ball(u):
            return 0 if k else u
        return u[k]

    def result(self, u: Number, k: int) -> Real:
        """Return a coefficient as an exact rational number or an ``arb``."""
        value = self.coefficient(u, k)
        return self.ball(value) if type(value) is MultipleOfPi else value

    def value(self, u: Number) -> Rational | None:
        """Return the rational number that a constant certainly is, else None."""
        if isinstance(u, list):
            return self.rational(u)
        if not is_ball(u) or not u.is_integer() or not abs(u) < _LARGEST_WHOLE:
            return None
        whole = u.unique_fmpz()
        return None if whole is None else int(whole)

    def rational(self, u: Number) -> Rational | None:
        """Return the rational number that an exact constant is, else None."""
        if not isinstance(u, list) or len(u) > 1:
            return None
        value = u[0] if u else 0
        return None if type(value) is MultipleOfPi else value

    def head(self, u: Number) -> Constant:
        """Return the value at t = 0 as a constant."""
        if isinstance(u, list):
            return u[:1] if u and u[0] else []
        return u if is_ball(u) else u[0]

    def without_constant(self, u: Number) -> Number:
        """Return a series less its value at t = 0."""
        return [0, *u[1:]] if isinstance(u, list) else u - self.ball_of(u)

    # Sums and products

    def add(self, terms: Sequence[Number]) -> Number:
        try:
            return self.sum(terms)
        except NotExact:
            return self.sum([self.scalar(term) for term in terms])

    def sum(self, terms: Sequence[Number]) -> Number:
        total: list[Exact] = []
        balls = None
        for term in terms:
            if not isinstance(term, list):
                balls = term if balls is None else balls + term
            elif len(total) == 1 and len(term) == 1:
                total = [total[0] + term[0]]
            else:
                short, long = sorted((total, term), key=len)
                rest = long[len(short) :] if len(short) < 2 else []
                total = [a + b for a, b in zip(short, long, strict=False)] + rest
        if balls is None:
            return self.keep(total)
        if len(total) > 1:
            return balls + self.to_series(total)
        return balls + self.ball(total[0]) if total else balls

    def keep(self, coefficients: list[Exact]) -> Number:
        """Return exact coefficients, or balls if they have grown too long."""
        kept = [whole(c) for c in coefficients]
        if len(kept) == 1 and not kept[0]:
            return []
        if all(map(within_limit, kept)):
            return kept
        return self.scalar(kept)

    def mul(self, factors: Sequence[Number]) -> Number:
        product = factors[0]
        for factor in factors[1:]:
            product = self.product(product, factor)
        return product

    def product(self, u: Number, v: Number) -> Number:
        if isinstance(u, list):
            if isinstance(v, list):
                try:
                    return self.keep(_convolve(u, v))
                except NotExact:
                    return self.scalar(u) * self.scalar(v)
            return self.scalar(u) * v if u else []
        if isinstance(v, list):
            return u * self.scalar(v) if v else []
        return u * v

    def scalar(self, u: Number) -> Ball | Series:
        """Return a number as flint's: an ``arb`` if it is constant, else an ``arb_series``."""
        if not isinstance(u, list):
            return u
        return self.to_series(u) if len(u) > 1 else self.ball(u[0] if u else 0)

    def neg(self, u: Number) -> Number:
        return [-c for c in u] if isinstance(u, list) else -u

    def sub(self, u: Number, v: Number) -> Number:
        return [] if self.same(u, v) else self.add((u, self.neg(v)))

    def same(self, u: Number, v: Number) -> bool:
        """Say whether two numbers are one: the same series, of which each ball is the same."""
        return u is v

    # What Taylor adds, and conditions

    def div(self, u: Number, v: Number) -> Number:
        raise NotImplementedError

    def pow(self, u: Number, v: Number) -> Number:
        raise NotImplementedError

    def call(self, name: Operation, arguments: Sequence[Number]) -> Number:
        raise NotImplementedError

    def compare(self, operation: str, u: Number, v: Number) -> bool:
        return exact.compare(operation, self.sign(self.sub(u, v)), 0)

    def choose(self, condition: bool, chosen: Number, otherwise: Number) -> Number:
        return chosen if condition else otherwise

    # Signs

    def sign_at_point(self, u: Number) -> int:
        """Return the sign of the value at t = 0; raises Undecided."""
        first = self.coefficient(u, 0)
        if first > 0:
            return 1
        if first < 0:
            return -1
        if not is_ball(first) or first.is_zero():
            return 0
        raise Undecided("the sign of a number that is very nearly zero")

    def sign(self, u: Number) -> int:
        """Return the sign near t = 0; raises Kink where it may change there, and Undecided."""
        sign = self.sign_at_point(u)
        if sign or self.is_constant(u):
            return sign
        raise Kink("a function is not smooth there")


def _convolve(u: list[Exact], v: list[Exact]) -> list[Exact]:
    """Return the product of two series; n**2 steps, for n is the order that a person asks for."""
    if not u or not v:
        return []
    if len(u) == 1:
        return [u[0] * c for c in v]
    if len(v) == 1:
        return [c * v[0] for c in u]
    length = min(len(u), len(v))
    product: list[Exact] = [0] * length
    for i, a in enumerate(u[:length]):
        if a:
            for j, b in enumerate(v[: length - i]):
                product[i + j] += a * b
    return product
