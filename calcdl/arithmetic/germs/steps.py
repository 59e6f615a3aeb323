"""Functions of germs that go by signs: the first coefficient that is not zero decides."""

from __future__ import annotations

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs.germ import FLAT, Germ, Infinite, Span
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.signals import TooShort
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import Undecided
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["STEPWISE", "between", "whole_part"]

_LARGEST_WHOLE = 1 << 8192


def absolute(germs: GermNumbers, u: Germ) -> Germ:
    if oscillates(germs, u):
        return _folded(germs, u)
    sign = _sign_or_none(germs, u)
    return _cut(u, u.known) if sign is None else germs.neg(u) if sign < 0 else u


def oscillates(germs: GermNumbers, u: Germ) -> bool:
    """Say whether only a bound of a function is known, and no sign."""
    if u.known >= FLAT or u.exponent is not None:
        return False
    try:
        return germs.lead(u) is None and not germs.sign_or_zero(u) and not u.smooth
    except Undecided:
        return False


def _folded(germs: GermNumbers, u: Germ) -> Germ:
    """Return the absolute value of what oscillates, which has the same bound."""
    span = u.span
    if span is not None:
        ends = [abs(end) for end in span]
        most = ends[0] if ends[0] > ends[1] else ends[1]
        span = Span(type(most)(0), most)
    limit = u.limit if u.limit == germs.closed.zero else None
    return Germ({}, u.known, 0, limit, False, span=span)


def _sign_or_none(germs: GermNumbers, u: Germ) -> int | None:
    """Return the sign near the point, None where u is zero as far as it is known."""
    try:
        return germs.sign_of(u)
    except (TooShort, Undecided):
        if u.known <= 0 or germs.lead(u) is not None:
            raise
        return None


def _cut(u: Germ, known: int) -> Germ:
    """Return a germ as far as it is the same as another."""
    terms = {key: node for key, node in u.terms.items() if key[0] < known}
    return Germ(terms, min(u.known, known), smooth=u.smooth)


def signum(germs: GermNumbers, u: Germ) -> Germ:
    if oscillates(germs, u):
        return between(germs, -1, 1)
    return germs.number(germs.sign_of(u))


def heaviside(germs: GermNumbers, u: Germ, at_zero: Germ | None = None) -> Germ:
    if at_zero is None and oscillates(germs, u):
        return between(germs, 0, 1)
    sign = germs.sign_of(u)
    if sign:
        return germs.number(int(sign > 0))
    return germs.number(exact.quotient(1, 2)) if at_zero is None else at_zero


def maximum(germs: GermNumbers, u: Germ, v: Germ) -> Germ:
    difference = germs.sub(u, v)
    if oscillates(germs, difference):
        twice = germs.add([u, v, absolute(germs, difference)])
        return germs.product(germs.number(exact.quotient(1, 2)), twice)
    sign = _sign_or_none(germs, difference)
    return _cut(u, difference.known) if sign is None else u if sign >= 0 else v


def minimum(germs: GermNumbers, u: Germ, v: Germ) -> Germ:
    return germs.neg(maximum(germs, germs.neg(u), germs.neg(v)))


def lower(germs: GermNumbers, u: Germ) -> Germ:
    """Return floor(u)."""
    limit = germs.limit_of(u)
    if isinstance(limit, Infinite) and u.exponent is None:  # u less something between 0 and 1
        return _cut(u, min(0, u.known))._replace(limit=limit, smooth=False)
    if limit is None and u.span is not None and u.known == 0:
        ends = [int(end.floor().unique_fmpz()) for end in u.span]
        return between(germs, ends[0], ends[1])
    if limit is None or isinstance(limit, Infinite):
        raise Undecided("how often a step is taken on the way")
    below = whole_part(germs, limit)
    falls = germs.sign_of(germs.sub(u, germs.number(below))) < 0
    return germs.number(below - 1 if falls else below)


def between(germs: GermNumbers, low: int, high: int) -> Germ:
    """Return what oscillates between two numbers."""
    ball = Taylor(1).ball
    return Germ({}, 0, 0, None, False, span=Span(ball(low), ball(high)))


def whole_part(germs: GermNumbers, node: int) -> int:
    closed = germs.closed
    value = closed.value(closed.fold(node))
    if value is not None:
        return int(value.numerator // value.denominator)
    whole = closed.decide(node, _below)
    if whole is not None:
        return int(whole)
    near = closed.decide(node, _nearest)
    if near is None:
        raise Undecided("which whole number is below so large a one")
    sign = closed.sign(closed.sub(node, closed.number(int(near))))
    return int(near) - (sign < 0)


def _below(ball: Any) -> Any:
    """Return the whole number below all of a ball, None if there is not one or it is very long."""
    return ball.floor().unique_fmpz() if abs(ball) < _LARGEST_WHOLE else None


def _nearest(ball: Any) -> Any:
    return _below((ball + type(ball)(0.5)).mid())


def upper(germs: GermNumbers, u: Germ) -> Germ:
    return germs.neg(lower(germs, germs.neg(u)))


STEPWISE: dict[str, Callable[..., Germ]] = {
    "abs": absolute,
    "sign": signum,
    "heaviside": heaviside,
    "max": maximum,
    "min": minimum,
    "floor": lower,
    "ceil": upper,
}
