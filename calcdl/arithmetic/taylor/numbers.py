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
from typing import Any

from calcdl.arithmetic import exact
from calcdl.arithmetic.pi import MultipleOfPi, NotExact
from calcdl.arithmetic.precision import load_flint
from calcdl.arithmetic.signals import Kink
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided

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
        self._flint: Any = None

    @property
    def flint(self) -> Any:
        """python-flint, imported when the first irrational number comes up."""
        if self._flint is None:
            self._flint = load_flint()
        return self._flint

    # Making numbers, and looking into them

    def number(self, value: Any) -> list[Any]:
        return [value] if value else []

    def constant(self, name: str) -> Any:
        return [MultipleOfPi(1)] if name == "pi" else self.flint.arb.const_e()

    def variable(self, value: Any) -> Any:
        """Return the series of value + t for a constant value."""
        if self.length == 1:
            return value
        if type(value) is list and self.length <= _LONGEST_EXACT:
            return [*(value or [0]), 1, *[0] * (self.length - 2)]
        return self.series([self.scalar(value), 1])

    def series(self, coefficients: Sequence[Any]) -> Any:
        """Return a series with these coefficients, numbers or balls, as an ``arb_series``."""
        arb = self.flint.arb
        return self.flint.arb_series([arb(c) for c in coefficients], prec=self.length)

    def known(self, u: Any) -> int:
        """Return how many coefficients of a series are known."""
        return len(u) if type(u) is list else int(u.prec)

    def to_series(self, u: Any) -> Any:
        """Return any number of this arithmetic as an ``arb_series``, or ``arb`` for length 1."""
        if self.length == 1:
            return self.ball(u) if type(u) is not list else self.ball(u[0] if u else 0)
        if type(u) is list:
            balls = [self.ball(c) for c in u]
            return self.flint.arb_series(balls, prec=len(u) if len(u) > 1 else self.length)
        return self.series([u]) if type(u) is self.flint.arb else u

    def ball(self, value: Any) -> Any:
        """Return an exact number as an ``arb``; a ball stays what it is."""
        flint = self.flint
        if type(value) is int:
            return flint.arb(value)
        if type(value) is MultipleOfPi:
            return flint.arb.pi() * self.ball(value.factor)
        if type(value) is flint.arb:
            return value
        return flint.arb(flint.fmpq(value.numerator, value.denominator))

    def is_constant(self, u: Any) -> bool:
        """Say whether a number does not depend on t."""
        return len(u) <= 1 if type(u) is list else type(u) is self.flint.arb

    def is_zero(self, u: Any) -> bool:
        """Say whether a number is certainly the constant zero."""
        return type(u) is list and not u

    def share(self, u: Any) -> Any:
        return u

    def coefficient(self, u: Any, k: int) -> Any:
        """Return a coefficient: an int, a Fraction, a multiple of pi, or an ``arb``."""
        if self.is_constant(u):
            return 0 if k else u if type(u) is not list else u[0] if u else 0
        return u[k]

    def result(self, u: Any, k: int) -> Any:
        """Return a coefficient as an exact rational number or an ``arb``."""
        value = self.coefficient(u, k)
        return self.ball(value) if type(value) is MultipleOfPi else value

    def value(self, u: Any) -> Any:
        """Return the rational number that a constant certainly is, else None."""
        if type(u) is not list:
            is_constant = type(u) is self.flint.arb
            return int(u.unique_fmpz()) if is_constant and self._is_small_integer(u) else None
        if len(u) > 1 or (u and type(u[0]) is MultipleOfPi):
            return None
        return u[0] if u else 0

    def _is_small_integer(self, ball: Any) -> bool:
        return bool(ball.is_integer() and abs(ball) < _LARGEST_WHOLE)

    def head(self, u: Any) -> Any:
        """Return the value at t = 0 as a constant."""
        value = self.coefficient(u, 0)
        return self.number(value) if type(u) is list else value

    # Arithmetic

    def add(self, terms: Sequence[Any]) -> Any:
        try:
            return self.sum(terms)
        except NotExact:
            return self.sum([self.scalar(term) for term in terms])

    def sum(self, terms: Sequence[Any]) -> Any:
        total: list[Any] = []
        balls = None
        for term in terms:
            if type(term) is not list:
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

    def keep(self, coefficients: list[Any]) -> Any:
        """Return exact coefficients, or balls if they have grown too long."""
        whole = [_whole(c) for c in coefficients]
        if len(whole) == 1 and not whole[0]:
            return []
        if all(map(exact.within_limit, whole)):
            return whole
        return self.to_series(whole) if len(whole) > 1 else self.ball(whole[0])

    def mul(self, factors: Sequence[Any]) -> Any:
        product: Any = [1]
        for factor in factors:
            if type(product) is list and type(factor) is list:
                try:
                    product = self.keep(_convolve(product, factor))
                    continue
                except NotExact:
                    pass
            elif self.is_zero(product) or self.is_zero(factor):
                product = []
                continue
            product = self.scalar(product) * self.scalar(factor)
        return product

    def scalar(self, u: Any) -> Any:
        """Return a number as flint's: an ``arb`` if it is constant, else an ``arb_series``."""
        if type(u) is not list:
            return u
        return self.to_series(u) if len(u) > 1 else self.ball(u[0] if u else 0)

    def neg(self, u: Any) -> Any:
        return [-c for c in u] if type(u) is list else -u

    def sub(self, u: Any, v: Any) -> Any:
        return [] if self.same(u, v) else self.add((u, self.neg(v)))

    def same(self, u: Any, v: Any) -> bool:
        """Say whether two numbers are one: the same series, of which each ball is the same."""
        return u is v

    def div(self, u: Any, v: Any) -> Any:
        self.require_nonzero(v)
        if type(u) is list and type(v) is list:
            try:
                return self.keep(_divide(u, v))
            except NotExact:
                pass
        return self.scalar(u) / self.scalar(v)

    def require_nonzero(self, v: Any) -> None:
        first = self.coefficient(v, 0)
        if type(v) is list:
            if first == 0:
                raise NoValue("it divides by zero")
        elif first.contains(0):
            if first.is_zero():
                raise NoValue("it divides by zero")
            raise Undecided("whether a denominator is zero")

    # Powers

    def pow(self, u: Any, v: Any) -> Any:
        exponent = self.value(v)
        if exponent is not None:
            return self.constant_power(u, exponent)
        if u == [1]:
            return [1]
        sign = self.sign_at_point(u)
        if sign > 0:
            return (self.scalar(u).log() * self.scalar(v)).exp()
        if self.is_constant(u) and sign == 0 and self.sign_at_point(v) > 0:
            return []
        if self.is_constant(v) and self.scalar(v).contains_integer():
            raise Undecided("whether an exponent is a whole number")
        if sign == 0 and self.sign_at_point(v) > 0:
            raise Kink("a root begins there")
        raise NoValue("a base that is not positive is raised to a power that is not whole")

    def constant_power(self, u: Any, exponent: Any) -> Any:
        """Return u**exponent for an exact exponent."""
        if type(exponent) is int:
            if exponent < 0:
                return self.div([1], self.constant_power(u, -exponent))
            if exponent == 0:
                return [1]
            if type(u) is list and not (u and type(u[0]) is MultipleOfPi):
                return self.exact_power(u, exponent)
            return whole_power(self.scalar(u), exponent)
        sign = self.sign_at_point(u)
        if sign < 0:
            advice = ": cbrt is the real root" if exponent == exact.quotient(1, 3) else ""
            raise NoValue(f"a negative number is raised to a power that is not whole{advice}")
        if sign == 0 and exponent < 0:
            raise NoValue("zero is raised to a negative power")
        if type(u) is list and len(u) <= 1 and not (u and type(u[0]) is MultipleOfPi):
            root = exact.power(u[0] if u else 0, exponent)
            if root is not None:
                return self.number(root)
        if sign == 0:
            if self.is_constant(u):
                return []
            raise Kink("a root begins there")
        base = self.scalar(u)
        if exponent.denominator == 2:
            root = base.sqrt()
            return root**exponent.numerator if exponent > 0 else 1 / root**-exponent.numerator
        return (base.log() * self.ball(exponent)).exp()

    def exact_power(self, u: list[Any], exponent: int) -> Any:
        """Return an exact series to a power >= 1, by squaring; as balls where it grows long."""
        if len(u) <= 1:
            power = exact.power(u[0] if u else 0, exponent)
            return whole_power(self.ball(u[0]), exponent) if power is None else self.number(power)
        result: Any = [1]
        square: Any = u
        while exponent:
            if exponent & 1:
                result = self.mul((result, square))
            exponent >>= 1
            if exponent:
                square = self.mul((square, square))
        return result

    def at_branch_point(self, u: Any, what: str) -> CalcdlError:
        """Return what to raise where a function is not smooth, and its argument passes there."""
        slope = self.coefficient(u, 1)
        if (slope > 0 or slope < 0) if self.length > 1 else False:
            return NotDifferentiable(f"{what} has no finite derivative there")
        return Undecided(f"what becomes of {what} where it is not smooth")

    # Functions

    def call(self, name: Any, arguments: Sequence[Any]) -> Any:
        raise NotImplementedError

    def compare(self, operation: str, u: Any, v: Any) -> bool:
        return exact.compare(operation, self.sign(self.sub(u, v)), 0)

    def choose(self, condition: bool, chosen: Any, otherwise: Any) -> Any:
        return chosen if condition else otherwise

    # Signs

    def sign_at_point(self, u: Any) -> int:
        """Return the sign of the value at t = 0; raises Undecided."""
        first = self.coefficient(u, 0)
        if type(u) is list:
            return int(first > 0) - int(first < 0)
        if first > 0:
            return 1
        if first < 0:
            return -1
        if first.is_zero():
            return 0
        raise Undecided("the sign of a number that is very nearly zero")

    def sign(self, u: Any) -> int:
        """Return the sign near t = 0; raises Kink where it may change there, and Undecided."""
        sign = self.sign_at_point(u)
        if sign or self.is_constant(u):
            return sign
        raise Kink("a function is not smooth there")


def whole_power(u: Any, exponent: int) -> Any:
    """Return a ball or a series to a whole power >= 1.

    flint's ** gives nan for a ball that contains zero, but not for a polynomial of such a ball.
    """
    if hasattr(u, "mid") and u.contains(0) and exponent <= sys.maxsize:
        from flint import arb_poly

        return (arb_poly([u]) ** exponent)[0]
    return u**exponent


def _whole(value: Any) -> Any:
    """Return a Fraction that is whole as int."""
    return value.numerator if getattr(value, "denominator", 0) == 1 else value


def _convolve(u: list[Any], v: list[Any]) -> list[Any]:
    """Return the product of two series; n**2 steps, for n is the order that a person asks for."""
    if not u or not v:
        return []
    if len(u) == 1:
        return [u[0] * c for c in v]
    if len(v) == 1:
        return [c * v[0] for c in u]
    length = min(len(u), len(v))
    product: list[Any] = [0] * length
    for i, a in enumerate(u[:length]):
        if a:
            for j, b in enumerate(v[: length - i]):
                product[i + j] += a * b
    return product


def _divide(u: list[Any], v: list[Any]) -> list[Any]:
    """Return the quotient of two series, by long division."""
    length = min(len(u), len(v)) if len(u) > 1 and len(v) > 1 else max(len(u), len(v))
    first, rest = v[0], v[1:]
    result: list[Any] = []
    for k in range(length):
        value = u[k] if k < len(u) else 0
        for j, c in enumerate(rest[:k], 1):
            value -= c * result[k - j]
        result.append(exact.quotient(value, first))
    return result
