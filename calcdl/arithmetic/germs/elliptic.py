"""Complete elliptic integrals over germs, where they are singular.

Series: NIST Digital Library of Mathematical Functions, 19.5.1-2 and 19.12.1-2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial

from calcdl.arithmetic.germs.expansions import (
    Limit,
    Rule,
    constant,
    rational,
    series,
)
from calcdl.arithmetic.germs.germ import Germ, Infinite
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import logarithm, power
from calcdl.errors import Undecided

__all__ = ["RULES"]


def elliptic(first: int) -> Rule:
    """Return the rule of K (first 1) or E (first -1), which are pi/2*2F1(first/2, 1/2; 1; m)."""

    def rule(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
        (m,), (limit,) = arguments, limits
        rest = germs.sub(germs.number(1), m)
        if isinstance(limit, Infinite):  # a transformation of m takes it to 1
            name = "elliptic_k" if first > 0 else "elliptic_e"
            inner = germs.div(germs.neg(m), rest)
            scale = power(germs, rest, rational(germs, -first, 2))
            return germs.product(scale, germs.call(name, [inner]))
        if germs.closed.sign(limit) == 0:
            half = germs.product(rational(germs, 1, 2), germs.constant("pi"))
            return germs.product(half, series(germs, m, elliptic_series(first)))
        return elliptic_at_one(germs, first, rest)

    return rule


def elliptic_series(first: int) -> Callable[[int], Fraction]:
    def coefficient(k: int) -> Fraction:
        value = Fraction(1)
        for i in range(k):
            value *= Fraction(2 * i + first, 2) * Fraction(2 * i + 1, 2) / (i + 1) ** 2
        return value

    return coefficient


def elliptic_at_one(germs: GermNumbers, first: int, h: Germ) -> Germ:
    """Return K or E for m = 1 - h: two series in h, one of them times log(16/h)/2."""

    def scale(k: int) -> Fraction:
        value = Fraction(1)
        for i in range(k):
            other = Fraction(2 * i + 1, 2) if first > 0 else Fraction(2 * i + 3, 2)
            value *= Fraction(2 * i + 1, 2) * other / ((i + 1) * (i + 1 + (first < 0)))
        return value

    def inner(k: int) -> Fraction:
        factor = Fraction(0) if first > 0 else Fraction(-1, (2 * k + 1) * (2 * k + 2))
        for j in range(1, k + 1):
            factor += Fraction(1, j) - Fraction(2, 2 * j - 1)
        return scale(k) * factor

    turn = logarithm(germs, germs.div(germs.number(16), h))
    lead = germs.mul([rational(germs, 1, 2), turn, series(germs, h, scale)])
    total = germs.add([lead, series(germs, h, inner)])
    if first > 0:
        return total
    return germs.add([germs.number(1), germs.mul([rational(germs, 1, 2), h, total])])


def elliptic_pi(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    """Return Pi(n, m) for a constant m: its series in n at 0, and how it grows where n is 1."""
    n, m = arguments
    parameter, closed = constant(germs, m), germs.closed
    if isinstance(limits[0], Infinite):
        raise Undecided("what elliptic_pi is at infinity")
    if closed.sign(limits[0]) == 0:
        return germs.compose(elliptic_moments(germs, parameter), n)
    if closed.sign(closed.sub(limits[0], closed.one)):
        raise Undecided("what elliptic_pi is where it is not analytic")
    inside = germs.mul([germs.sub(germs.number(1), n), germs.sub(n, m)])
    half = germs.product(rational(germs, 1, 2), germs.constant("pi"))
    growth = power(germs, germs.div(n, inside), rational(germs, 1, 2))
    return germs.add([germs.product(half, growth), Germ({}, 0, 0, None, n.smooth)])


def elliptic_moments(germs: GermNumbers, m: int) -> Callable[[int], int]:
    """Return the integrals from 0 to pi/2 of sin(t)**(2*k)/sqrt(1 - m*sin(t)**2)."""
    closed = germs.closed
    first, second = closed.call("elliptic_k", [m]), closed.call("elliptic_e", [m])
    moments = [first]

    def moment(k: int) -> int:
        if closed.sign(m) == 0:
            half = closed.multiple(closed.constant("pi"), Fraction(1, 2))
            return closed.multiple(half, Fraction(factorial(2 * k), 4**k * factorial(k) ** 2))
        while len(moments) <= k:
            j = len(moments)
            if j == 1:
                total = closed.sub(first, second)
            else:
                both = closed.mul((closed.add((closed.one, m)), moments[-1]))
                before = closed.multiple(moments[-2], 2 * j - 3)
                total = closed.sub(closed.multiple(both, 2 * j - 2), before)
            scaled = closed.multiple(total, Fraction(1, 2 * j - 1))
            moments.append(closed.mul((scaled, closed.pow(m, closed.number(-1)))))
        return moments[k]

    return moment


RULES: dict[str, Rule] = {
    "elliptic_k": elliptic(1),
    "elliptic_e": elliptic(-1),
    "elliptic_pi": elliptic_pi,
}
