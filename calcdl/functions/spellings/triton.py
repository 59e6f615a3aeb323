"""Triton: what its language has itself, and what it calls libdevice for."""

from __future__ import annotations

__all__ = ["CALLS"]

_IN_TRITON = (
    "exp", "exp2", "log", "log2", "sqrt", "rsqrt", "sin", "cos", "abs", "floor", "ceil", "erf",
    "sigmoid",
)  # fmt: skip
_IN_LIBDEVICE = (
    "expm1", "log1p", "log10", "cbrt", "trunc", "tan", "asin", "acos", "atan", "sinh", "cosh",
    "tanh", "asinh", "acosh", "atanh", "erfc", "erfcx", "erfinv", "erfcinv",
)  # fmt: skip

CALLS = {
    **{name: f"tl.{name}({{0}})" for name in _IN_TRITON},
    **{name: f"libdevice.{name}({{0}})" for name in _IN_LIBDEVICE},
    "gamma": "libdevice.tgamma({0})",
    "loggamma": "libdevice.lgamma({0})",
    "lgamma": "libdevice.lgamma({0})",
    "ndtr": "libdevice.normcdf({0})",
    "ndtri": "libdevice.normcdfinv({0})",
    "atan2": "libdevice.atan2({0}, {1})",
    "hypot": "libdevice.hypot({0}, {1})",
    "fmod": "libdevice.fmod({0}, {1})",
    "pow": "libdevice.pow({0}, {1})",
    "max": "tl.maximum({0}, {1})",
    "min": "tl.minimum({0}, {1})",
}
