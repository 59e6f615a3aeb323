"""One-sided germs: what a function does next to a point."""

from __future__ import annotations

from calcdl.arithmetic.germs.germ import Germ
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["Germs"]


class Germs(GermNumbers):
    """The arithmetic of germs on one side of a point: -1 left, 1 right, 0 at the point itself.

    Terms of order ``length`` in s and above are dropped; ``roots`` is d. ``derivative`` gives the
    derivative of a function of the table: its name, the place of the argument and the order.
    """

    def pow(self, u: Germ, v: Germ) -> Germ:
        from calcdl.arithmetic.germs.powers import power

        return power(self, u, v)

    def exponential(self, u: Germ) -> Germ:
        from calcdl.arithmetic.germs.powers import exponential

        return exponential(self, u)

    def logarithm(self, u: Germ) -> Germ:
        from calcdl.arithmetic.germs.powers import logarithm

        return logarithm(self, u)

    def call(self, name: Any, arguments: Sequence[Germ]) -> Germ:
        from calcdl.arithmetic.germs.functions import call

        return call(self, name, arguments)
