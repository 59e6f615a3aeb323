"""Exponentials, logarithms and powers of germs, also of germs that are zero or infinite.

exp of what tends to infinity faster than a logarithm is faster than any power: it is kept as an
exponential. The logarithm of r**k is (k/d)*L; the rest are the series of exp, log and (1 + h)**p.
"""

from __future__ import annotations

from math import factorial
from math import floor as integer_part

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs.germ import FLAT, Germ, Infinite, Lead, Span
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.signals import OneSided
from calcdl.errors import NoValue, Undecided
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["exponential", "logarithm", "power"]

_HIGHEST_SQUARED = 64  # powers beyond which coefficients would grow long


def exponential(germs: GermNumbers, u: Germ) -> Germ:
    """Return exp(u)."""
    closed = germs.closed
    limit = germs.limit_of(u)
    if limit is None:
        if u.span is not None and u.known == 0:
            ends = Span(u.span.low.exp().lower(), u.span.high.exp().upper())
            return Germ({}, 0, 1, None, u.smooth, span=ends)
        raise Undecided("what exp is where its argument oscillates")
    growing = {
        key: node for key, node in u.terms.items() if key[0] < 0 or (key[0] == 0 and key[1] > 0)
    }
    if u.exponent is not None and u.known < 0:  # exp of an exponential
        return _fast(u, u.sign)
    if u.known <= 0:
        if isinstance(limit, Infinite):
            if growing and (lead := germs.lead(u)) is not None and lead.k < 0:
                return _fast(u, limit.sign)
            grows = limit.sign > 0
            return Germ({}, -FLAT if grows else 0, 1, limit if grows else closed.zero, u.smooth)
        return Germ({}, 0, 1, closed.call("exp", [limit]), u.smooth)
    if not growing:
        return exponential_of_finite(germs, u)
    lead = germs.lead(u)
    if lead is not None and lead.k < 0 and lead.j < 0:  # its growth is not compared with others
        grows = lead.sign > 0
        return Germ({}, -FLAT if grows else 0, 1, limit if grows else closed.zero, u.smooth)
    if lead is not None and (lead.k < 0 or (lead.k == 0 and lead.j > 1)):
        return _fast(u, lead.sign)
    rest = u._replace(terms={key: n for key, n in u.terms.items() if key not in growing})
    exponent = growing.get((0, 1), closed.zero)
    value = closed.value(exponent)
    if value is not None and all(
        closed.sign(n) == 0 for key, n in growing.items() if key != (0, 1)
    ):
        return germs.product(
            germs.power_of_r(value * germs.roots), exponential_of_finite(germs, rest)
        )
    return irrational_power(germs, exponent, u.smooth)


def exponential_of_finite(germs: GermNumbers, u: Germ) -> Germ:
    closed = germs.closed
    at_limit = closed.call("exp", [germs.limit_of(u)])
    rest = u._replace(terms={key: n for key, n in u.terms.items() if key != (0, 0)})

    def coefficient(n: int) -> int:
        return closed.multiple(at_limit, exact.quotient(1, factorial(n)))

    return germs.compose(coefficient, rest)


def _fast(exponent: Germ, sign: int) -> Germ:
    """Return exp of something that tends to infinity faster than a logarithm."""
    if sign > 0:
        return Germ({}, -FLAT, 1, Infinite(1), exponent.smooth, exponent)
    return Germ({}, FLAT, 1, None, exponent.smooth, exponent)


def irrational_power(germs: GermNumbers, exponent: int, smooth: bool) -> Germ:
    """Return a bound of s**exponent * (a positive constant + something that tends to zero)."""
    closed = germs.closed
    order = closed.multiple(exponent, germs.roots)
    known = closed.decide(order, lambda ball: ball.floor().unique_fmpz())
    if known is None:
        raise Undecided("which power of the distance it is")
    positive = closed.sign(exponent) > 0
    return Germ({}, int(known), 1, closed.zero if positive else Infinite(1), smooth)


def logarithm(germs: GermNumbers, u: Germ) -> Germ:
    """Return log(u); raises OneSided where u is negative, NoValue where it is zero."""
    if germs.is_zero(u):
        raise NoValue("log of zero")
    sign = germs.sign_of(u)
    if sign < 0:
        raise OneSided("a negative number has no real logarithm")
    if u.exponent is not None:
        return u.exponent
    closed = germs.closed
    lead = germs.lead(u)
    if lead is None:
        return logarithm_without_terms(germs, u)
    u = germs.proven(u)
    if not germs.is_pure(u, lead):
        if lead.k == lead.j == 0:
            value = closed.call("log", [lead.coefficient])
            return Germ({}, 0, closed.sign_or_zero(value), value, u.smooth)
        sign = (lead.k < 0) - (lead.k > 0) or (1 if lead.j > 0 else -1)
        return Germ({}, 0, sign, Infinite(sign), u.smooth)

    def coefficient(n: int) -> int:
        return closed.number(exact.quotient((-1) ** (n + 1), n) if n else 0)

    leading = germs.of(closed.call("log", [lead.coefficient]))
    turns = Germ({(0, 1): closed.number(exact.quotient(lead.k, germs.roots))}) if lead.k else None
    rest = germs.compose(coefficient, germs.relative(u, lead))
    return germs.add([leading, rest] if turns is None else [turns, leading, rest])


def logarithm_without_terms(germs: GermNumbers, u: Germ) -> Germ:
    """Return log(u) for a positive u of which a limit or a span is known, and no terms."""
    closed = germs.closed
    limit = germs.limit_of(u)
    if isinstance(limit, Infinite):
        return Germ({}, -FLAT, 1, limit, u.smooth)
    if limit is None and u.span is not None and u.known == 0 and u.span.low > 0:
        ends = Span(u.span.low.log().lower(), u.span.high.log().upper())
        return Germ({}, 0, 0, None, u.smooth, span=ends)
    if limit is None or not (u.known <= 0 or u.known >= FLAT):
        raise germs.short(u, "the logarithm of a function that is very flat")
    if limit == closed.zero or closed.sign(limit) == 0:
        return Germ({}, -FLAT, -1, Infinite(-1), u.smooth)
    value = closed.call("log", [limit])
    return Germ({}, 0, closed.sign_or_zero(value), value, u.smooth)


def power(germs: GermNumbers, u: Germ, v: Germ) -> Germ:
    """Return u**v; raises OneSided where it is not real, NoValue where it has no value."""
    closed = germs.closed
    exponent = germs.constant_of(v)
    if exponent is not None:
        exponent = closed.proven(exponent)
    base = germs.constant_of(u)
    if exponent is not None and base is not None:
        node = closed.nodes.make("pow", (base, exponent))
        try:
            folded = closed.fold(node)
            return germs.of(closed.pow(base, exponent) if folded == node else folded)
        except Undecided:  # what no ball tells from zero may be proven to be zero
            u = germs.proven(u)
            if u.terms:
                raise
    value = None if exponent is None else closed.value(exponent)
    if value is not None and value.denominator == 1:
        return whole_power(germs, u, int(value))
    if germs.is_zero(u):
        if germs.sign_of(v) > 0:
            return u
        raise NoValue("zero is raised to a negative power")
    if value is not None and value > 0 and (within := power_within(germs, u, value)) is not None:
        return within
    if germs.sign_of(u) < 0:
        raise OneSided("a negative number is raised to a power that is not whole")
    lead = germs.lead(u)
    if value is not None and lead is not None and u.exponent is None:
        u = germs.proven(u)
        if germs.is_pure(u, lead):
            return rational_power(germs, u, lead, value)
    return exponential(germs, germs.product(v, logarithm(germs, u)))


def power_within(germs: GermNumbers, u: Germ, exponent: Any) -> Germ | None:
    """Return u**exponent where u has no terms but a bound, and is not negative; else None."""
    within = u.span is not None and u.span.low >= 0
    bounded = u.sign > 0 and 0 < u.known < germs.top  # where longer series would not tell more
    if u.terms or not (within or bounded):
        return None
    known = u.known * exponent
    below = integer_part(known)
    if below != known or u.span is None:
        return Germ({}, below, int(u.sign > 0), smooth=u.smooth)
    ball = type(u.span.low)
    power = ball(exponent.numerator) / exponent.denominator
    ends = [ball(0) if end.is_zero() else end**power for end in u.span]
    return Germ({}, below, 0, None, u.smooth, span=Span(ends[0].lower(), ends[1].upper()))


def whole_power(germs: GermNumbers, u: Germ, exponent: int) -> Germ:
    if exponent < 0:
        return germs.inverse(whole_power(germs, u, -exponent))
    if exponent % 2 == 0 and u.span is not None:
        u = germs.call("abs", [u])
    lead = germs.lead(u) if exponent > _HIGHEST_SQUARED and u.exponent is None else None
    if lead is not None and germs.is_pure(germs.proven(u), lead):
        return rational_power(germs, germs.proven(u), lead, exponent)
    return exact.by_squaring(germs.product, germs.number(1), u, exponent)


def rational_power(germs: GermNumbers, u: Germ, lead: Lead, exponent: Any) -> Germ:
    """Return (c*r**k*(1 + h))**exponent by the binomial series."""
    closed = germs.closed
    factor = germs.power_of_r(lead.k * exponent)

    def coefficient(n: int) -> int:
        binomial: Any = 1
        for i in range(n):
            binomial = exact.quotient(binomial * (exponent - i), i + 1)
        return closed.number(binomial)

    shift = -integer_part(lead.k * exponent)
    powers = germs.compose(coefficient, germs.relative(u, lead), shift)
    scale = germs.of(closed.fold(closed.pow(lead.coefficient, closed.number(exponent))))
    return germs.product(germs.product(scale, factor), powers)
