"""The gamma function and its relatives over germs, at their poles and at infinity.

Identities and asymptotic expansions: NIST Digital Library of Mathematical Functions, 5.5.1-2,
5.11.1-2, 5.15.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial
from typing import Any

from calcdl.arithmetic.germs.expansions import (
    Limit,
    Rule,
    bernoulli,
    growing,
    rational,
    series,
    tending,
    whole,
    whole_order,
)
from calcdl.arithmetic.germs.germ import Germ, Infinite
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import exponential, logarithm, power
from calcdl.arithmetic.germs.steps import whole_part
from calcdl.errors import Undecided

__all__ = ["RULES"]

_LONGEST_RECURRENCE = 1_000  # steps from a pole of gamma to where it has none


def stirling(germs: GermNumbers, u: Germ) -> Germ:
    """Return log(gamma(u)) for a u that tends to infinity."""
    closed = germs.closed
    half = rational(germs, 1, 2)
    logarithm_of_u = logarithm(germs, u)
    turn = closed.call("log", [closed.multiple(closed.constant("pi"), 2)])
    inverse = germs.inverse(u)

    def coefficient(k: int) -> Any:
        return bernoulli(k + 1) / (k * (k + 1)) if k % 2 else 0

    return germs.add(
        [
            germs.product(germs.sub(u, half), logarithm_of_u),
            germs.neg(u),
            germs.of(closed.multiple(turn, Fraction(1, 2))),
            series(germs, inverse, coefficient),
        ]
    )


def require_right(name: str, sign: int) -> None:
    if sign < 0:
        raise Undecided(f"what {name} is, with a pole at every whole number on the way")


def gamma(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    if not isinstance(limit, Infinite):
        factors, shifted = beside_pole(germs, "gamma", u, limit)
        return germs.div(germs.call("gamma", [shifted]), germs.mul(factors))
    require_right("gamma", limit.sign)
    if not growing(germs, u):
        return tending(germs, u, 1, True)
    return exponential(germs, stirling(germs, u))


def loggamma(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    (u,), (limit,) = arguments, limits
    if not isinstance(limit, Infinite):
        return logarithm(germs, gamma(germs, arguments, limits))
    return stirling(germs, u) if growing(germs, u) else tending(germs, u, 1, True)


def digamma(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    return polygamma(germs, [germs.number(0), *arguments], [germs.closed.zero, *limits])


def polygamma(germs: GermNumbers, arguments: Sequence[Germ], limits: Sequence[Limit]) -> Germ:
    _, u = arguments
    n, limit = whole_order(germs, arguments[0]), limits[1]
    sign = (-1) ** (n + 1)
    if not isinstance(limit, Infinite):
        factors, shifted = beside_pole(germs, "polygamma", u, limit)
        poles = [power(germs, factor, germs.number(-n - 1)) for factor in factors]
        steps = germs.product(germs.number(sign * factorial(n)), germs.add(poles))
        return germs.add([germs.call("polygamma", [arguments[0], shifted]), steps])
    require_right("polygamma", limit.sign)
    if not growing(germs, u):
        return tending(germs, u, sign if n else 1, n == 0)
    inverse = germs.inverse(u)

    def coefficient(k: int) -> Any:  # of u**-(n + k)
        if k == 1:
            return Fraction(sign * factorial(n), 2)
        if k % 2 or k + n == 0:
            return 0
        return sign * bernoulli(k) * Fraction(factorial(k + n - 1), factorial(k))

    powers = power(germs, inverse, germs.number(n))
    rest = germs.product(powers, series(germs, inverse, coefficient))
    return germs.add([logarithm(germs, u), rest]) if n == 0 else rest


def beside_pole(germs: GermNumbers, name: str, u: Germ, limit: int) -> tuple[list[Germ], Germ]:
    """Return u, u + 1 … up to where a function has no pole, for a u that tends to 0, -1, -2 …."""
    steps = 1 - whole_part(germs, limit)
    if not 0 < steps <= _LONGEST_RECURRENCE:
        raise Undecided(f"what {name} is so far left")
    factors = [germs.add((u, germs.number(k))) for k in range(steps)]
    return factors, germs.add((u, germs.number(steps)))


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


RULES: dict[str, Rule] = {
    "gamma": gamma,
    "loggamma": loggamma,
    "digamma": digamma,
    "polygamma": polygamma,
    "binomial": binomial,
}
