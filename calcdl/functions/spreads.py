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
from typing import TYPE_CHECKING

from calcdl.functions.elementwise import (
    absolute,
    ceil,
    exp,
    expm1,
    floor,
    hypot,
    log1p,
    maximum,
    minimum,
    rounded,
    sqrt,
    where,
)
from calcdl.functions.spreads_smooth import SMOOTH_SPREADS

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array

__all__ = ["EXACT", "SPREADS", "UNDERFLOW", "UNIT"]

UNIT = 2.0**-53  # what an operation is off by, in its result

# What a value may be off by where it is too small to have all its digits, or has become zero.
UNDERFLOW = 1e-305

_MORE = 1.001  # what a distance from a pole is taken as, for it is rounded too

# Functions that are not rounded.
EXACT = frozenset(("abs", "ceil", "floor", "heaviside", "max", "min", "sign"))


def _least(u: Array, h: Array) -> Array:
    """Return the least size that a number may have."""
    return maximum(absolute(u) - h, 0)


def _positive(u: Array) -> Array:
    """Return zero in place of negative numbers, so that what is divided by them is infinite."""
    return maximum(u, 0)


def _same(y: Array, u: Array, h: Array) -> Array:
    return h


def _size(y: Array) -> Array:
    """Return how large a number may be that has been rounded to y."""
    return absolute(y) + UNDERFLOW


def _growing(y: Array, u: Array, h: Array) -> Array:
    """Bound functions whose value is at least as large as their slope."""
    return _size(y) * expm1(h)


# Exponentials, logarithms, powers


def _exp2(y: Array, u: Array, h: Array) -> Array:
    return _size(y) * expm1(h * (1.001 * math.log(2)))


def _expm1(y: Array, u: Array, h: Array) -> Array:
    return (y + (1 + 2 * UNIT)) * expm1(h)


def _log(y: Array, u: Array, h: Array) -> Array:
    return h / _positive(u - h)


def _log2(y: Array, u: Array, h: Array) -> Array:
    return 1.443 * h / _positive(u - h)


def _log1p(y: Array, u: Array, h: Array) -> Array:
    return h / _positive(1 + u - _MORE * h)


def _root(y: Array, u: Array, h: Array) -> Array:
    return absolute(y) * (h / _least(u, h))


def _square(y: Array, u: Array, h: Array) -> Array:
    return h * (2 * absolute(u) + h)


def _hypot(y: Array, u: Array, h: Array, v: Array, g: Array) -> Array:
    return h + g


# Corners and steps


def _sign(y: Array, u: Array, h: Array) -> Array:
    return where((absolute(u) > 2 * h) | (h == 0), 0.0, math.inf)


def _heaviside(y: Array, u: Array, h: Array, v: Array, g: Array) -> Array:
    return where((u == 0) & (h == 0), g, _sign(y, u, h))


def _extreme(y: Array, u: Array, h: Array, v: Array, g: Array) -> Array:
    """Bound max and min: what is certainly not chosen does not count."""
    either = maximum(h, g)
    chosen = where(y == u, h, g)
    return where(absolute(u - v) > 2 * (h + g), chosen, either)


def _floor(y: Array, u: Array, h: Array) -> Array:
    return where(floor(u - 2 * h) == floor(u + 2 * h), 0.0, math.inf)


def _ceil(y: Array, u: Array, h: Array) -> Array:
    return where(ceil(u - 2 * h) == ceil(u + 2 * h), 0.0, math.inf)


# Trigonometric and hyperbolic functions, and their inverses


def _tan(y: Array, u: Array, h: Array) -> Array:
    """tan(u + h) - y = (1 + y**2)*t/(1 - y*t), where t = tan(h) <= h/(1 - h)."""
    return h * (1 + y * y) / _positive(1 - _MORE * h * (1 + absolute(y)))


def _sec(y: Array, u: Array, h: Array) -> Array:
    return h * y * y / _positive(1 - _MORE * h * absolute(y))


def _asin(y: Array, u: Array, h: Array) -> Array:
    most = absolute(u) + h
    return h / sqrt(_positive(1 - most) * (1 + most))


def _atan(y: Array, u: Array, h: Array) -> Array:
    """Bound 1/(1 + u**2), and the square of sech(u), which is less."""
    most = maximum(1, _least(u, h))
    return h / most / most


def _acot(y: Array, u: Array, h: Array) -> Array:
    return where(absolute(u) > 2 * h, _atan(y, u, h), math.inf)


def _asec(y: Array, u: Array, h: Array) -> Array:
    least = _least(u, h)
    return h / least / sqrt(_positive(least - 1)) / sqrt(least + 1)


def _atan2(y: Array, u: Array, h: Array, v: Array, g: Array) -> Array:
    angle = (h + g) / _positive(hypot(u, v) - h - g)
    return where((absolute(u) > 2 * h) | (v > 2 * g), angle, math.inf)


def _sinc(y: Array, u: Array, h: Array) -> Array:
    return 2 * h / maximum(4, _least(u, h))


def _sinh(y: Array, u: Array, h: Array) -> Array:
    return (absolute(y) + 1) * expm1(h)


def _csch(y: Array, u: Array, h: Array) -> Array:
    return _size(y) * expm1(h * (1 + 1 / _least(u, h)))


def _coth(y: Array, u: Array, h: Array) -> Array:
    least = _least(u, h)
    return h / least / least


def _asinh(y: Array, u: Array, h: Array) -> Array:
    return h / maximum(1, _least(u, h))


def _acosh(y: Array, u: Array, h: Array) -> Array:
    least = u - h
    return h / sqrt(_positive(least - 1)) / sqrt(least + 1)


def _atanh(y: Array, u: Array, h: Array) -> Array:
    most = absolute(u) + h
    return h / (_positive(1 - most) * (1 + most))


def _asech(y: Array, u: Array, h: Array) -> Array:
    most = u + h
    return h / (_positive(u - h) * sqrt(_positive(1 - most) * (1 + most)))


def _acsch(y: Array, u: Array, h: Array) -> Array:
    least = _least(u, h)
    return h / least / maximum(1, least)


def _acoth(y: Array, u: Array, h: Array) -> Array:
    least = _least(u, h)
    return h / _positive(least - 1) / (least + 1)


# Special functions


def _erf(y: Array, u: Array, h: Array) -> Array:
    least = _least(u, h)
    return 1.13 * h * exp(-least * least)


def _erfc(y: Array, u: Array, h: Array) -> Array:
    """erfc(u) is at least 2/sqrt(pi)*exp(-u**2)/(u + sqrt(u**2 + 2)), https://dlmf.nist.gov/7.8"""
    return _size(y) * expm1(h * (2 * (_positive(u) + h) + 2))


def _steepness(u: Array, h: Array) -> Array:
    """Bound abs(digamma) by log, the nearest pole and, left of zero, the reflection formula."""
    distance = where(u >= 0.5, u, absolute(u - rounded(u)))
    return 1 + log1p(absolute(u) + h + 1) + 1 / _positive(distance - h)


def _gamma(y: Array, u: Array, h: Array) -> Array:
    return _size(y) * expm1(h * _steepness(u, h))


def _loggamma(y: Array, u: Array, h: Array) -> Array:
    """Near its zeros the rounding error is an absolute one."""
    return h * _steepness(u, h) + (absolute(y) + 1) * (64 * UNIT)


def _factorial(y: Array, u: Array, h: Array) -> Array:
    off = h + 2 * UNIT * (absolute(u) + 1)
    return _size(y) * expm1(h * _steepness(u + 1, off))


# Deep learning


def _sigmoid(y: Array, u: Array, h: Array) -> Array:
    return _size(y) * expm1(h) / maximum(1, u - h)


def _softplus(y: Array, u: Array, h: Array) -> Array:
    return expm1(h) * minimum(_size(y), 1)


def _logit(y: Array, u: Array, h: Array) -> Array:
    return h / (_positive(u - h) * _positive(1 - u - _MORE * h))


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
    most = 1 + _least(u, h)
    return h / most / most


def _gelu(y: Array, u: Array, h: Array) -> Array:
    """Bound u*P(u) for the normal distribution P, whose log has a slope below max(-u, 0) + 1."""
    probability = where(u < -1, _size(y) / -u, 1.0)
    change = h * (_positive(-u) + h + 1) / maximum(1, u - h)
    return _size(y) * expm1(change) + probability * h * exp(change)


SPREADS: dict[str, Callable[..., Array]] = {
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
    **SMOOTH_SPREADS,
}  # fmt: skip
