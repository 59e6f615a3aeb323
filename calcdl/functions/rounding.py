"""Rounding and remainders: steps, and straight lines with jumps.

Ties of round go to the even number, as in IEEE 754, Python, NumPy, PyTorch and JAX. mod is that of
Python, SymPy and NumPy, with the sign of the divisor (PyTorch's and JAX's remainder is the same
function); fmod is that of C, with the sign of the dividend. frac is SymPy's, u - floor(u);
PyTorch's is u - trunc(u).
"""

from __future__ import annotations

import math

from calcdl.functions.row import Function

__all__ = ["ROUNDING"]


def _round(u: float) -> float:
    return float(round(u)) if math.isfinite(u) else u


def _trunc(u: float) -> float:
    return float(math.trunc(u)) if math.isfinite(u) else u


def _frac(u: float) -> float:
    return u - math.floor(u)


def _mod(u: float, v: float) -> float:
    return u % v


# A row stays on few lines, so that the table can be read as one.
# fmt: off
ROUNDING: tuple[Function, ...] = (
    Function("round", pieces="apart", local=("0",), floats=_round, corners=("cos(pi*u)",),
             parity="odd",
             definition="where(u + 1/2 == floor(u + 1/2), 2*floor(u/2 + 1/4), floor(u + 1/2))",
             special=(("0", "0"),), aliases=("rint",), sample=(-1.3, 0.4, 40.25, 2.75),
             says="nearest integer, the even one of two"),
    Function("trunc", pieces="apart", local=("0",), floats=_trunc, parity="odd",
             definition="where(u >= 1, floor(u), where(u <= -1, ceil(u), 0))",
             corners=("where(abs(u) < 1, 1, sin(pi*u))",), special=(("0", "0"),), aliases=("fix",),
             sample=(-1.3, 0.4, 40.5), says="u without its fraction: rounded towards zero"),
    Function("frac", pieces="apart", local=("1",), floats=_frac, definition="u - floor(u)",
             corners=("sin(pi*u)",), special=(("0", "0"),), sample=(-1.3, 0.4, 40.5),
             says="u - floor(u); PyTorch's has the sign of u"),
    Function("mod", pieces="apart", args="u v", local=("1", "-floor(u/v)"), floats=_mod,
             domain=("v != 0",), definition="u - v*floor(u/v)", corners=("sin(pi*u/v)",),
             prints="Mod", aliases=("Mod", "remainder"),
             sample=((-1.3, 0.4), (2.5, -1.7), (40.5, 3.25)),
             says="remainder of u/v with the sign of v, as u % v in Python"),
    Function("fmod", pieces="apart", args="u v", local=("1", "-trunc(u/v)"), floats=math.fmod,
             domain=("v != 0",), definition="u - v*trunc(u/v)",
             corners=("where(abs(u) < abs(v), 1, sin(pi*u/v))",),
             sample=((-1.3, 0.4), (2.5, -1.7), (40.5, 3.25)),
             says="remainder of u/v with the sign of u, as in C"),
)
# fmt: on
