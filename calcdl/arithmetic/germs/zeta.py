"""Polylogarithms and zeta functions over germs: at their poles, at one, and at infinity.

Expansions: NIST Digital Library of Mathematical Functions, 25.12.12 and 25.12.16
(polylogarithms), 25.11.14 and 25.11.43 (Hurwitz's zeta function).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb, factorial

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs.expansions import (
    Limit,
    Rule,
    bernoulli,
    called,
    constant,
    euler_gamma,
    rational,
    tending,
    whole,
)
from calcdl.arithmetic.germs.germ import Germ, Infinite
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import logarithm, power
from calcdl.errors import Undecided

__all__ = ["RULES"]


def polylog(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    s, u = arguments
    order, limit, closed = constant(germs, s), limits[1], germs.closed
    if isinstance(limit, Infinite):
        return polylog_at_infinity(germs, whole(germs, s), u)
    if closed.sign(limit) == 0:
        return polylog_at_zero(germs, order, u)
    return polylog_at_one(germs, order, whole(germs, s), logarithm(germs, u))


def polylog_at_zero(germs: GermNumbers, order: int, u: Germ) -> Germ:
    closed = germs.closed

    def coefficient(k: int) -> int:
        return closed.pow(closed.number(k), closed.neg(order)) if k else closed.zero

    return germs.compose(coefficient, u)


def polylog_at_infinity(germs: GermNumbers, s: int | None, u: Germ) -> Germ:
    """Return a polylogarithm by its inversion, a polynomial in log(-u) and the function at 1/u."""
    if s is None:
        raise Undecided("what a polylogarithm of an order that is not whole is at infinity")
    w, closed = logarithm(germs, germs.neg(u)), germs.closed
    terms = [germs.number(0)]
    for k in range(s // 2 + 1 if s >= 0 else 0):
        eta = Fraction(1, 2) if k == 0 else abs(bernoulli(2 * k)) * (2 ** (2 * k - 1) - 1)
        scale = eta / factorial(2 * k) if k else eta  # times pi**(2*k)
        pi = closed.pow(closed.constant("pi"), closed.number(2 * k))
        factor = closed.multiple(pi, -2 * scale / factorial(s - 2 * k))
        terms.append(germs.product(germs.of(factor), power(germs, w, germs.number(s - 2 * k))))
    mirrored = polylog_at_zero(germs, closed.number(s), germs.inverse(u))
    terms.append(mirrored if s % 2 else germs.neg(mirrored))
    return germs.add(terms)


def polylog_at_one(germs: GermNumbers, order: int, s: int | None, w: Germ) -> Germ:
    """Return a polylogarithm of u = exp(w), where w tends to zero from the left."""
    closed = germs.closed
    skipped = s - 1 if s is not None and s > 0 else -1

    def coefficient(k: int) -> int:
        if k == skipped:
            return closed.zero
        node = zeta_at(germs, closed.sub(order, closed.number(k)), None if s is None else s - k)
        return closed.multiple(node, exact.quotient(1, factorial(k)))

    rest = germs.compose(coefficient, w)
    left = germs.neg(w)
    if skipped < 0:
        below = closed.sub(order, closed.one)
        pole = power(germs, left, germs.of(below))
        start = called(germs, "gamma", closed.neg(below))
        return germs.add([germs.product(start, pole), rest])
    harmonic = sum([Fraction(1, j) for j in range(1, skipped + 1)], Fraction(0))
    turn = germs.sub(germs.number(harmonic), logarithm(germs, left))
    scale = rational(germs, 1, factorial(skipped))
    return germs.add([germs.mul([scale, power(germs, w, germs.number(skipped)), turn]), rest])


def zeta_at(germs: GermNumbers, node: int, s: int | None) -> int:
    """Return zeta(s), which is rational at whole numbers that are not positive."""
    if s is not None and s <= 0:
        value = Fraction((-1) ** -s) * bernoulli(1 - s) / (1 - s)
        return germs.closed.number(Fraction(-1, 2) if s == 0 else value)
    return germs.closed.call("zeta", [node])


def zeta(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    """Return zeta(s, a) for a constant s and an a that tends to zero or to infinity."""
    if len(arguments) == 1:
        return riemann_zeta(germs, arguments[0], limits[0])
    s, a = arguments
    order, closed = constant(germs, s), germs.closed
    degree = whole(germs, s)
    if degree is not None and degree <= 0:
        return bernoulli_polynomial(germs, 1 - degree, a)
    pole = power(germs, a, germs.of(closed.neg(order)))
    if not isinstance(limits[1], Infinite):
        shifted = germs.call("zeta", [s, germs.add([a, germs.number(1)])])
        return germs.add([pole, shifted])

    def coefficient(k: int) -> int:  # of a**(1 - s - k), from Euler and Maclaurin
        if k < 2:
            below = closed.pow(closed.sub(order, closed.one), closed.number(-1))
            return closed.number(Fraction(1, 2)) if k else below
        steps = [closed.add((order, closed.number(i))) for i in range(k - 1)]
        return closed.mul([closed.number(bernoulli(k) / factorial(k)), *steps])

    return germs.mul([pole, a, germs.compose(coefficient, germs.inverse(a))])


def bernoulli_polynomial(germs: GermNumbers, n: int, a: Germ) -> Germ:
    """Return zeta(1 - n, a), which is minus a polynomial of Bernoulli over n (25.11.14)."""
    terms = [
        germs.product(
            germs.number(-comb(n, k) * bernoulli(k) / n), power(germs, a, germs.number(n - k))
        )
        for k in range(n + 1)
    ]
    return germs.add(terms)


def riemann_zeta(germs: GermNumbers, s: Germ, limit: Limit) -> Germ:
    """Return zeta(s) at its pole, to the coefficient that is a closed formula, and at infinity."""
    if isinstance(limit, Infinite):
        if limit.sign < 0:
            raise Undecided("what zeta is where it is not analytic")
        return germs.add([germs.number(1), tending(germs, s, 1, False)])
    h = germs.sub(s, germs.number(1))
    rest = Germ({}, germs.low(h), 0, germs.closed.zero, s.smooth)
    return germs.add([germs.inverse(h), euler_gamma(germs), rest])


RULES: dict[str, Rule] = {
    "polylog": polylog,
    "zeta": zeta,
}
