"""Arrays of nodes of a graph of numbers, and the numbers that operations are written with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from calcdl.errors import TooLarge
from calcdl.graph.nodes import Nodes

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation
    from calcdl.graph.shapes import Shape

__all__ = ["Array", "Numbers", "entry_names"]


class Array(NamedTuple):
    """An array: how many entries it has along each axis, and their nodes, row by row."""

    shape: tuple[int, ...]
    nodes: tuple[int, ...]

    def rows(self) -> list[tuple[int, ...]]:
        """Return the rows of a matrix."""
        _, width = self.shape
        return [self.nodes[k : k + width] for k in range(0, len(self.nodes), width)]

    def columns(self) -> list[tuple[int, ...]]:
        """Return the columns of a matrix."""
        _, width = self.shape
        return [self.nodes[k::width] for k in range(width)]


class Numbers:
    """Nodes of a graph of numbers, of which at most so many are made.

    ``sizes`` are the numbers that names of sizes are.
    """

    def __init__(self, sizes: Mapping[str, int], most: int | None = None) -> None:
        self.sizes = sizes
        self.most = most
        self.nodes = Nodes()

    def make(self, operation: Operation, *arguments: int) -> int:
        """Return the node of an operation on numbers; raises TooLarge."""
        if self.most is not None and len(self.nodes) > self.most:
            raise TooLarge(f"written out in numbers this takes more than {self.most} operations")
        return self.nodes.make(operation, arguments)

    def lengths(self, shape: Shape) -> tuple[int, ...]:
        """Return a shape in numbers."""
        return tuple([one.at(self.sizes) for one in shape])

    # Numbers that operations are written with

    @cached_property
    def zero(self) -> int:
        return self.nodes.number(0)

    @cached_property
    def one(self) -> int:
        return self.nodes.number(1)

    def sum(self, terms: Sequence[int]) -> int:
        """Return the sum of numbers; there may be one, or none."""
        terms = [term for term in terms if term != self.zero]
        if len(terms) < 2:
            return terms[0] if terms else self.zero
        return self.make("add", *terms)

    def times(self, u: int, v: int) -> int:
        """Return the product of two numbers."""
        if u == self.one or v == self.one:
            return v if u == self.one else u
        return self.make("mul", u, v)

    def dot(self, us: Sequence[int], vs: Sequence[int]) -> int:
        """Return the sum of the products of numbers."""
        return self.sum([self.times(u, v) for u, v in zip(us, vs, strict=True)])

    def over(self, u: int, count: int) -> int:
        """Return a number divided by a whole one."""
        return u if count == 1 else self.make("div", u, self.nodes.number(count))

    def expand(self, array: Array, shape: tuple[int, ...]) -> Array:
        """Return an array repeated along the axes along which it has one entry, or none."""
        if array.shape == shape:
            return array
        if len(array.nodes) == 1:
            return Array(shape, array.nodes * prod(shape))
        own = (1,) * (len(shape) - len(array.shape)) + array.shape
        steps = [prod(own[k + 1 :]) if own[k] > 1 else 0 for k in range(len(own))]
        places = [
            sum([i * step for i, step in zip(index, steps, strict=True)])
            for index in product(*map(range, shape))
        ]
        return Array(shape, tuple([array.nodes[place] for place in places]))


def entry_names(name: str, shape: tuple[int, ...]) -> list[str]:
    """Return what the entries of a variable are called, row by row.

    >>> entry_names("W", (1, 2))
    ['W[0,0]', 'W[0,1]']
    """
    if not shape:
        return [name]
    return [f"{name}[{','.join(map(str, index))}]" for index in product(*map(range, shape))]
