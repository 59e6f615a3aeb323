"""Python, with its module math alone."""

from __future__ import annotations

__all__ = ["CALLS", "WRITTEN"]

_OWN_NAMES = (
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "floor", "ceil",
    "trunc", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh", "erf", "erfc", "gamma",
)  # fmt: skip

CALLS = {name: f"math.{name}({{0}})" for name in _OWN_NAMES} | {
    "abs": "abs({0})",
    "loggamma": "math.lgamma({0})",
    "lgamma": "math.lgamma({0})",
    "atan2": "math.atan2({0}, {1})",
    "hypot": "math.hypot({0}, {1})",
    "fmod": "math.fmod({0}, {1})",
    "max": "max({0}, {1})",
    "min": "min({0}, {1})",
    "pow": "math.pow({0}, {1})",
}

# math.cosh and math.sinh raise OverflowError where those of other languages return infinity.
WRITTEN = {
    "sech": "2*exp(-abs(u))/(1 + exp(-2*abs(u)))",
    "csch": "-2*sign(u)*exp(-abs(u))/expm1(-2*abs(u))",
}
