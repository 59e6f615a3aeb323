"""Truncated Taylor series whose coefficients are exact numbers or balls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.taylor.numbers import TaylorNumbers

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Number
    from calcdl.graph.nodes import Operation

__all__ = ["Taylor"]


class Taylor(TaylorNumbers):
    """The arithmetic of Taylor series of a given length, in one variable t.

    Where a function is not smooth (the corner of abs, the jump of floor) it raises Kink.
    """

    def call(self, name: Operation, arguments: Sequence[Number]) -> Number:
        from calcdl.arithmetic.taylor.functions import call

        return call(self, name, arguments)
