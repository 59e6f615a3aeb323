"""SymPy: the functions that it has, with the names that its own parser takes."""

from __future__ import annotations

from calcdl.functions import FUNCTIONS
from calcdl.functions.elsewhere import ELSEWHERE

__all__ = ["CALLS"]


def _call(name: str, called: str) -> str:
    arguments = [f"{{{place}}}" for place in range(len(FUNCTIONS[name].args))]
    return f"{called}({', '.join(arguments)})"


CALLS = {
    name: _call(name, found.sympy)
    for name, found in ELSEWHERE.items()
    if found.sympy is not None and found.sympy.isidentifier() and name in FUNCTIONS
}
