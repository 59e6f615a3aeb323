"""Functions of germs that go by signs: the first coefficient that is not zero decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs import Germ, Germs, Infinite, TooShort
from calcdl.errors import Undecided

__all__ = ["STEPWISE", "whole_part"]

_LARGEST_WHOLE = 1 << 8192


def absolute(germs: Germs, u: Germ) -> Germ:
    sign = _sign_or_none(germs, u)
    return _cut(u, u.known) if sign is None else germs.neg(u) if sign < 0 else u


def _sign_or_none(germs: Germs, u: Germ) -> int | None:
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


def signum(germs: Germs, u: Germ) -> Germ:
    return germs.number(germs.sign_of(u))


def heaviside(germs: Germs, u: Germ, at_zero: Germ | None = None) -> Germ:
    sign = germs.sign_of(u)
    if sign:
        return germs.number(int(sign > 0))
    return germs.number(exact.quotient(1, 2)) if at_zero is None else at_zero


def maximum(germs: Germs, u: Germ, v: Germ) -> Germ:
    difference = germs.sub(u, v)
    sign = _sign_or_none(germs, difference)
    return _cut(u, difference.known) if sign is None else u if sign >= 0 else v


def minimum(germs: Germs, u: Germ, v: Germ) -> Germ:
    return germs.neg(maximum(germs, germs.neg(u), germs.neg(v)))


def lower(germs: Germs, u: Germ) -> Germ:
    """Return floor(u)."""
    limit = germs.limit_of(u)
    if isinstance(limit, Infinite) and u.exponent is None:  # u less something between 0 and 1
        return _cut(u, min(0, u.known))._replace(limit=limit, smooth=False)
    if limit is None or isinstance(limit, Infinite):
        raise Undecided("how often a step is taken on the way")
    below = whole_part(germs, limit)
    falls = germs.sign_of(germs.sub(u, germs.number(below))) < 0
    return germs.number(below - 1 if falls else below)


def whole_part(germs: Germs, node: int) -> int:
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


def upper(germs: Germs, u: Germ) -> Germ:
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
