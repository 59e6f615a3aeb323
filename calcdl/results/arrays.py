"""Numbers of arrays at a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape
from calcdl.results.value import Value

__all__ = ["ArrayEvaluation", "ArrayNumbers", "Place"]


class ArrayNumbers(NamedTuple):
    """The entries of an array, row by row: values with proven digits, or doubles of NumPy's.

    ``errors`` say, by their places, why entries have no value, which are None; ``shape`` has how
    many entries there are along each axis.
    """

    shape: tuple[int, ...]
    values: Sequence[Value | None] = ()
    doubles: Sequence[float | None] = ()
    errors: Mapping[int, CalcdlError] = MappingProxyType({})

    @property
    def certified(self) -> bool:
        """Whether every digit is proven."""
        return bool(self.values)

    def floats(self) -> list[float | None]:
        """Return the nearest doubles, None where there is none."""
        if not self.certified:
            return list(self.doubles)
        return [None if value is None else value.float for value in self.values]


class Place(NamedTuple):
    """A point: what its variables are, in texts that are not long, and its sizes."""

    at: Mapping[str, str]
    sizes: Mapping[str, int]


class ArrayEvaluation(NamedTuple):
    """The value of an expression of arrays at a point; ``shapes`` are those of all variables."""

    expression: Graph
    shapes: Mapping[str, Shape]
    shape: Shape
    numbers: ArrayNumbers
    place: Place
