"""Bessel and Airy functions over germs, at zero and at infinity.

Series and asymptotic expansions: NIST Digital Library of Mathematical Functions, 10.8.1, 10.25.2,
10.27.4, 10.31.1 and 10.40.1-2 (Bessel functions), 9.7.5-8 (Airy functions).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs.expansions import (
    HIGHEST_ORDER,
    Limit,
    Rule,
    at_infinity,
    growing,
    oscillation,
    rational,
    require_at_zero,
    root_of,
    series,
    tending,
    whole_order,
)
from calcdl.arithmetic.germs.germ import Germ
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import exponential, logarithm, power
from calcdl.errors import Undecided

__all__ = ["RULES"]

# Bessel functions


class Bessel:
    """A Bessel function of constant order at zero: J and Y (sign -1) or I and K (sign 1)."""

    def __init__(self, germs: GermNumbers, n: Germ, u: Germ, sign: int) -> None:
        node = germs.constant_of(n)
        if node is None:
            raise Undecided("what a Bessel function is whose order varies")
        self.germs, self.order, self.sign = germs, germs.closed.fold(node), sign
        self.half = germs.product(rational(germs, 1, 2), u)
        square = germs.product(self.half, self.half)
        self.square = square if sign > 0 else germs.neg(square)
        value = germs.closed.value(self.order)
        self.whole = int(value) if value is not None and value.denominator == 1 else None
        if self.whole is not None and abs(self.whole) > HIGHEST_ORDER:
            raise Undecided("what a Bessel function of so high an order does there")

    def first(self, order: int) -> Germ:
        """Return J or I of an order that is no negative whole number, a closed formula."""
        germs, closed = self.germs, self.germs.closed
        start = closed.pow(
            closed.call("gamma", [closed.add((order, closed.one))]), closed.number(-1)
        )

        def coefficient(k: int) -> int:
            steps = [closed.add((order, closed.number(i))) for i in range(1, k + 1)]
            product = closed.mul([*steps, closed.number(factorial(k))])
            return closed.mul((start, closed.pow(product, closed.number(-1))))

        value = closed.value(order)
        extra = 0 if value is None or value >= 0 else -int(value // 1) * germs.roots
        powers = germs.compose(coefficient, self.square, extra)
        return germs.product(power(germs, self.half, germs.of(order)), powers)

    def second(self) -> Germ:
        """Return Y or K."""
        if self.whole is not None:
            return self.second_of_whole(abs(self.whole))
        germs, closed = self.germs, self.germs.closed
        angle = closed.mul((self.order, closed.constant("pi")))
        inverse = closed.pow(closed.call("sin", [angle]), closed.number(-1))
        plus, minus = self.first(self.order), self.first(closed.neg(self.order))
        if self.sign < 0:
            plus = germs.product(plus, germs.of(closed.call("cos", [angle])))
            return germs.product(germs.sub(plus, minus), germs.of(inverse))
        scale = closed.mul((closed.multiple(closed.constant("pi"), Fraction(1, 2)), inverse))
        return germs.product(germs.sub(minus, plus), germs.of(scale))

    def second_of_whole(self, n: int) -> Germ:
        """Return Y or K of order n >= 0, or Y of order -n: poles, a logarithm and a series."""
        germs = self.germs
        poles = [self.pole(n, k) for k in range(n)]
        turns = germs.product(logarithm(germs, self.half), self.first(germs.closed.number(n)))
        rest = self.rest_of_whole(n)
        if self.sign < 0:
            return self.bessel_y(n, turns, [*poles, rest])
        parity = germs.number((-1) ** n)
        turns = germs.product(germs.number(-2), germs.product(parity, turns))
        total = germs.add([*poles, turns, germs.product(parity, rest)])
        return germs.product(rational(germs, 1, 2), total)

    def pole(self, n: int, k: int) -> Germ:
        """Return term k < n of a function of order n, a pole of order n - 2*k."""
        factor = exact.quotient((-self.sign) ** k * factorial(n - k - 1), factorial(k))
        germs = self.germs
        return germs.product(germs.number(factor), power(germs, self.half, germs.number(2 * k - n)))

    def rest_of_whole(self, n: int) -> Germ:
        """Return the series of a function of order n that has no poles and no logarithm."""
        germs, closed = self.germs, self.germs.closed
        psi = closed.call("digamma", [closed.one])

        def coefficient(k: int) -> int:
            harmonic = Fraction(0) + sum(Fraction(1, i) for i in range(1, k + 1))
            harmonic += sum(Fraction(1, i) for i in range(1, n + k + 1))
            total = closed.add((closed.multiple(psi, 2), closed.number(harmonic)))
            return closed.multiple(total, Fraction(1, factorial(k) * factorial(n + k)))

        return germs.product(
            power(germs, self.half, germs.number(n)), germs.compose(coefficient, self.square)
        )

    def bessel_y(self, n: int, turns: Germ, others: Sequence[Germ]) -> Germ:
        """Return Y from its part with a logarithm and its others, both times pi."""
        germs, closed = self.germs, self.germs.closed
        twice = germs.product(germs.number(2), turns)
        total = germs.add([twice, germs.neg(germs.add(others))])
        scale = germs.of(closed.pow(closed.constant("pi"), closed.number(-1)))
        odd = self.whole is not None and self.whole < 0 and n % 2
        return germs.product(germs.neg(scale) if odd else scale, total)


def bessel_first(sign: int) -> Rule:
    """Return the rule of J (sign -1) or I (sign 1)."""

    def first(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
        n, u = arguments
        infinite = at_infinity(limits[1])
        if not infinite:
            require_at_zero(germs, "a Bessel function", limits[1])
            function = Bessel(germs, n, u, sign)
            if function.whole is None or function.whole >= 0:
                return function.first(function.order)
            mirrored = function.first(germs.closed.neg(function.order))
            return germs.neg(mirrored) if sign < 0 and function.whole % 2 else mirrored
        if sign < 0:
            return oscillation(germs, u, -1, 2)
        grown = fast_bessel(germs, n, germs.absolute(u), 1)
        return germs.neg(grown) if infinite < 0 and whole_order(germs, n) % 2 else grown

    return first


def bessel_second(sign: int) -> Rule:
    """Return the rule of Y (sign -1) or K (sign 1)."""

    def second(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
        n, u = arguments
        if not at_infinity(limits[1]):
            require_at_zero(germs, "a Bessel function", limits[1])
            return Bessel(germs, n, u, sign).second()
        return oscillation(germs, u, -1, 2) if sign < 0 else fast_bessel(germs, n, u, -1)

    return second


def fast_bessel(germs: GermNumbers, n: Germ, u: Germ, sign: int) -> Germ:
    """Return I (sign 1) or K (sign -1) of a u that tends to infinity."""
    closed = germs.closed
    node = germs.constant_of(n)
    if node is None:
        raise Undecided("what a Bessel function is whose order varies")
    if not growing(germs, u):
        return tending(germs, u, 1, sign > 0)
    square = closed.multiple(closed.pow(node, closed.number(2)), 4)

    def coefficient(k: int) -> int:
        steps = [closed.add((square, closed.number(-((2 * i - 1) ** 2)))) for i in range(1, k + 1)]
        scale = closed.number(Fraction((-sign) ** k, 8**k * factorial(k)))
        return closed.mul([*steps, scale])

    expansion = germs.compose(coefficient, germs.inverse(u))
    size = germs.sub(germs.of(scale_of_fast(germs, sign)), logarithm(germs, u))
    turn = u if sign > 0 else germs.neg(u)
    half = germs.product(rational(germs, 1, 2), size)
    return exponential(germs, germs.add([turn, half, logarithm(germs, expansion)]))


def scale_of_fast(germs: GermNumbers, sign: int) -> int:
    """Return the logarithm of 1/(2*pi) for I, of pi/2 for K."""
    closed = germs.closed
    pi = closed.constant("pi")
    if sign > 0:
        return closed.call("log", [closed.pow(closed.multiple(pi, 2), closed.number(-1))])
    return closed.call("log", [closed.multiple(pi, Fraction(1, 2))])


# Airy functions


def airy(sign: int, prime: bool) -> Rule:
    """Return the rule of Ai (sign -1) or Bi (sign 1), or of its derivative, at infinity."""

    def at_both(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
        (u,) = arguments
        if at_infinity(limits[0]) < 0:
            return oscillation(germs, germs.neg(u), 1 if prime else -1, 4)
        if not growing(germs, u):
            return tending(germs, u, -1 if prime and sign < 0 else 1, sign > 0)
        zeta = germs.product(rational(germs, 2, 3), root_of(germs, u, 3, 2))
        expansion = series(
            germs, germs.inverse(zeta), lambda k: sign**k * airy_coefficient(k, prime)
        )
        closed = germs.closed
        scale = closed.multiple(closed.call("log", [closed.constant("pi")]), Fraction(-1, 2))
        parts = [germs.of(scale), logarithm(germs, expansion)]
        quarter = germs.product(rational(germs, 1 if prime else -1, 4), logarithm(germs, u))
        turn = zeta if sign > 0 else germs.neg(zeta)
        if sign < 0:
            parts.append(germs.of(closed.neg(closed.call("log", [closed.number(2)]))))
        size = exponential(germs, germs.add([turn, quarter, *parts]))
        return germs.neg(size) if prime and sign < 0 else size

    return at_both


def airy_coefficient(k: int, prime: bool) -> Fraction:
    """Return coefficient u (9.7.2), or v of the derivative."""
    value = Fraction(1, 216**k * factorial(k))
    for odd in range(2 * k + 1, 6 * k, 2):
        value *= odd
    return value * Fraction(6 * k + 1, 1 - 6 * k) if prime else value


RULES: dict[str, Rule] = {
    "besselj": bessel_first(-1),
    "besseli": bessel_first(1),
    "bessely": bessel_second(-1),
    "besselk": bessel_second(1),
    "airyai": airy(-1, False),
    "airyaiprime": airy(-1, True),
    "airybi": airy(1, False),
    "airybiprime": airy(1, True),
}
