"""How far elementary functions can move, and those with corners and steps."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from calcdl.functions.elementwise import (
    absolute,
    ceil,
    expm1,
    floor,
    hypot,
    maximum,
    sqrt,
    where,
)
from calcdl.functions.spreads.bounds import MORE, UNIT, least_size, positive, size_of

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array

__all__ = ["ELEMENTARY_SPREADS"]


def _same(y: Array, u: Array, h: Array) -> Array:
    return h


def _growing(y: Array, u: Array, h: Array) -> Array:
    """Bound functions whose value is at least as large as their slope."""
    return size_of(y) * expm1(h)


# Exponentials, logarithms, powers


def _exp2(y: Array, u: Array, h: Array) -> Array:
    return size_of(y) * expm1(h * (1.001 * math.log(2)))


def _expm1(y: Array, u: Array, h: Array) -> Array:
    return (y + (1 + 2 * UNIT)) * expm1(h)


def _log(y: Array, u: Array, h: Array) -> Array:
    return h / positive(u - h)


def _log2(y: Array, u: Array, h: Array) -> Array:
    return 1.443 * h / positive(u - h)


def _log1p(y: Array, u: Array, h: Array) -> Array:
    return h / positive(1 + u - MORE * h)


def _root(y: Array, u: Array, h: Array) -> Array:
    return absolute(y) * (h / least_size(u, h))


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
    return h * (1 + y * y) / positive(1 - MORE * h * (1 + absolute(y)))


def _sec(y: Array, u: Array, h: Array) -> Array:
    return h * y * y / positive(1 - MORE * h * absolute(y))


def _asin(y: Array, u: Array, h: Array) -> Array:
    most = absolute(u) + h
    return h / sqrt(positive(1 - most) * (1 + most))


def _atan(y: Array, u: Array, h: Array) -> Array:
    """Bound 1/(1 + u**2), and the square of sech(u), which is less."""
    most = maximum(1, least_size(u, h))
    return h / most / most


def _acot(y: Array, u: Array, h: Array) -> Array:
    return where(absolute(u) > 2 * h, _atan(y, u, h), math.inf)


def _asec(y: Array, u: Array, h: Array) -> Array:
    least = least_size(u, h)
    return h / least / sqrt(positive(least - 1)) / sqrt(least + 1)


def _atan2(y: Array, u: Array, h: Array, v: Array, g: Array) -> Array:
    angle = (h + g) / positive(hypot(u, v) - h - g)
    return where((absolute(u) > 2 * h) | (v > 2 * g), angle, math.inf)


def _sinc(y: Array, u: Array, h: Array) -> Array:
    return 2 * h / maximum(4, least_size(u, h))


def _sinh(y: Array, u: Array, h: Array) -> Array:
    return (absolute(y) + 1) * expm1(h)


def _csch(y: Array, u: Array, h: Array) -> Array:
    return size_of(y) * expm1(h * (1 + 1 / least_size(u, h)))


def _coth(y: Array, u: Array, h: Array) -> Array:
    least = least_size(u, h)
    return h / least / least


def _asinh(y: Array, u: Array, h: Array) -> Array:
    return h / maximum(1, least_size(u, h))


def _acosh(y: Array, u: Array, h: Array) -> Array:
    least = u - h
    return h / sqrt(positive(least - 1)) / sqrt(least + 1)


def _atanh(y: Array, u: Array, h: Array) -> Array:
    most = absolute(u) + h
    return h / (positive(1 - most) * (1 + most))


def _asech(y: Array, u: Array, h: Array) -> Array:
    most = u + h
    return h / (positive(u - h) * sqrt(positive(1 - most) * (1 + most)))


def _acsch(y: Array, u: Array, h: Array) -> Array:
    least = least_size(u, h)
    return h / least / maximum(1, least)


def _acoth(y: Array, u: Array, h: Array) -> Array:
    least = least_size(u, h)
    return h / positive(least - 1) / (least + 1)


ELEMENTARY_SPREADS: dict[str, Callable[..., Array]] = {
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
}  # fmt: skip
