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

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.pi import MultipleOfPi, NotExact, divide, whole, within_limit
from calcdl.arithmetic.precision import load_flint
from calcdl.arithmetic.signals import Kink
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided

if TYPE_CHECKING:
    from typing import TypeGuard

    from calcdl.arithmetic.kinds import Ball, Coefficient, Constant, Number, Real, Series
    from calcdl.arithmetic.pi import Exact
    from calcdl.arithmetic.precision import Flint
    from calcdl.functions.row import Enclosure
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["TaylorNumbers", "whole_power"]

# Coefficients of a longer series are balls: exact arithmetic would take time of its square.
_LONGEST_EXACT = 128

# Balls without a radius that are whole are taken for what they are up to this size.
_LARGEST_WHOLE = 1 << 53


class TaylorNumbers:
    """The numbers of Taylor arithmetic of a given length, and all of it but the functions.

    Where a function is not smooth (the corner of abs, the jump of floor) it raises Kink.
    """

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

    # Arithmetic

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

    # Powers

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
        if type(exponent) is int:
            if exponent < 0:
                return self.div(self.one, self.constant_power(u, -exponent))
            if exponent == 0:
                return self.one
            if isinstance(u, list) and not (u and type(u[0]) is MultipleOfPi):
                return self.exact_power(u, exponent)
            return whole_power(self.scalar(u), exponent)
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
        result: Number = self.one
        square: Number = u
        while exponent:
            if exponent & 1:
                result = self.mul((result, square))
            exponent >>= 1
            if exponent:
                square = self.mul((square, square))
        return result

    def at_branch_point(self, u: Number, what: str) -> CalcdlError:
        """Return what to raise where a function is not smooth, and its argument passes there."""
        slope = self.coefficient(u, 1) if self.length > 1 else 0
        if slope > 0 or slope < 0:
            return NotDifferentiable(f"{what} has no finite derivative there")
        return Undecided(f"what becomes of {what} where it is not smooth")

    # Functions

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


def whole_power(u: Enclosure, exponent: int) -> Enclosure:
    """Return a ball or a series to a whole power >= 1.

    flint's ** gives nan for a ball that contains zero, but not for a polynomial of such a ball.
    """
    if is_ball(u) and u.contains(0) and exponent <= sys.maxsize:
        from flint import arb_poly

        return (arb_poly([u]) ** exponent)[0]
    return u**exponent


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
