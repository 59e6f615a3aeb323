"""Julia, with its package SpecialFunctions."""

from __future__ import annotations

__all__ = ["CALLS", "SPECIAL"]

_OWN_NAMES = (
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "abs", "sign", "floor",
    "ceil", "trunc", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh",
    "acosh", "atanh",
)  # fmt: skip

# Those of SpecialFunctions, by their names in the table.
SPECIAL = {
    "erf": "erf", "erfc": "erfc", "erfcx": "erfcx", "erfi": "erfi", "erfinv": "erfinv",
    "erfcinv": "erfcinv", "gamma": "gamma", "loggamma": "loggamma", "digamma": "digamma",
    "beta": "beta", "Si": "sinint", "Ci": "cosint", "Ei": "expinti", "besselj": "besselj",
    "bessely": "bessely", "besseli": "besseli", "besselk": "besselk", "airyai": "airyai",
    "airybi": "airybi", "airyaiprime": "airyaiprime", "airybiprime": "airybiprime",
    "elliptic_k": "ellipk", "elliptic_e": "ellipe",
}  # fmt: skip
_OF_TWO = ("beta", "besselj", "bessely", "besseli", "besselk")

CALLS = (
    {name: f"{name}({{0}})" for name in _OWN_NAMES}
    | {name: f"{own}({'{0}, {1}' if name in _OF_TWO else '{0}'})" for name, own in SPECIAL.items()}
    | {name: f"{name}({{0}}, {{1}})" for name in ("hypot", "max", "min")}
    | {"atan2": "atan({0}, {1})", "fmod": "rem({0}, {1})", "pow": "{0!}^{1!}"}
)
