"""Exact rational numbers: an int, or a Fraction that is not whole.

Fractions are imported only where one comes up, because most questions never meet one and the
import takes as long as answering them.
"""

from __future__ import annotations

from calcdl.functions.gammas import rational_polylog
from calcdl.lean import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction
    from typing import TypeVar

    from calcdl.graph.nodes import Rational

    T = TypeVar("T")

__all__ = ["LIMIT", "by_squaring", "call", "compare", "power", "quotient", "simplest"]

LIMIT = 8192  # bits; beyond it an exact number costs more than a ball with all digits asked for
_LARGEST_FACTORIAL = 500
_LARGEST_POLYLOG = 20  # order, below zero


def quotient(numerator: Rational, denominator: Rational) -> Rational:
    """Return numerator / denominator; raises ZeroDivisionError."""
    if type(numerator) is int and type(denominator) is int:
        if denominator and numerator % denominator == 0:
            return numerator // denominator
        return _fraction(numerator, denominator)
    value = cast("Fraction", numerator / denominator)
    return value.numerator if value.denominator == 1 else value


_FRACTIONS: dict[tuple[Rational, Rational], Fraction] = {}
_MOST_KNOWN = 256


def _fraction(numerator: Rational, denominator: Rational) -> Fraction:
    """Return a fraction; to make 1/2 takes as long as to look it up ten times."""
    fraction = _FRACTIONS.get((numerator, denominator))
    if fraction is None:
        from fractions import Fraction

        if len(_FRACTIONS) >= _MOST_KNOWN:
            _FRACTIONS.clear()
        fraction = _FRACTIONS[numerator, denominator] = Fraction(numerator, denominator)
    return fraction


def by_squaring(multiply: Callable[[T, T], T], one: T, base: T, exponent: int) -> T:
    """Return base**exponent for a whole exponent >= 0, in about 2*log2(exponent) products.

    >>> by_squaring(lambda u, v: u * v, 1, 3, 5)
    243
    """
    result, square = one, base
    while exponent:
        if exponent & 1:
            result = multiply(result, square)
        exponent >>= 1
        if exponent:
            square = multiply(square, square)
    return result


def power(base: Rational, exponent: Rational) -> Rational | None:
    """Return base**exponent if that is rational and not too large, else None.

    Raises ZeroDivisionError for zero to a negative power. 0**0 is 1, as in SymPy and in IEEE 754.
    """
    if type(exponent) is not int:
        return None if base < 0 else _root(base, exponent)
    if base == 1 or exponent == 0:
        return 1
    if base == 0:
        return 0 if exponent > 0 else quotient(1, 0)
    if base == -1:
        return 1 if exponent % 2 == 0 else -1
    size = max(abs(base.numerator), base.denominator).bit_length()
    if (size - 1) * abs(exponent) > LIMIT:
        return None
    if exponent >= 0:
        return base**exponent
    return quotient(1, base**-exponent)


def _root(base: Rational, exponent: Rational) -> Rational | None:
    """Return base**(p/q) for base >= 0 if it is rational, else None."""
    degree = exponent.denominator
    if base <= 1 and base in (0, 1):
        return base if base == 1 or exponent > 0 else quotient(1, 0)
    if degree > 64:
        return None
    top, bottom = _integer_root(base.numerator, degree), _integer_root(base.denominator, degree)
    if top is None or bottom is None:
        return None
    return power(quotient(top, bottom), exponent.numerator)


def _integer_root(value: int, degree: int) -> int | None:
    """Return the degree-th root of a positive integer if it is an integer (Newton's method)."""
    root = 1 << -(-value.bit_length() // degree)
    while True:
        better = ((degree - 1) * root + value // root ** (degree - 1)) // degree
        if better >= root:
            return root if root**degree == value else None
        root = better


def compare(operation: str, left: Rational, right: Rational) -> bool:
    """Return the truth of a comparison of two exact numbers."""
    match operation:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "==":
            return left == right
        case _:
            return left != right


def call(name: str, arguments: Sequence[Rational]) -> Rational | None:
    """Return the value of a function at exact arguments where it is rational, else None."""
    u = arguments[0]
    match name:
        case "abs":
            return -u if u < 0 else u
        case "sign":
            return (u > 0) - (u < 0)
        case "relu":
            return u if u > 0 else 0
        case "floor":
            return u.numerator // u.denominator
        case "ceil":
            return -(-u.numerator // u.denominator)
        case "max":
            return max(arguments)
        case "min":
            return min(arguments)
        case "heaviside":
            if u == 0:
                return arguments[1] if len(arguments) > 1 else quotient(1, 2)
            return int(u > 0)
        case "square":
            return power(u, 2)
        case "sqrt":
            return None if u < 0 else _root(u, quotient(1, 2))
        case "cbrt":
            root = _root(-u if u < 0 else u, quotient(1, 3))
            return root if root is None or u >= 0 else -root
        case "factorial" if type(u) is int and 0 <= u <= _LARGEST_FACTORIAL:
            from math import factorial

            return factorial(u)
        case "gamma" if type(u) is int and 1 <= u <= _LARGEST_FACTORIAL:
            from math import factorial

            return factorial(u - 1)
        case "polylog" if type(u) is int and -_LARGEST_POLYLOG <= u <= 0 and arguments[1] < 1:
            value: Rational = rational_polylog(u, quotient(arguments[1], 1 - arguments[1]))
            return value
    return None


def simplest(low: Rational, high: Rational) -> Rational:
    """Return the number from ``low`` to ``high`` with the smallest denominator, and numerator.

    >>> from fractions import Fraction
    >>> simplest(Fraction(3, 10), Fraction(4, 10))
    Fraction(1, 3)
    """
    if low <= 0 <= high:
        return 0
    if high < 0:
        return -simplest(-high, -low)
    terms: list[int] = []  # of a continued fraction
    while True:
        whole = low.numerator // low.denominator
        if whole == low or whole + 1 <= high:
            terms.append(whole + (whole != low))
            break
        terms.append(whole)
        low, high = quotient(1, high - whole), quotient(1, low - whole)
    value: Rational = terms.pop()
    while terms:
        value = terms.pop() + quotient(1, value)
    return value
