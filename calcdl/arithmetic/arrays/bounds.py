"""How far the value of a function can move if its arguments do, however far that is.

A row is a function of the value y and, for each argument u, of u and the distance h that it may
be off. It gives a number that abs(f(u + s) - y) exceeds for no abs(s) <= h, infinity or nan where
there may be a pole, a jump or an end of the domain within reach. Where h is infinite or nan, so is
the result. Nothing overflows that something is divided by, and nothing underflows that something
is multiplied by. Rows bound the derivative over all of u - h to u + h: by a constant, or by what
bounds the derivative of log(abs(f)), for then the value grows by no more than exp of that times h.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["EXACT", "SPREADS", "UNDERFLOW", "UNIT"]

UNIT = 2.0**-53  # what an operation is off by, in its result

# What a value may be off by where it is too small to have all its digits, or has become zero.
UNDERFLOW = 1e-305

_MORE = 1.001  # what a distance from a pole is taken as, for it is rounded too

# Functions that are not rounded.
EXACT = frozenset(("abs", "ceil", "floor", "heaviside", "max", "min", "sign"))


def _least(u: Any, h: Any) -> Any:
    """Return the least size that a number may have."""
    return np.maximum(np.abs(u) - h, 0)


def _positive(u: Any) -> Any:
    """Return zero in place of negative numbers, so that what is divided by them is infinite."""
    return np.maximum(u, 0)


def _same(y: Any, u: Any, h: Any) -> Any:
    return h


def _size(y: Any) -> Any:
    """Return how large a number may be that has been rounded to y."""
    return np.abs(y) + UNDERFLOW


def _growing(y: Any, u: Any, h: Any) -> Any:
    """Bound functions whose value is at least as large as their slope."""
    return _size(y) * np.expm1(h)


# Exponentials, logarithms, powers


def _exp2(y: Any, u: Any, h: Any) -> Any:
    return _size(y) * np.expm1(h * (1.001 * math.log(2)))


def _expm1(y: Any, u: Any, h: Any) -> Any:
    return (y + (1 + 2 * UNIT)) * np.expm1(h)


def _log(y: Any, u: Any, h: Any) -> Any:
    return h / _positive(u - h)


def _log2(y: Any, u: Any, h: Any) -> Any:
    return 1.443 * h / _positive(u - h)


def _log1p(y: Any, u: Any, h: Any) -> Any:
    return h / _positive(1 + u - _MORE * h)


def _root(y: Any, u: Any, h: Any) -> Any:
    return np.abs(y) * (h / _least(u, h))


def _square(y: Any, u: Any, h: Any) -> Any:
    return h * (2 * np.abs(u) + h)


def _hypot(y: Any, u: Any, h: Any, v: Any, g: Any) -> Any:
    return h + g


# Corners and steps


def _sign(y: Any, u: Any, h: Any) -> Any:
    return np.where((np.abs(u) > 2 * h) | (h == 0), 0.0, math.inf)


def _heaviside(y: Any, u: Any, h: Any, v: Any, g: Any) -> Any:
    return np.where((u == 0) & (h == 0), g, _sign(y, u, h))


def _extreme(y: Any, u: Any, h: Any, v: Any, g: Any) -> Any:
    """Bound max and min: what is certainly not chosen does not count."""
    either = np.maximum(h, g)
    chosen = np.where(y == u, h, g)
    return np.where(np.abs(u - v) > 2 * (h + g), chosen, either)


def _floor(y: Any, u: Any, h: Any) -> Any:
    return np.where(np.floor(u - 2 * h) == np.floor(u + 2 * h), 0.0, math.inf)


def _ceil(y: Any, u: Any, h: Any) -> Any:
    return np.where(np.ceil(u - 2 * h) == np.ceil(u + 2 * h), 0.0, math.inf)


# Trigonometric and hyperbolic functions, and their inverses


def _tan(y: Any, u: Any, h: Any) -> Any:
    """tan(u + h) - y = (1 + y**2)*t/(1 - y*t), where t = tan(h) <= h/(1 - h)."""
    return h * (1 + y * y) / _positive(1 - _MORE * h * (1 + np.abs(y)))


def _sec(y: Any, u: Any, h: Any) -> Any:
    return h * y * y / _positive(1 - _MORE * h * np.abs(y))


def _asin(y: Any, u: Any, h: Any) -> Any:
    most = np.abs(u) + h
    return h / np.sqrt(_positive(1 - most) * (1 + most))


def _atan(y: Any, u: Any, h: Any) -> Any:
    """Bound 1/(1 + u**2), and the square of sech(u), which is less."""
    most = np.maximum(1, _least(u, h))
    return h / most / most


def _acot(y: Any, u: Any, h: Any) -> Any:
    return np.where(np.abs(u) > 2 * h, _atan(y, u, h), math.inf)


def _asec(y: Any, u: Any, h: Any) -> Any:
    least = _least(u, h)
    return h / least / np.sqrt(_positive(least - 1)) / np.sqrt(least + 1)


def _atan2(y: Any, u: Any, h: Any, v: Any, g: Any) -> Any:
    angle = (h + g) / _positive(np.hypot(u, v) - h - g)
    return np.where((np.abs(u) > 2 * h) | (v > 2 * g), angle, math.inf)


def _sinc(y: Any, u: Any, h: Any) -> Any:
    return 2 * h / np.maximum(4, _least(u, h))


def _sinh(y: Any, u: Any, h: Any) -> Any:
    return (np.abs(y) + 1) * np.expm1(h)


def _csch(y: Any, u: Any, h: Any) -> Any:
    return _size(y) * np.expm1(h * (1 + 1 / _least(u, h)))


def _coth(y: Any, u: Any, h: Any) -> Any:
    least = _least(u, h)
    return h / least / least


def _asinh(y: Any, u: Any, h: Any) -> Any:
    return h / np.maximum(1, _least(u, h))


def _acosh(y: Any, u: Any, h: Any) -> Any:
    least = u - h
    return h / np.sqrt(_positive(least - 1)) / np.sqrt(least + 1)


def _atanh(y: Any, u: Any, h: Any) -> Any:
    most = np.abs(u) + h
    return h / (_positive(1 - most) * (1 + most))


def _asech(y: Any, u: Any, h: Any) -> Any:
    most = u + h
    return h / (_positive(u - h) * np.sqrt(_positive(1 - most) * (1 + most)))


def _acsch(y: Any, u: Any, h: Any) -> Any:
    least = _least(u, h)
    return h / least / np.maximum(1, least)


def _acoth(y: Any, u: Any, h: Any) -> Any:
    least = _least(u, h)
    return h / _positive(least - 1) / (least + 1)


# Special functions


def _erf(y: Any, u: Any, h: Any) -> Any:
    least = _least(u, h)
    return 1.13 * h * np.exp(-least * least)


def _erfc(y: Any, u: Any, h: Any) -> Any:
    """erfc(u) is at least 2/sqrt(pi)*exp(-u**2)/(u + sqrt(u**2 + 2)), https://dlmf.nist.gov/7.8"""
    return _size(y) * np.expm1(h * (2 * (_positive(u) + h) + 2))


def _steepness(u: Any, h: Any) -> Any:
    """Bound abs(digamma) by log, the nearest pole and, left of zero, the reflection formula."""
    distance = np.where(u >= 0.5, u, np.abs(u - np.round(u)))
    return 1 + np.log1p(np.abs(u) + h + 1) + 1 / _positive(distance - h)


def _gamma(y: Any, u: Any, h: Any) -> Any:
    return _size(y) * np.expm1(h * _steepness(u, h))


def _loggamma(y: Any, u: Any, h: Any) -> Any:
    """Near its zeros the rounding error is an absolute one."""
    return h * _steepness(u, h) + (np.abs(y) + 1) * (64 * UNIT)


def _factorial(y: Any, u: Any, h: Any) -> Any:
    off = h + 2 * UNIT * (np.abs(u) + 1)
    return _size(y) * np.expm1(h * _steepness(u + 1, off))


# Deep learning


def _sigmoid(y: Any, u: Any, h: Any) -> Any:
    return _size(y) * np.expm1(h) / np.maximum(1, u - h)


def _softplus(y: Any, u: Any, h: Any) -> Any:
    return np.expm1(h) * np.minimum(_size(y), 1)


def _logit(y: Any, u: Any, h: Any) -> Any:
    return h / (_positive(u - h) * _positive(1 - u - _MORE * h))


def _logsumexp(y: Any, *parts: Any) -> Any:
    """The gradient adds up to 1; the sum of its two parts may cancel."""
    numbers, errors = parts[::2], parts[1::2]
    spread, size = errors[0], np.abs(numbers[0])
    for u, h in zip(numbers[1:], errors[1:], strict=True):
        spread, size = np.maximum(spread, h), np.maximum(size, np.abs(u))
    return spread + (size + len(numbers)) * (16 * UNIT)


def _tanhshrink(y: Any, u: Any, h: Any) -> Any:
    return h * np.minimum(1, (np.abs(u) + h) ** 2)


def _softsign(y: Any, u: Any, h: Any) -> Any:
    most = 1 + _least(u, h)
    return h / most / most


def _gelu(y: Any, u: Any, h: Any) -> Any:
    """Bound u*P(u) for the normal distribution P, whose log has a slope below max(-u, 0) + 1."""
    probability = np.where(u < -1, _size(y) / -u, 1.0)
    change = h * (_positive(-u) + h + 1) / np.maximum(1, u - h)
    return _size(y) * np.expm1(change) + probability * h * np.exp(change)


SPREADS: dict[str, Callable[..., Any]] = {
    "exp": _growing, "exp2": _exp2, "expm1": _expm1, "log": _log, "log2": _log2, "log10": _log,
    "log1p": _log1p, "sqrt": _root, "cbrt": _root, "square": _square, "hypot": _hypot,
    "abs": _same, "sign": _sign, "heaviside": _heaviside, "max": _extreme, "min": _extreme,
    "floor": _floor, "ceil": _ceil,
    "sin": _same, "cos": _same, "tan": _tan, "cot": _tan, "sec": _sec, "csc": _sec,
    "asin": _asin, "acos": _asin, "atan": _atan, "acot": _acot, "asec": _asec, "acsc": _asec,
    "atan2": _atan2, "sinc": _sinc,
    "sinh": _sinh, "cosh": _growing, "tanh": _atan, "sech": _growing, "csch": _csch,
    "coth": _coth, "asinh": _asinh, "acosh": _acosh, "atanh": _atanh, "asech": _asech,
    "acsch": _acsch, "acoth": _acoth,
    "erf": _erf, "erfc": _erfc, "gamma": _gamma, "loggamma": _loggamma, "factorial": _factorial,
    "sigmoid": _sigmoid, "softplus": _softplus, "logsigmoid": _softplus, "logit": _logit,
    "logsumexp": _logsumexp, "tanhshrink": _tanhshrink, "softsign": _softsign, "gelu": _gelu,
}  # fmt: skip
