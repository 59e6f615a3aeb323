"""PostgreSQL: gamma and lgamma since version 18; erf and erfc, since 16, are written out."""

from __future__ import annotations

from calcdl.functions.spellings import sql

__all__ = ["CALLS", "WRITTEN"]

CALLS = {name: f"{name}({{0}})" for name in sql.OWN_NAMES} | {
    "log": "ln({0})",
    "cbrt": "cbrt({0})",
    "trunc": "trunc({0})",
    "sign": "sign({0})",
    "gamma": "gamma({0})",
    "loggamma": "lgamma({0})",
    "atan2": "atan2({0}, {1})",
    "max": "greatest({0}, {1})",
    "min": "least({0}, {1})",
    "pow": "power({0}, {1})",
}

# exp and powers raise an error where their result is below all normal numbers.
WRITTEN = sql.WRITTEN | {
    "exp": "where(u < -708, 0, exp(u))",
    "exp2": "where(u < -1022, 0, 2**u)",
}
