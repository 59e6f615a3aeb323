"""Exponential, error and Fresnel integrals over germs, where they are singular.

Series and asymptotic expansions: NIST Digital Library of Mathematical Functions, 6.6.2, 6.6.5-6
and 6.12.2 (exponential, sine and hyperbolic integrals), 7.12.1 (error functions), 7.12.2-3
(Fresnel integrals).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

from calcdl.arithmetic.germs.expansions import (
    Limit,
    Rule,
    at_infinity,
    euler_gamma,
    growing,
    oscillation,
    rational,
    require_at_zero,
    series,
    tending,
)
from calcdl.arithmetic.germs.germ import Germ, Infinite
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import exponential, logarithm

__all__ = ["RULES"]


def ei(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    sign = at_infinity(limit)
    if not sign:
        require_at_zero(germs, "Ei", limit)
        rest = series(germs, u, lambda k: Fraction(1, k * factorial(k)) if k else 0)
        return germs.add([logarithm(germs, germs.absolute(u)), euler_gamma(germs), rest])
    if not growing(germs, u):
        return tending(germs, u, sign, sign > 0)
    inverse = germs.inverse(u)
    expansion = series(germs, inverse, factorial)
    size = germs.neg(logarithm(germs, germs.absolute(u)))
    above = exponential(germs, germs.add([u, size, logarithm(germs, expansion)]))
    return above if sign > 0 else germs.neg(above)


def ci(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    if at_infinity(limit):
        return oscillation(germs, u, -1, 1)
    require_at_zero(germs, "Ci", limit)
    rest = series(
        germs,
        germs.product(u, u),
        lambda k: Fraction((-1) ** k, 2 * k * factorial(2 * k)) if k else 0,
    )
    return germs.add([logarithm(germs, u), euler_gamma(germs), rest])


def si(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    half = germs.closed.multiple(germs.closed.constant("pi"), Fraction(at_infinity(limit), 2))
    return germs.add([germs.of(half), oscillation(germs, u, -1, 1)])


def erfc(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    if at_infinity(limit) < 0:
        mirrored = erfc(germs, [germs.neg(u)], [Infinite(1)])
        return germs.sub(germs.number(2), mirrored)
    if not growing(germs, u):
        return tending(germs, u, 1, False)
    square = germs.product(u, u)
    pi = logarithm(germs, germs.constant("pi"))
    size = germs.add([logarithm(germs, u), germs.product(rational(germs, 1, 2), pi)])
    expansion = series(
        germs,
        germs.inverse(square),
        lambda k: Fraction((-1) ** k * factorial(2 * k), 4**k * factorial(k)),
    )
    return exponential(
        germs, germs.add([germs.neg(square), germs.neg(size), logarithm(germs, expansion)])
    )


def erf(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    sign = at_infinity(limits[0])
    u = arguments[0] if sign > 0 else germs.neg(arguments[0])
    above = germs.sub(germs.number(1), erfc(germs, [u], [Infinite(1)]))
    return above if sign > 0 else germs.neg(above)


def erfinv(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    sign = germs.sign_of(arguments[0])
    return Germ({}, 0, sign, Infinite(sign), arguments[0].smooth)


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
    above = exponential(germs, germs.add([square, germs.neg(size), logarithm(germs, expansion)]))
    return above if sign > 0 else germs.neg(above)


def erfcinv(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,) = arguments
    sign = -germs.sign_of(germs.sub(u, germs.number(1)))
    return Germ({}, 0, sign, Infinite(sign), u.smooth)


def fresnel(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    half = rational(germs, at_infinity(limits[0]), 2)
    return germs.add([half, oscillation(germs, arguments[0], -1, 1)])


RULES: dict[str, Rule] = {
    "Ei": ei,
    "Ci": ci,
    "Si": si,
    "erf": erf,
    "erfc": erfc,
    "erfinv": erfinv,
    "Shi": shi,
    "Chi": chi,
    "erfi": erfi,
    "erfcinv": erfcinv,
    "fresnels": fresnel,
    "fresnelc": fresnel,
}
