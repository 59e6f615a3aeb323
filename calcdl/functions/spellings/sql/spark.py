"""Spark SQL."""

from __future__ import annotations

from calcdl.functions.spellings.sql import ERROR_FUNCTIONS, OWN_NAMES

__all__ = ["CALLS", "WRITTEN"]

_NAIVE = ("asinh", "acosh")  # which cancel or overflow

CALLS = {name: f"{name}({{0}})" for name in OWN_NAMES if name not in _NAIVE} | {
    "expm1": "expm1({0})",
    "log": "ln({0})",
    "log1p": "log1p({0})",
    "log2": "log2({0})",
    "log10": "log10({0})",
    "cbrt": "cbrt({0})",
    "sign": "sign({0})",
    "atan2": "atan2({0}, {1})",
    "hypot": "hypot({0}, {1})",
    "fmod": "mod({0}, {1})",
    "floor": "CAST(floor({0}) AS DOUBLE)",
    "ceil": "CAST(ceil({0}) AS DOUBLE)",
    "max": "greatest({0}, {1})",
    "min": "least({0}, {1})",
    "pow": "pow({0}, {1})",
}

# floor and ceil give integers of 64 bits, and all larger doubles are whole.
WRITTEN = ERROR_FUNCTIONS | {
    "floor": "where(abs(u) < 2**52, floor(u), u)",
    "ceil": "where(abs(u) < 2**52, ceil(u), u)",
    "asinh": "sign(u)*log1p(abs(u)*(1 + abs(u)/(1 + hypot(1, u))))",
    "acosh": "log1p((u - 1)*(1 + sqrt((u + 1)/(u - 1))))",
}
