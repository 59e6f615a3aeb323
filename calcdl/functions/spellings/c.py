"""C99, with <math.h>."""

from __future__ import annotations

__all__ = ["CALLS"]

_OWN_NAMES = (
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "floor", "ceil",
    "trunc", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh", "erf", "erfc",
)  # fmt: skip

CALLS = {name: f"{name}({{0}})" for name in _OWN_NAMES} | {
    "abs": "fabs({0})",
    "gamma": "tgamma({0})",
    "loggamma": "lgamma({0})",
    "lgamma": "lgamma({0})",
    "atan2": "atan2({0}, {1})",
    "hypot": "hypot({0}, {1})",
    "fmod": "fmod({0}, {1})",
    "max": "fmax({0}, {1})",
    "min": "fmin({0}, {1})",
    "pow": "pow({0}, {1})",
}
