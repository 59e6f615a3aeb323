"""Integrals without a closed form: exponential, logarithmic, hyperbolic and of Fresnel.

Reference: NIST Digital Library of Mathematical Functions, chapters 6, 7.2(iii) and 8.19; the names
and conventions are SymPy's. Balls are python-flint's ``arb``.
"""

from __future__ import annotations

import math

from calcdl.functions.row import Function
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["INTEGRALS"]


def _expint_taylor(n: Any, u: Any, length: int) -> list[Any]:
    """Return the Taylor coefficients of E(n, u) in u: its k-th slope is (-1)**k*E(n - k, u)."""
    return [(-1) ** k * u.expint(n - k) / math.factorial(k) for k in range(length)]


# A row stays on few lines, so that the table can be read as one.
# fmt: off
INTEGRALS: tuple[Function, ...] = (
    Function("Shi", sign="as u", local=("sinh(u)/u",), balls="shi", series="", parity="odd",
             special=(("0", "0"),), removable=("u",), sample=(-1.3, 0.4, 20.5),
             says="hyperbolic sine integral"),
    Function("Chi", local=("cosh(u)/u",), balls="chi", series="", domain=("u > 0",),
             sample=(0.4, 2.7, 20.5), says="hyperbolic cosine integral"),
    Function("li", local=("1/log(u)",), balls="li", series="", definition="Ei(log(u))",
             domain=("u > 0", "u != 1"), sample=(0.4, 2.7, 40.5), says="logarithmic integral"),
    Function("E1", sign="positive", local=("-exp(-u)/u",), balls=lambda u: u.expint(1),
             definition="-Ei(-u)", domain=("u > 0",), aliases=("exp1",), sample=(0.4, 2.7, 20.5),
             says="exponential integral of order 1, -Ei(-u)"),
    Function("expint", args="n u", local=(None, "-expint(n - 1, u)"),
             balls=lambda n, u: u.expint(n), taylor=_expint_taylor,
             domain=("u >= 0", "where(n > 1, 1, u) > 0"),
             corners=("u",), aliases=("expn", "En"), work=10,
             sample=((1, 0.4), (3, 2.7), (-2, 1.5), (0.5, 20.5)),
             says="generalized exponential integral of order n"),
    Function("fresnels", within=(-1, 1), local=("sin(pi*u**2/2)",), balls="fresnel_s", series="",
             parity="odd", special=(("0", "0"),), aliases=("FresnelS", "fresnel_s"),
             sample=(-1.3, 0.4, 5.5), says="Fresnel integral of sin(pi*t**2/2)"),
    Function("fresnelc", within=(-1, 1), local=("cos(pi*u**2/2)",), balls="fresnel_c", series="",
             parity="odd", special=(("0", "0"),), aliases=("FresnelC", "fresnel_c"),
             sample=(-1.3, 0.4, 5.5), says="Fresnel integral of cos(pi*t**2/2)"),
)
# fmt: on
