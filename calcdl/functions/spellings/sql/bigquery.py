"""BigQuery (GoogleSQL)."""

from __future__ import annotations

from calcdl.functions.spellings.sql import OWN_NAMES, WRITTEN

__all__ = ["CALLS", "WRITTEN"]

CALLS = {name: f"{name}({{0}})" for name in OWN_NAMES} | {
    "log": "ln({0})",
    "log10": "log10({0})",
    "cbrt": "cbrt({0})",
    "trunc": "trunc({0})",
    "sign": "sign({0})",
    "atan2": "atan2({0}, {1})",
    "max": "greatest({0}, {1})",
    "min": "least({0}, {1})",
    "pow": "pow({0}, {1})",
}
