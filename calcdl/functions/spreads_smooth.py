"""How far smooth losses and relatives of the error function can move; see ``spreads``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from calcdl.functions.elementwise import absolute, exp, expm1, maximum, sqrt, where

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array

__all__ = ["SMOOTH_SPREADS"]


def _logcosh(y: Array, u: Array, h: Array) -> Array:
    """The slope is tanh."""
    return h


def _erfcx(y: Array, u: Array, h: Array) -> Array:
    """The slope of log(erfcx(t)) is at most 2*(abs(t) + 1), see DLMF 7.8.1."""
    return maximum(y, 1e-300) * expm1(2 * h * (absolute(u) + h + 1))


def _log_ndtr(y: Array, u: Array, h: Array) -> Array:
    """The slope at t is at most 1 + max(-t, 0), and exp(-t**2/2) right of 0; see DLMF 7.8.2."""
    least = u - h
    return h * where(least > 0, exp(-(least**2) / 2), 1 + maximum(-least, 0))


def _squareplus(y: Array, u: Array, h: Array, b: Array, k: Array) -> Array:
    """The slopes are at most 1 and 1/(4*sqrt(u**2 + b))."""
    least = maximum(absolute(u) - h, 0) ** 2 + maximum(b - 1.001 * k, 0)
    return h + where(k == 0, 0.0, k / (4 * sqrt(least)))


SMOOTH_SPREADS: dict[str, Callable[..., Array]] = {
    "logcosh": _logcosh,
    "erfcx": _erfcx,
    "log_ndtr": _log_ndtr,
    "squareplus": _squareplus,
}
