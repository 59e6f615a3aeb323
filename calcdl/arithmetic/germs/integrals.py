"""Integrals and zeta functions over germs: at their edges, poles and holes, and at infinity.

Series and asymptotic expansions are those of the NIST Digital Library of Mathematical Functions:
hyperbolic integrals 6.6.5, erfi 7.12.1, Fresnel 7.12.2-3, E(n, u) 8.19.8, 8.19.10 and 8.20.2,
incomplete gamma 8.7.1 and 8.11.2, incomplete beta 8.17.7, elliptic 19.5.1-2 and 19.12.1-2,
polylogarithms 25.12.12 and 25.12.16, Hurwitz's zeta function 25.11.43.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import comb, factorial

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs.germ import Germ, Infinite
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import exponential, logarithm, power
from calcdl.arithmetic.germs.special import (
    Limit,
    at_infinity,
    bernoulli,
    growing,
    minus_gamma,
    oscillation,
    rational,
    series,
    tending,
)
from calcdl.errors import Undecided

__all__ = ["INTEGRALS"]

_LARGEST_ORDER = 60


def whole(germs: GermNumbers, u: Germ) -> int | None:
    """Return a constant that is a whole number as an int, None for another one."""
    value = germs.closed.value(constant(germs, u))
    if value is None or value.denominator != 1:
        return None
    if abs(value.numerator) > _LARGEST_ORDER:
        raise Undecided("what a function of this order does there")
    return int(value)


def constant(germs: GermNumbers, u: Germ) -> int:
    node = germs.constant_of(u)
    if node is None:
        raise Undecided("what a function is whose order or parameter varies")
    return germs.closed.fold(node)


def called(germs: GermNumbers, name: str, *arguments: int) -> Germ:
    """Return a function of constants."""
    return germs.of(germs.closed.call(name, list(arguments)))


# Hyperbolic integrals, erfi, erfcinv, Fresnel


def shi(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,) = arguments
    if at_infinity(limits[0]):
        both = germs.sub(germs.call("Ei", [u]), germs.call("Ei", [germs.neg(u)]))
        return germs.product(rational(germs, 1, 2), both)
    odd = series(
        germs,
        germs.product(u, u),
        lambda k: Fraction(1, (2 * k + 1) * factorial(2 * k + 1)),
    )
    return germs.product(u, odd)


def chi(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,) = arguments
    both = germs.add([germs.call("Ei", [u]), germs.call("Ei", [germs.neg(u)])])
    return germs.product(rational(germs, 1, 2), both)


def erfi(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    sign = at_infinity(limits[0])
    u = arguments[0] if sign > 0 else germs.neg(arguments[0])
    if not growing(germs, u):
        return tending(germs, arguments[0], sign, True)
    square = germs.product(u, u)
    pi = logarithm(germs, germs.constant("pi"))
    size = germs.add([logarithm(germs, u), germs.product(rational(germs, 1, 2), pi)])
    expansion = series(
        germs, germs.inverse(square), lambda k: Fraction(factorial(2 * k), 4**k * factorial(k))
    )
    found = exponential(germs, germs.add([square, germs.neg(size), logarithm(germs, expansion)]))
    return found if sign > 0 else germs.neg(found)


def erfcinv(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,) = arguments
    sign = -germs.sign_of(germs.sub(u, germs.number(1)))
    return Germ({}, 0, sign, Infinite(sign), u.smooth)


def fresnel(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    half = rational(germs, at_infinity(limits[0]), 2)
    return germs.add([half, oscillation(germs, arguments[0], -1, 1)])


# Exponential integrals and incomplete gamma functions


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


# Incomplete beta functions


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


# Complete elliptic integrals


def elliptic(first: int) -> Callable[..., Germ]:
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
    """Return it for m = 1 - h: two series in h, one of them times log(16/h)/2."""

    def scale(k: int) -> Fraction:
        value = Fraction(1)
        for i in range(k):
            other = Fraction(2 * i + 1, 2) if first > 0 else Fraction(2 * i + 3, 2)
            value *= Fraction(2 * i + 1, 2) * other / ((i + 1) * (i + 1 + (first < 0)))
        return value

    def inner(k: int) -> Fraction:
        total = Fraction(0) if first > 0 else Fraction(-1, (2 * k + 1) * (2 * k + 2))
        for j in range(1, k + 1):
            total += Fraction(1, j) - Fraction(2, 2 * j - 1)
        return scale(k) * total

    turn = logarithm(germs, germs.div(germs.number(16), h))
    lead = germs.mul([rational(germs, 1, 2), turn, series(germs, h, scale)])
    found = germs.add([lead, series(germs, h, inner)])
    if first > 0:
        return found
    return germs.add([germs.number(1), germs.mul([rational(germs, 1, 2), h, found])])


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
    found = [first]

    def moment(k: int) -> int:
        if closed.sign(m) == 0:
            half = closed.multiple(closed.constant("pi"), Fraction(1, 2))
            return closed.multiple(half, Fraction(factorial(2 * k), 4**k * factorial(k) ** 2))
        while len(found) <= k:
            j = len(found)
            if j == 1:
                total = closed.sub(first, second)
            else:
                both = closed.mul((closed.add((closed.one, m)), found[-1]))
                before = closed.multiple(found[-2], 2 * j - 3)
                total = closed.sub(closed.multiple(both, 2 * j - 2), before)
            scaled = closed.multiple(total, Fraction(1, 2 * j - 1))
            found.append(closed.mul((scaled, closed.pow(m, closed.number(-1)))))
        return found[k]

    return moment


# Binomial coefficients, polylogarithms and Hurwitz's zeta function


def binomial(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    u, v = arguments
    degree = whole(germs, v) if germs.constant_of(v) is not None else None
    if degree is not None and degree >= 0:
        factors = [germs.sub(u, germs.number(k)) for k in range(degree)]
        return germs.mul([rational(germs, 1, factorial(degree)), *factors])
    one = germs.number(1)
    parts = [germs.add([u, one]), germs.add([v, one]), germs.add([u, germs.neg(v), one])]
    above, first, second = (germs.call("gamma", [part]) for part in parts)
    return germs.div(above, germs.product(first, second))


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
    """Return it by its inversion, a polynomial in log(-u) and the function at 1/u."""
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
    """Return it for u = exp(w), where w tends to zero from the left."""
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
    return germs.add([germs.inverse(h), minus_gamma(germs, -1), rest])


INTEGRALS: dict[str, Callable[[GermNumbers, Sequence[Germ], Sequence[Limit]], Germ]] = {
    "Shi": shi,
    "Chi": chi,
    "erfi": erfi,
    "erfcinv": erfcinv,
    "fresnels": fresnel,
    "fresnelc": fresnel,
    "expint": expint,
    "uppergamma": uppergamma,
    "lowergamma": lowergamma,
    "betainc_regularized": betainc,
    "elliptic_k": elliptic(1),
    "elliptic_e": elliptic(-1),
    "binomial": binomial,
    "elliptic_pi": elliptic_pi,
    "polylog": polylog,
    "zeta": zeta,
}
