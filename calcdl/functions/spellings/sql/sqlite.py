"""SQLite, built with its math functions."""

from __future__ import annotations

from calcdl.functions.spellings.sql import OWN_NAMES, WRITTEN

__all__ = ["CALLS", "WRITTEN"]

CALLS = {name: f"{name}({{0}})" for name in OWN_NAMES} | {
    "log": "ln({0})",
    "log2": "log2({0})",
    "log10": "log10({0})",
    "trunc": "trunc({0})",
    "sign": "CAST(sign({0}) AS REAL)",
    "atan2": "atan2({0}, {1})",
    "fmod": "mod({0}, {1})",
    "max": "max({0}, {1})",
    "min": "min({0}, {1})",
    "pow": "pow({0}, {1})",
}
