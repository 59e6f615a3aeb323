"""The precision of balls."""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["load_flint", "set_precision"]

# Every series carries its own length; flint's global cap would cut all of them alike.
_NO_CAP = 1 << 30

_precision = 53


def set_precision(bits: int) -> int:
    """Set the precision of balls, in bits, and return what it was before.

    python-flint keeps it in a global context, which need not exist yet: its import takes as long
    as many an answer, so that it waits for the first irrational number.
    """
    global _precision
    previous, _precision = _precision, bits
    flint = sys.modules.get("flint")
    if flint is not None:
        flint.ctx.prec = bits
    return previous


def load_flint() -> Any:
    """Return python-flint, its context as calcdl needs it."""
    import flint

    flint.ctx.prec = _precision
    flint.ctx.cap = _NO_CAP
    return flint
