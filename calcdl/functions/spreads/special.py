"""How far special functions can move, and those of deep learning."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from calcdl.functions.elementwise import (
    absolute,
    exp,
    expm1,
    log1p,
    maximum,
    minimum,
    rounded,
    sqrt,
    where,
)
from calcdl.functions.spreads.bounds import MORE, UNIT, least_size, positive, size_of

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array

__all__ = ["SPECIAL_SPREADS"]

# Special functions


def _erf(y: Array, u: Array, h: Array) -> Array:
    least = least_size(u, h)
    return 1.13 * h * exp(-least * least)


def _erfc(y: Array, u: Array, h: Array) -> Array:
    """erfc(u) is at least 2/sqrt(pi)*exp(-u**2)/(u + sqrt(u**2 + 2)), https://dlmf.nist.gov/7.8"""
    return size_of(y) * expm1(h * (2 * (positive(u) + h) + 2))


def _erfcx(y: Array, u: Array, h: Array) -> Array:
    """The slope of log(erfcx(t)) is at most 2*(abs(t) + 1), see DLMF 7.8.1."""
    return maximum(y, 1e-300) * expm1(2 * h * (absolute(u) + h + 1))


def _log_ndtr(y: Array, u: Array, h: Array) -> Array:
    """The slope at t is at most 1 + max(-t, 0), and exp(-t**2/2) right of 0; see DLMF 7.8.2."""
    least = u - h
    return h * where(least > 0, exp(-(least**2) / 2), 1 + maximum(-least, 0))


def _steepness(u: Array, h: Array) -> Array:
    """Bound abs(digamma) by log, the nearest pole and, left of zero, the reflection formula."""
    distance = where(u >= 0.5, u, absolute(u - rounded(u)))
    return 1 + log1p(absolute(u) + h + 1) + 1 / positive(distance - h)


def _gamma(y: Array, u: Array, h: Array) -> Array:
    return size_of(y) * expm1(h * _steepness(u, h))


def _loggamma(y: Array, u: Array, h: Array) -> Array:
    """Near its zeros the rounding error is an absolute one."""
    return h * _steepness(u, h) + (absolute(y) + 1) * (64 * UNIT)


def _factorial(y: Array, u: Array, h: Array) -> Array:
    off = h + 2 * UNIT * (absolute(u) + 1)
    return size_of(y) * expm1(h * _steepness(u + 1, off))


# Deep learning


def _sigmoid(y: Array, u: Array, h: Array) -> Array:
    return size_of(y) * expm1(h) / maximum(1, u - h)


def _softplus(y: Array, u: Array, h: Array) -> Array:
    return expm1(h) * minimum(size_of(y), 1)


def _logit(y: Array, u: Array, h: Array) -> Array:
    return h / (positive(u - h) * positive(1 - u - MORE * h))


def _logsumexp(y: Array, *parts: Array) -> Array:
    """The gradient adds up to 1; the sum of its two parts may cancel."""
    numbers, errors = parts[::2], parts[1::2]
    spread, size = errors[0], absolute(numbers[0])
    for u, h in zip(numbers[1:], errors[1:], strict=True):
        spread, size = maximum(spread, h), maximum(size, absolute(u))
    return spread + (size + len(numbers)) * (16 * UNIT)


def _tanhshrink(y: Array, u: Array, h: Array) -> Array:
    return h * minimum(1, (absolute(u) + h) ** 2)


def _softsign(y: Array, u: Array, h: Array) -> Array:
    most = 1 + least_size(u, h)
    return h / most / most


def _gelu(y: Array, u: Array, h: Array) -> Array:
    """Bound u*P(u) for the normal distribution P, whose log has a slope below max(-u, 0) + 1."""
    probability = where(u < -1, size_of(y) / -u, 1.0)
    change = h * (positive(-u) + h + 1) / maximum(1, u - h)
    return size_of(y) * expm1(change) + probability * h * exp(change)


def _logcosh(y: Array, u: Array, h: Array) -> Array:
    """The slope is tanh."""
    return h


def _squareplus(y: Array, u: Array, h: Array, b: Array, k: Array) -> Array:
    """The slopes are at most 1 and 1/(4*sqrt(u**2 + b))."""
    least = least_size(u, h) ** 2 + positive(b - MORE * k)
    return h + where(k == 0, 0.0, k / (4 * sqrt(least)))


SPECIAL_SPREADS: dict[str, Callable[..., Array]] = {
    "erf": _erf, "erfc": _erfc, "gamma": _gamma, "loggamma": _loggamma, "factorial": _factorial,
    "sigmoid": _sigmoid, "softplus": _softplus, "logsigmoid": _softplus, "logit": _logit,
    "logsumexp": _logsumexp, "tanhshrink": _tanhshrink, "softsign": _softsign, "gelu": _gelu,
    "erfcx": _erfcx, "log_ndtr": _log_ndtr, "logcosh": _logcosh, "squareplus": _squareplus,
}  # fmt: skip
