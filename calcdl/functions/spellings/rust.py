"""Rust, with the methods of its numbers."""

from __future__ import annotations

from calcdl.functions.spellings.rational import HELPERS

__all__ = ["CALLS", "HELPERS", "WRITTEN"]

_METHODS = {
    "exp": "exp", "exp2": "exp2", "expm1": "exp_m1", "log": "ln", "log2": "log2", "log10": "log10",
    "log1p": "ln_1p", "sqrt": "sqrt", "cbrt": "cbrt", "abs": "abs", "floor": "floor",
    "ceil": "ceil", "trunc": "trunc", "sin": "sin", "cos": "cos", "tan": "tan", "asin": "asin",
    "acos": "acos", "atan": "atan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh",
}  # fmt: skip
_OF_TWO = {"atan2": "atan2", "hypot": "hypot", "max": "max", "min": "min", "pow": "powf"}

CALLS = (
    {name: f"{{0!}}.{method}()" for name, method in _METHODS.items()}
    | {name: f"{{0!}}.{method}({{1}})" for name, method in _OF_TWO.items()}
    | {"fmod": "{0!} % {1!}"}
    | {name: f"{name}({{0}})" for name in HELPERS}
)

# The methods asinh, acosh and atanh lose digits where the number is small or next to 1.
WRITTEN = {
    "asinh": "where(u < 0, -1, 1)*where(abs(u) > 2**28, log(abs(u)) + log(2),"
    " log1p(abs(u) + abs(u)*(abs(u)/(1 + hypot(1, u)))))",
    "acosh": "where(u > 2**28, log(u) + log(2), log1p((u - 1) + sqrt(u - 1)*sqrt(u + 1)))",
    "atanh": "where(u < 0, -1, 1)*log1p(2*abs(u)/(1 - abs(u)))/2",
}
