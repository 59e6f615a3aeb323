"""Arrays that variables are given."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from calcdl.graph.nodes import Graph

__all__ = ["Given", "Number"]

Number = int | Fraction | float | Graph  # a float is the number that it is, exactly


class Given(NamedTuple):
    """An array that a variable is: how many entries along each axis, and they, row by row."""

    shape: tuple[int, ...]
    entries: Sequence[Number]
    text: str
