"""Rational multiples of pi, exactly, so that sin(pi) is 0 and not merely very small."""

from __future__ import annotations

from typing import Any

from calcdl.arithmetic.exact import quotient

__all__ = ["MultipleOfPi", "NotExact", "rational_sine"]


class NotExact(ArithmeticError):
    """The result is neither rational nor a rational multiple of pi."""


class MultipleOfPi:
    """factor * pi for a rational factor that is not zero; it mixes with rational numbers."""

    __slots__ = ("factor",)

    def __init__(self, factor: Any) -> None:
        self.factor = factor

    def __neg__(self) -> MultipleOfPi:
        return MultipleOfPi(-self.factor)

    def __abs__(self) -> MultipleOfPi:
        return MultipleOfPi(abs(self.factor))

    def __add__(self, other: Any) -> Any:
        if type(other) is MultipleOfPi:
            total = self.factor + other.factor
            return MultipleOfPi(total) if total else 0
        if other == 0:
            return self
        raise NotExact

    __radd__ = __add__

    def __rsub__(self, other: Any) -> Any:
        return (-self) + other

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __mul__(self, other: Any) -> Any:
        if type(other) is MultipleOfPi:
            raise NotExact
        return MultipleOfPi(self.factor * other) if other else 0

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if type(other) is MultipleOfPi:
            return quotient(self.factor, other.factor)
        return MultipleOfPi(quotient(self.factor, other))

    def __rtruediv__(self, other: Any) -> Any:
        if other == 0:
            return 0
        raise NotExact

    def __gt__(self, other: Any) -> bool:
        return self._sign_beside_zero(other) > 0

    def __lt__(self, other: Any) -> bool:
        return self._sign_beside_zero(other) < 0

    def _sign_beside_zero(self, other: Any) -> int:
        if other != 0:
            raise NotExact
        return 1 if self.factor > 0 else -1

    def __eq__(self, other: object) -> bool:
        return type(other) is MultipleOfPi and self.factor == other.factor

    def __hash__(self) -> int:
        return hash((MultipleOfPi, self.factor))


def rational_sine(factor: Any) -> Any:
    """Return sin(factor*pi) where it is rational, else None.

    That is so for multiples of 1/6 alone, with the values 0, 1/2 and 1 (Niven's theorem).
    """
    sixths = factor * 6
    if sixths.denominator != 1:
        return None
    place = sixths.numerator % 12
    value = {0: 0, 1: quotient(1, 2), 3: 1, 5: quotient(1, 2)}.get(place % 6)
    return value if value is None or place < 6 else -value
