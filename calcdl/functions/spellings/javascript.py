"""JavaScript and TypeScript, with Math."""

from __future__ import annotations

from calcdl.functions.spellings.rational import HELPERS

__all__ = ["CALLS", "HELPERS", "WRITTEN"]

_OWN_NAMES = (
    "exp", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "abs", "sign", "floor", "ceil",
    "trunc", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh",
)  # fmt: skip

CALLS = (
    {name: f"Math.{name}({{0}})" for name in _OWN_NAMES}
    | {name: f"Math.{name}({{0}}, {{1}})" for name in ("atan2", "hypot", "max", "min", "pow")}
    | {name: f"{name}({{0}})" for name in HELPERS}
    | {"fmod": "{0!} % {1!}"}
)

WRITTEN = {"exp2": "2**u"}
