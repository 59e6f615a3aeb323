"""The table by families, as people look for a function."""

from __future__ import annotations

from calcdl.functions import FUNCTIONS, rows_written_out
from calcdl.functions.row import Function
from calcdl.functions.written import WRITTEN

__all__ = ["families"]

# The row that begins a family in the table; families of the same name are one.
_BEGINS = {
    "exp": "exponentials, logarithms, roots",
    "abs": "absolute value, steps, rounding",
    "sin": "trigonometric",
    "sinh": "hyperbolic",
    "rsqrt": "exponentials, logarithms, roots",
    "round": "absolute value, steps, rounding",
    "erf": "error functions, normal distribution",
    "gamma": "gamma, beta, zeta",
    "lambertw": "integrals and inverses without a closed form",
    "besselj": "Bessel and Airy functions",
    "lgamma": "gamma, beta, zeta",
    "erfi": "error functions, normal distribution",
    "Shi": "integrals and inverses without a closed form",
    "elliptic_k": "elliptic integrals",
    "i0e": "Bessel and Airy functions",
    "xlogy": "terms of entropies",
    "sigmoid": "activations",
    "logcosh": "losses and shrinkages",
    "glu": "activations",
    "mean": "of several numbers",
    "root": "exponentials, logarithms, roots",
    "i0": "Bessel and Airy functions",
    "gammainc": "gamma, beta, zeta",
    "legendre": "orthogonal polynomials",
    "where": "of the language",
}


def families() -> dict[str, list[Function]]:
    """Return the rows of all functions by the names of their families."""
    found: dict[str, list[Function]] = {}
    for row in (*FUNCTIONS.values(), *rows_written_out(), *WRITTEN):
        if row.name in _BEGINS:
            family = found.setdefault(_BEGINS[row.name], [])
        family.append(row)
    return found
