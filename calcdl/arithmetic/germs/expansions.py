"""What the rules of special functions share: constants, series of rational coefficients, bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs.germ import FLAT, Germ, Infinite
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import power
from calcdl.errors import Undecided

__all__ = [
    "HIGHEST_ORDER",
    "Limit",
    "Rule",
    "at_infinity",
    "bernoulli",
    "called",
    "constant",
    "euler_gamma",
    "growing",
    "oscillation",
    "rational",
    "require_at_zero",
    "root_of",
    "series",
    "tending",
    "whole",
    "whole_order",
]

HIGHEST_ORDER = 60  # whole, of a function at a pole
Limit = int | Infinite
Rule = Callable[[GermNumbers, Sequence[Germ], Sequence[Limit]], Germ]


def at_infinity(limit: Limit) -> int:
    """Return the sign of a limit that is infinite, 0 for one that is finite."""
    return limit.sign if isinstance(limit, Infinite) else 0


def rational(germs: GermNumbers, numerator: int, denominator: int = 1) -> Germ:
    return germs.number(exact.quotient(numerator, denominator))


def series(germs: GermNumbers, h: Germ, coefficient: Callable[[int], Any], extra: int = 0) -> Germ:
    """Return the sum of coefficient(k)*h**k, coefficients rational, for an h that tends to zero."""
    return germs.compose(lambda k: germs.closed.number(coefficient(k)), h, extra)


def root_of(germs: GermNumbers, u: Germ, numerator: int, denominator: int) -> Germ:
    return power(germs, u, rational(germs, numerator, denominator))


def growing(germs: GermNumbers, u: Germ) -> bool:
    """Say whether how fast a germ tends to infinity is known, so that expansions are of use."""
    lead = germs.lead(u) if u.exponent is None else None
    return lead is not None and lead.k < 0


def oscillation(germs: GermNumbers, u: Germ, numerator: int, denominator: int) -> Germ:
    """Return what oscillates and is bounded by a power of u, which tends to infinity."""
    size = exact.quotient(numerator, denominator)
    if size == 0:
        return Germ({}, 0, smooth=False)
    if not growing(germs, u):
        limit = germs.closed.zero if size < 0 else None
        return Germ({}, 0 if size < 0 else -FLAT, 0, limit, smooth=False)
    lead = germs.lead(u)
    assert lead is not None
    known = lead.k * size
    below = known.numerator // known.denominator
    return Germ({}, below, 0, None if below < 0 else germs.closed.zero, smooth=False)


def tending(germs: GermNumbers, u: Germ, sign: int, infinite: bool) -> Germ:
    """Return what tends to zero or to infinity at a rate that is not known."""
    limit = Infinite(sign) if infinite else germs.closed.zero
    return Germ({}, -FLAT if infinite else 0, sign, limit, u.smooth)


def whole_order(germs: GermNumbers, n: Germ) -> int:
    """Return the order of a function as an int; raises Undecided where it is not a small one."""
    node = germs.constant_of(n)
    value = None if node is None else germs.closed.value(germs.closed.fold(node))
    if value is None or value.denominator != 1 or abs(value.numerator) > HIGHEST_ORDER:
        raise Undecided("what a function of this order does there")
    return int(value)


def require_at_zero(germs: GermNumbers, name: str, limit: Limit) -> None:
    if isinstance(limit, Infinite) or germs.closed.sign(limit):
        raise Undecided(f"what {name} is where it is not analytic")


def bernoulli(k: int) -> Fraction:
    from flint import fmpq

    value = fmpq.bernoulli(k)
    return Fraction(int(value.p), int(value.q))


def euler_gamma(germs: GermNumbers) -> Germ:
    """Return Euler's constant, which is -digamma(1)."""
    closed = germs.closed
    return germs.of(closed.multiple(closed.call("digamma", [closed.one]), -1))


def whole(germs: GermNumbers, u: Germ) -> int | None:
    """Return a constant that is a whole number as an int, None for another one."""
    value = germs.closed.value(constant(germs, u))
    if value is None or value.denominator != 1:
        return None
    if abs(value.numerator) > HIGHEST_ORDER:
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
