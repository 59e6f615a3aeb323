"""Modified Bessel functions without their growth, by the names of scipy.special and jax.scipy."""

from __future__ import annotations

import math

from calcdl.functions.row import Function
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["SCALED"]

_FAR = 30.0  # from there on the asymptotic series has all digits of a double


def _scaled(order: int, u: float) -> float:
    """Return exp(-u)*besseli(order, u) for u >= 0, by 10.25.2 or, far out, by 10.40.1."""
    if u > _FAR:
        term = total = 1.0
        for k in range(1, 40):
            term *= ((2 * k - 1) ** 2 - 4 * order * order) / (8 * k * u)
            total += term
        return total / math.sqrt(2 * math.pi * u)
    term = total = (u / 2) ** order
    for k in range(1, 120):
        term *= u * u / (4 * k * (k + order))
        total += term
    return math.exp(-u) * total


def _i0e(u: float) -> float:
    return _scaled(0, abs(u))


def _i1e(u: float) -> float:
    return math.copysign(_scaled(1, abs(u)), u)


def _ball_i0e(u: Any) -> Any:
    return abs(u).bessel_i(0, scaled=True)


def _ball_i1e(u: Any) -> Any:
    size = abs(u).bessel_i(1, scaled=True)
    return size if u >= 0 else -size if u < 0 else (-abs(u)).exp() * u.bessel_i(1)


# fmt: off
SCALED: tuple[Function, ...] = (
    Function("i0e", sign="positive", within=(0, 1), local=("i1e(u) - sign(u)*y",), floats=_i0e,
             balls=_ball_i0e, definition="exp(-abs(u))*besseli(0, u)", corners=("u",),
             parity="even", special=(("0", "1"),), aliases=("bessel_i0e",), work=10,
             sample=(-1.3, 0.4, 12.5, 40.5), says="exp(-abs(u))*besseli(0, u)"),
    Function("i1e", sign="as u", within=(-1, 1),
             local=("i0e(u)/2 + exp(-abs(u))*besseli(2, u)/2 - sign(u)*y",), floats=_i1e,
             balls=_ball_i1e, definition="exp(-abs(u))*besseli(1, u)", corners=("u",),
             parity="odd", special=(("0", "0"),), aliases=("bessel_i1e",), work=10,
             sample=(-1.3, 0.4, 12.5, 40.5), says="exp(-abs(u))*besseli(1, u)"),
)
# fmt: on
