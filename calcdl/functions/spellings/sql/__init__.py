"""SQL, a file a dialect."""

from __future__ import annotations

from calcdl.functions.spellings.rational import HELPERS

__all__ = ["ERROR_FUNCTIONS", "OWN_NAMES", "WRITTEN"]

# What all dialects call as the table does.
OWN_NAMES = (
    "exp", "sqrt", "floor", "ceil", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh",
    "tanh", "asinh", "acosh", "atanh", "abs",
)  # fmt: skip

ERROR_FUNCTIONS = {name: text for name, (text, _) in HELPERS.items()}

# What most of them lack. Kahan's quotient makes good what 1 + u has lost.
WRITTEN = ERROR_FUNCTIONS | {
    "log1p": "where(1 + u == 1, u, log(1 + u)*(u/((1 + u) - 1)))",
    "expm1": "where(u < 1, 2*tanh(u/2)/(1 - tanh(u/2)), exp(u) - 1)",
}
