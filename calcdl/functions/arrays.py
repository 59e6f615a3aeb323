"""NumPy forms of functions, for arrays of floats; they are those of ``floats``, see there.

A function that is not here is computed one element after the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import numpy as np

from calcdl.functions import floats
from calcdl.functions.elementwise import (
    absolute,
    arcsinh,
    arctan,
    arctan2,
    arctanh,
    copysign,
    cos,
    cosh,
    exp,
    expm1,
    log,
    log1p,
    maximum,
    minimum,
    sin,
    sqrt,
    tan,
    tanh,
    where,
)

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array

__all__ = ["ARRAYS"]


def _acute(u: Array) -> Array:
    """Return the angle whose secant is abs(u)."""
    size = absolute(u)
    return arctan(sqrt(size - 1) * sqrt(size + 1))


def _asec(u: Array) -> Array:
    acute = _acute(u)
    return where(u > 0, acute, math.pi - acute)


def _acsc(u: Array) -> Array:
    size = absolute(u)
    return copysign(arctan2(1, sqrt(size - 1) * sqrt(size + 1)), u)


def _acot(u: Array) -> Array:
    return where(u == 0, math.pi / 2, arctan(1 / u))


def _atan2(u: Array, v: Array) -> Array:
    return where((u == 0) & (v == 0), math.nan, arctan2(u, v))


def _sinc(u: Array) -> Array:
    return where(u == 0, 1.0, sin(u) / u)


def _sech(u: Array) -> Array:
    small = exp(-absolute(u))
    return 2 * small / (1 + small * small)


def _csch(u: Array) -> Array:
    size = absolute(u)
    return copysign(2 * exp(-size) / -expm1(-2 * size), u)


def _asech(u: Array) -> Array:
    far = log1p(sqrt((1 - u) * (1 + u))) - log(u)
    return where(u < 0.5, far, 2 * arctanh(sqrt((1 - u) / (1 + u))))


def _acsch(u: Array) -> Array:
    size = absolute(u)
    return copysign(where(size < 1e-300, math.log(2) - log(size), arcsinh(1 / size)), u)


def _acoth(u: Array) -> Array:
    return copysign(log1p(2 / (absolute(u) - 1)) / 2, u)


def _sigmoid(u: Array) -> Array:
    small = exp(-absolute(u))
    return where(u >= 0, 1.0, small) / (1 + small)


def _softplus(u: Array) -> Array:
    return maximum(u, 0.0) + log1p(exp(-absolute(u)))


def _logit(u: Array) -> Array:
    middle = log1p((2 * u - 1) / (1 - u))
    return where((u >= 0.25) & (u <= 0.75), middle, log(u / (1 - u)))


def _logsumexp(*arguments: Array) -> Array:
    ordered: Array = np.sort(np.stack(np.broadcast_arrays(*arguments)), axis=0)
    largest: Array = ordered[-1]
    others: Array = exp(ordered[:-1] - largest).sum(axis=0)
    return largest + log1p(others)


def _softsign(u: Array) -> Array:
    return u / (1 + absolute(u))


def _gelu(u: Array) -> Array:
    u = np.asarray(u, dtype=float)
    inside = np.clip(u, -40, 40)
    x = -inside * floats._SQRT_HALF
    high_part = cast("Callable[[Array], Array]", floats.high_part)
    u_high, c_high = high_part(-inside), floats.high_part(floats._SQRT_HALF)
    u_low, c_low = -inside - u_high, floats._SQRT_HALF - c_high
    missing = ((u_high * c_high - x) + u_high * c_low + u_low * c_high) + u_low * c_low
    missing -= inside * floats._SQRT_HALF_REST
    slope = -2 / math.sqrt(math.pi) * exp(-x * x)
    erfc = np.array(list(map(math.erfc, x.ravel().tolist())), dtype=float).reshape(x.shape)
    value = u / 2 * (erfc + slope * missing)
    return where(absolute(u) > 40, maximum(u, -0.0), value)


def _gelu_tanh(u: Array) -> Array:
    return u * _sigmoid(2 * math.sqrt(2 / math.pi) * (u + 0.044715 * u * u * u))


def _mish(u: Array) -> Array:
    power = exp(minimum(u, 20))
    n = power * (power + 2)
    return where(u > 20, u, u * n / (n + 2))


def _tanhshrink(u: Array) -> Array:
    small = np.clip(u, -2, 2)
    square, term, total = small * small, small, 0 * small
    for k in range(1, 16):
        term = term * square / (2 * k * (2 * k + 1))
        total = total + 2 * k * term
    return where(absolute(u) > 2, u - tanh(u), total / cosh(small))


def _relu6(u: Array) -> Array:
    return minimum(maximum(u, 0.0), 6.0)


def _elu(u: Array, a: Array | float) -> Array:
    return where(u > 0, u, a * expm1(u))


def _logcosh(u: Array) -> Array:
    size = absolute(u)
    half = np.sinh(minimum(size, 1) / 2)
    far = size + (log1p(exp(-2 * size)) - math.log(2))
    return where(size < 1, log1p(2 * half * half), far)


def _squareplus(u: Array, b: Array | float) -> Array:
    root = np.hypot(u, np.sqrt(b))
    return where(u > 0, (u + root) / 2, where(root == 0, 0.0, b / (2 * (root - u))))


ARRAYS: dict[str, Callable[..., Array]] = {
    **{name: getattr(np, name) for name in (
        "abs", "cbrt", "ceil", "cos", "cosh", "exp", "exp2", "expm1", "floor", "heaviside",
        "hypot", "log", "log10", "log1p", "log2", "sign", "sin", "sinh", "sqrt", "square", "tan",
        "tanh",
    )},
    "acos": np.arccos, "acosh": np.arccosh, "asin": np.arcsin, "asinh": arcsinh,
    "atan": arctan, "atanh": arctanh, "atan2": _atan2,
    "max": maximum, "min": minimum, "clip": lambda u, a, b: minimum(maximum(u, a), b),
    "sec": lambda u: 1 / cos(u), "csc": lambda u: 1 / sin(u), "cot": lambda u: 1 / tan(u),
    "asec": _asec, "acsc": _acsc, "acot": _acot, "sinc": _sinc,
    "sech": _sech, "csch": _csch, "coth": lambda u: 1 / tanh(u),
    "asech": _asech, "acsch": _acsch, "acoth": _acoth,
    "sigmoid": _sigmoid, "softplus": _softplus, "logsigmoid": lambda u: -_softplus(-u),
    "logit": _logit, "logsumexp": _logsumexp, "softsign": _softsign,
    "silu": lambda u: u * _sigmoid(u), "gelu": _gelu, "gelu_tanh": _gelu_tanh, "mish": _mish,
    "tanhshrink": _tanhshrink, "relu": lambda u: maximum(u, 0.0), "relu6": _relu6,
    "leaky_relu": lambda u, a: where(u > 0, u, a * u), "elu": _elu,
    "selu": lambda u: floats._SELU_SCALE * _elu(u, floats._SELU_ALPHA),
    "celu": lambda u, a: where(u > 0, u, a * expm1(u / a)),
    "rsqrt": lambda u: 1 / sqrt(u), "round": np.round, "trunc": np.trunc,
    "frac": lambda u: u - np.floor(u), "mod": np.mod, "fmod": np.fmod,
    "xlogy": lambda u, v: where(u == 0, 0.0, u * log(v)), "logcosh": _logcosh,
    "xlog1py": lambda u, v: where(u == 0, 0.0, u * log1p(v)), "squareplus": _squareplus,
    "entr": lambda u: where(u == 0, 0.0, -u * log(u)), "glu": lambda u, v: u * _sigmoid(v),
    "threshold": lambda u, t, v: where(u > t, u, v),
    "quick_gelu": lambda u: u * _sigmoid(1.702 * u),
    "hardtanh": lambda u: maximum(minimum(u, 1.0), -1.0),
    "hardsigmoid": lambda u: _relu6(u + 3) / 6, "hardswish": lambda u: u * _relu6(u + 3) / 6,
}  # fmt: skip
