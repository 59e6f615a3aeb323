"""Incomplete gamma and beta functions and E(n, u) over germs: at their edges, and at infinity.

Series and asymptotic expansions: NIST Digital Library of Mathematical Functions, 8.7.1 and 8.11.2
(incomplete gamma), 8.17.7 (incomplete beta), 8.19.8, 8.19.10 and 8.20.2 (E).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs.expansions import (
    Limit,
    Rule,
    at_infinity,
    called,
    constant,
    growing,
    rational,
    series,
    tending,
    whole,
)
from calcdl.arithmetic.germs.germ import Germ, Infinite
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import exponential, logarithm, power
from calcdl.errors import Undecided

__all__ = ["RULES"]


def expint(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    n, u = arguments
    order = constant(germs, n)
    if at_infinity(limits[1]):
        return upper_tail(germs, order, u, lambda k: (-1) ** k, germs.neg(logarithm(germs, u)))
    closed, degree = germs.closed, whole(germs, n)
    if degree is not None and degree > 0:
        return expint_of_whole(germs, degree, u)
    below = closed.add((order, closed.number(-1)))

    def coefficient(k: int) -> int:
        inverse = closed.pow(closed.add((closed.number(k), closed.neg(below))), closed.number(-1))
        return closed.multiple(inverse, Fraction(-((-1) ** k), factorial(k)))

    start = called(germs, "gamma", closed.neg(below))
    pole = germs.product(start, power(germs, u, germs.of(below)))
    return germs.add([pole, germs.compose(coefficient, u)])


def expint_of_whole(germs: GermNumbers, n: int, u: Germ) -> Germ:
    digamma = called(germs, "digamma", germs.closed.number(n))
    turn = germs.sub(digamma, logarithm(germs, u))
    scale = rational(germs, (-1) ** (n - 1), factorial(n - 1))
    lead = germs.mul([scale, power(germs, u, germs.number(n - 1)), turn])
    rest = series(
        germs,
        u,
        lambda k: Fraction((-1) ** (k + 1), (k - n + 1) * factorial(k)) if k != n - 1 else 0,
    )
    return germs.add([lead, rest])


def upper_tail(
    germs: GermNumbers, order: int, u: Germ, sign: Callable[[int], int], size: Germ
) -> Germ:
    """Return exp(-u + size) times the sum of sign(k)*(order)_k*u**-k, for u that grows."""
    if not growing(germs, u):
        return tending(germs, u, 1, False)
    closed = germs.closed

    def coefficient(k: int) -> int:
        steps = [closed.add((order, closed.number(i))) for i in range(k)]
        return closed.mul([closed.number(sign(k)), *steps])

    expansion = germs.compose(coefficient, germs.inverse(u))
    return exponential(germs, germs.add([germs.neg(u), size, logarithm(germs, expansion)]))


def uppergamma(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    a, u = arguments
    order, closed = constant(germs, a), germs.closed
    if at_infinity(limits[1]):
        below = closed.sub(order, closed.one)
        size = germs.product(germs.of(below), logarithm(germs, u))
        return upper_tail(germs, closed.neg(below), u, lambda k: (-1) ** k, size)
    if closed.sign(order) > 0:
        return germs.sub(called(germs, "gamma", order), lower_at_zero(germs, order, u))
    other = germs.of(closed.sub(closed.one, order))
    return germs.product(power(germs, u, a), expint(germs, [other, u], limits))


def lowergamma(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    order = constant(germs, arguments[0])
    if at_infinity(limits[1]):
        tail = uppergamma(germs, arguments, limits)
        return germs.sub(called(germs, "gamma", order), tail)
    return lower_at_zero(germs, order, arguments[1])


def lower_at_zero(germs: GermNumbers, order: int, u: Germ) -> Germ:
    closed = germs.closed

    def coefficient(k: int) -> int:
        inverse = closed.pow(closed.add((order, closed.number(k))), closed.number(-1))
        return closed.multiple(inverse, Fraction((-1) ** k, factorial(k)))

    return germs.product(power(germs, u, germs.of(order)), germs.compose(coefficient, u))


def betainc(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    a, b = (constant(germs, part) for part in arguments[:2])
    ends = [beta_from_zero(germs, a, b, u) for u in arguments[2:]]
    return germs.sub(ends[1], ends[0])


def beta_from_zero(germs: GermNumbers, a: int, b: int, u: Germ) -> Germ:
    """Return the regularized incomplete beta function from 0 to u."""
    closed, limit = germs.closed, germs.limit_of(u)
    if limit is None or isinstance(limit, Infinite):
        raise Undecided("where the argument of an incomplete beta function tends to")
    if closed.sign(limit) == 0:
        return beta_at_zero(germs, a, b, u)
    rest = germs.sub(germs.number(1), u)
    if closed.sign(closed.sub(limit, closed.one)) == 0:
        return germs.sub(germs.number(1), beta_at_zero(germs, b, a, rest))
    return germs.call("betainc_regularized", [germs.of(a), germs.of(b), germs.number(0), u])


def beta_at_zero(germs: GermNumbers, a: int, b: int, u: Germ) -> Germ:
    closed = germs.closed

    def coefficient(k: int) -> int:
        steps = [closed.add((closed.number(1 + i), closed.neg(b))) for i in range(k)]
        inverse = closed.pow(closed.add((a, closed.number(k))), closed.number(-1))
        return closed.mul([closed.number(exact.quotient(1, factorial(k))), inverse, *steps])

    size = germs.of(closed.pow(closed.call("beta", [a, b]), closed.number(-1)))
    return germs.mul([size, power(germs, u, germs.of(a)), germs.compose(coefficient, u)])


RULES: dict[str, Rule] = {
    "expint": expint,
    "uppergamma": uppergamma,
    "lowergamma": lowergamma,
    "betainc_regularized": betainc,
}
