"""Rational multiples of pi, exactly, so that sin(pi) is 0 and not merely very small."""

from __future__ import annotations

from calcdl.arithmetic.exact import LIMIT, quotient
from calcdl.lean import TYPE_CHECKING, cast, final

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.graph.nodes import Rational

    Exact: TypeAlias = "Rational | MultipleOfPi"

__all__ = ["MultipleOfPi", "NotExact", "divide", "rational_sine", "whole", "within_limit"]


class NotExact(ArithmeticError):
    """The result is neither rational nor a rational multiple of pi."""


@final
class MultipleOfPi:
    """factor * pi for a rational factor that is not zero; it mixes with rational numbers."""

    __slots__ = ("factor",)

    def __init__(self, factor: Rational) -> None:
        self.factor = factor

    def __neg__(self) -> MultipleOfPi:
        return MultipleOfPi(-self.factor)

    def __abs__(self) -> MultipleOfPi:
        return self if self.factor > 0 else -self

    def __add__(self, other: Exact) -> Exact:
        if type(other) is MultipleOfPi:
            total = self.factor + other.factor
            return MultipleOfPi(total) if total else 0
        if other == 0:
            return self
        raise NotExact

    __radd__ = __add__

    def __rsub__(self, other: Exact) -> Exact:
        return (-self) + other

    def __sub__(self, other: Exact) -> Exact:
        return self + (-other)

    def __mul__(self, other: Exact) -> Exact:
        if type(other) is MultipleOfPi:
            raise NotExact
        return MultipleOfPi(self.factor * other) if other else 0

    __rmul__ = __mul__

    def __truediv__(self, other: Exact) -> Exact:
        if type(other) is MultipleOfPi:
            return quotient(self.factor, other.factor)
        return MultipleOfPi(quotient(self.factor, other))

    def __rtruediv__(self, other: Rational) -> Rational:
        if other == 0:
            return 0
        raise NotExact

    def __gt__(self, other: Exact) -> bool:
        return self._sign_beside_zero(other) > 0

    def __lt__(self, other: Exact) -> bool:
        return self._sign_beside_zero(other) < 0

    def _sign_beside_zero(self, other: Exact) -> int:
        if other != 0:
            raise NotExact
        return 1 if self.factor > 0 else -1

    def __eq__(self, other: object) -> bool:
        return type(other) is MultipleOfPi and self.factor == other.factor

    def __hash__(self) -> int:
        return hash((MultipleOfPi, self.factor))


def divide(u: Exact, v: Exact) -> Exact:
    """Return u / v; raises NotExact and ZeroDivisionError."""
    if type(u) is MultipleOfPi or type(v) is MultipleOfPi:
        return cast("Exact", u / v)
    return quotient(u, v)


def whole(value: Exact) -> Exact:
    """Return a Fraction that is whole as int."""
    if type(value) is int or type(value) is MultipleOfPi:
        return value
    return value.numerator if value.denominator == 1 else value


def within_limit(value: Exact) -> bool:
    """Say whether a number is small enough to go on working with exactly."""
    if type(value) is int:
        return value.bit_length() <= LIMIT
    ratio = value.factor if type(value) is MultipleOfPi else value
    return ratio.numerator.bit_length() + ratio.denominator.bit_length() <= LIMIT


def rational_sine(factor: Rational) -> Rational | None:
    """Return sin(factor*pi) where it is rational, else None.

    That is so for multiples of 1/6 alone, with the values 0, 1/2 and 1 (Niven's theorem).
    """
    sixths = factor * 6
    if sixths.denominator != 1:
        return None
    place = sixths.numerator % 12
    value = {0: 0, 1: quotient(1, 2), 3: 1, 5: quotient(1, 2)}.get(place % 6)
    return value if value is None or place < 6 else -value
