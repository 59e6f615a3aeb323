"""Roots beside the square root, and the length of a vector."""

from __future__ import annotations

import math

from calcdl.functions.row import Function
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from flint import arb

__all__ = ["ROOTS"]


def _cbrt(u: arb) -> arb:
    if u < 0:
        return -(-u).root(3)
    if u > 0:
        return u.root(3)
    if u.is_zero() or not u.is_finite():  # the ends of what is not a number are none either
        return u
    return _cbrt(u.lower()).union(_cbrt(u.upper()))


def _cbrt_taylor(u: arb, length: int) -> list[arb]:
    coefficients = [_cbrt(u)]
    for k in range(length - 1):  # the binomial series of u**(1/3)
        coefficients.append(coefficients[-1] * (1 - 3 * k) / (3 * (k + 1) * u))
    return coefficients


def _write_hypot(writer: Any, entries: list[int]) -> int:
    from calcdl.functions.several import hypot

    return hypot(writer, entries)


# A row stays on few lines, so that the table can be read as one.
# fmt: off
ROOTS: tuple[Function, ...] = (
    Function("rsqrt", local=("-y/(2*u)",), definition="1/sqrt(u)", domain=("u > 0",),
             special=(("1", "1"),), sign="positive", sample=(0.3, 1.7, 40.5), says="1/sqrt(u)"),
    Function("cbrt", local=("1/(3*y**2)",), floats=math.cbrt, balls=_cbrt, taylor=_cbrt_taylor,
             definition="sign(u)*abs(u)**(1/3)", corners=("u",), parity="odd", removable=("u",),
             special=(("0", "0"), ("1", "1")), sample=(-1.3, 0.4, 40.5), sign="as u",
             says="real cube root, of negative numbers too"),
    Function("hypot", args="u v", local=("u/y", "v/y"), floats=math.hypot, sign="not negative",
             definition="sqrt(u**2 + v**2)", corners=("abs(u) + abs(v)",),
             sample=((-1.3, 0.4), (2.5, -1.7), (40.5, 30.25)), removable=("abs(u) + abs(v)",),
             writes=_write_hypot, takes="vector", says="length of (u, v)"),
)
# fmt: on
