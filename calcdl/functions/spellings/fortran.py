"""Fortran 2008, with its intrinsic functions."""

from __future__ import annotations

from calcdl.functions.stable import STABLE

__all__ = ["CALLS", "HELPERS", "WRITTEN"]

_OWN_NAMES = (
    "exp", "log", "log10", "sqrt", "abs", "sin", "cos", "tan", "asin", "acos", "atan", "sinh",
    "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc", "gamma",
)  # fmt: skip

HELPERS = {
    "expm1": (
        "where(abs(u) < 1, 2*sinh(u/2)*exp(u/2), exp(u) - 1)",
        "the hyperbolic sine next to zero",
    ),
    "log1p": (
        "where(u > 2**53, log(u), where(1 + u == 1, u, log(1 + u)*(u/((1 + u) - 1))))",
        "W. Kahan's quotient, in which what rounding loses cancels",
    ),
    "cbrt": (str(STABLE["cbrt"].value), "a power and a step of Newton's method"),
}

CALLS = (
    {name: f"{name}({{0}})" for name in (*_OWN_NAMES, *HELPERS)}
    | {name: f"{name}({{0}}, {{1}})" for name in ("atan2", "hypot", "max", "min")}
    | {"trunc": "aint({0})", "loggamma": "log_gamma({0})", "erfcx": "erfc_scaled({0})"}
    | {"fmod": "mod({0}, {1})", "pow": "{0!}**{1!}"}
)

WRITTEN = {
    "exp2": "2**u",
    "log2": "log(u)/log(2)",
    "floor": "trunc(u) - where(u < trunc(u), 1, 0)",
    "ceil": "trunc(u) + where(u > trunc(u), 1, 0)",
}
