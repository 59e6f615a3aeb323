"""Roots and powers of series that begin with zero: sqrt(t**2) is t on the right and -t on the left.

With t**m*w for the series, w(0) not zero, and |t| for the distance from the point, the power p is
|t|**(m*p) * |w|**p: a series again if m*p is whole, and flat to that order if it is not.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from calcdl.arithmetic.taylor import Kink, OneSided, Taylor, TooShort
from calcdl.errors import NotDifferentiable, Undecided

__all__ = ["power_at_zero"]


def power_at_zero(taylor: Taylor, u: Any, exponent: Any, *, odd: bool = False) -> Any:
    """Return a series that is zero at t = 0 to a positive power that is not whole, on one side.

    ``odd`` continues it to negative bases as an odd function. Raises Kink if no side was asked
    for, OneSided where the base is negative, NotDifferentiable for an infinite slope.
    """
    if taylor.side == 0:
        raise Kink("a root begins there")
    order, sign = _leading(taylor, u)
    if sign < 0 and not odd:
        raise OneSided("a negative number has no real root")
    total = order * exponent
    if total.denominator != 1:
        if total < 1:
            raise NotDifferentiable("the slope is infinite there")
        return [0] * min(ceil(total), taylor.length)
    known = taylor.known(u) - order
    side = sign * taylor.side**order
    rest = [taylor.ball(taylor.coefficient(u, order + k)) * side for k in range(known)]
    base = taylor.flint.arb_series(rest, prec=known)
    if exponent.denominator == 2:
        power = base.sqrt() ** exponent.numerator
    else:
        power = (base.log() * taylor.ball(exponent)).exp()
    shift = int(total)
    factor = taylor.side**shift * (sign if odd else 1)
    coefficients = [0] * shift + [power[k] * factor for k in range(known)]
    length = min(taylor.length, shift + known)
    if length < 2:
        raise TooShort("the slope of a root of a very flat function")
    return taylor.flint.arb_series(coefficients[:length], prec=length)


def _leading(taylor: Taylor, u: Any) -> tuple[int, int]:
    """Return the order of the first coefficient that is not zero, and its sign on the side."""
    for k in range(1, taylor.known(u)):
        c = taylor.coefficient(u, k)
        if c > 0 or c < 0:
            return k, int((1 if c > 0 else -1) * taylor.side**k)
        if not (c == 0 if type(u) is list else c.is_zero()):
            raise Undecided("the sign of a slope that is very nearly zero")
    raise TooShort("the sign of a function that is very flat")
