"""A one-sided germ: the terms of a function next to a point, and what is known of the rest."""

from __future__ import annotations

from calcdl.errors import Undecided
from calcdl.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "EXACT",
    "FLAT",
    "ZERO",
    "Germ",
    "Infinite",
    "Lead",
    "Patience",
    "Span",
    "order_of_product",
]

FLAT = 1 << 20
EXACT = 1 << 40


class Infinite(NamedTuple):
    """A limit that is not finite."""

    sign: int


class Lead(NamedTuple):
    """The first term that is not zero: coefficient * r**k * L**j, and its sign near the point."""

    k: int
    j: int
    coefficient: int
    sign: int


class Patience:
    """How much work is left for germs, in products of coefficients; a second does some 50,000."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, work: int) -> None:
        """Take some of it; raises Undecided where none is left."""
        self.left -= work
        if self.left < 0:
            raise Undecided("a series with many terms would take too long")


class Span(NamedTuple):
    """Two exact balls between which a number stays."""

    low: Any
    high: Any


class Germ(NamedTuple):
    """A function on one side of a point; see the module."""

    terms: dict[tuple[int, int], int]
    known: int = EXACT
    sign: int = 0
    limit: Any = None
    smooth: bool = True
    exponent: Germ | None = None
    span: Span | None = None


ZERO = Germ({})


def order_of_product(known: int, k: int) -> int:
    """Return the order to which a product with r**k is known."""
    if known >= EXACT:
        return EXACT
    total = known + k
    if total >= FLAT // 2:
        return FLAT
    return -FLAT if total <= -FLAT // 2 else total
