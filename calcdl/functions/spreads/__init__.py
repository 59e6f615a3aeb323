"""How far the value of a function can move if its arguments do, however far that is.

A row is a function of the value y and, for each argument u, of u and the distance h that it may
be off. It gives a number that abs(f(u + s) - y) exceeds for no abs(s) <= h, infinity or nan where
there may be a pole, a jump or an end of the domain within reach. Where h is infinite or nan, so is
the result. Nothing overflows that something is divided by, and nothing underflows that something
is multiplied by. Rows bound the derivative over all of u - h to u + h: by a constant, or by what
bounds the derivative of log(abs(f)), for then the value grows by no more than exp of that times h.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from calcdl.functions.spreads.elementary import ELEMENTARY_SPREADS
from calcdl.functions.spreads.special import SPECIAL_SPREADS

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array

__all__ = ["EXACT", "SPREADS"]

# Functions that are not rounded.
EXACT = frozenset(("abs", "ceil", "floor", "heaviside", "max", "min", "sign"))

SPREADS: dict[str, Callable[..., Array]] = {**ELEMENTARY_SPREADS, **SPECIAL_SPREADS}
