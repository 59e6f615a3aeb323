"""Arrays written out in numbers: an arithmetic whose values have a node for each entry.

So what is known of graphs of numbers, with every digit proven, is known of arrays: their values,
gradients and Hessians. It shares no rule of derivatives with the operations on arrays, and is what
these are tested against.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from calcdl.arithmetic.shapes.entries_of import ENTRIES_OF
from calcdl.arithmetic.shapes.entry_nodes import Array, Numbers, entry_names
from calcdl.errors import ExpressionError
from calcdl.graph.shapes import Shaped

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Entries"]


class Entries(Numbers):
    """The arithmetic of arrays of nodes.

    ``sizes`` are the numbers that names of sizes are, and ``most`` bounds the nodes.
    """

    def symbol(self, name: str, shape: tuple[int, ...]) -> Array:
        """Return a variable: each of its entries is one of the graph of numbers."""
        return Array(shape, tuple([self.nodes.symbol(one) for one in entry_names(name, shape)]))

    # What a sweep asks for

    def number(self, value: Rational) -> Array:
        return Array((), (self.nodes.number(value),))

    def constant(self, name: str) -> Array:
        return Array((), (self.nodes.make("constant", (name,)),))

    def add(self, terms: Sequence[Array]) -> Array:
        return self.elementwise("add", terms)

    def mul(self, factors: Sequence[Array]) -> Array:
        return self.elementwise("mul", factors)

    def neg(self, u: Array) -> Array:
        return self.elementwise("neg", [u])

    def div(self, u: Array, v: Array) -> Array:
        return self.elementwise("div", [u, v])

    def pow(self, u: Array, v: Array) -> Array:
        return self.elementwise("pow", [u, v])

    def compare(self, operation: str, u: Array, v: Array) -> Array:
        return self.elementwise(operation, [u, v])

    def choose(self, condition: Array, chosen: Array, otherwise: Array) -> Array:
        return self.elementwise("where", [condition, chosen, otherwise])

    def is_zero(self, u: Array) -> bool:
        return all(node == self.zero for node in u.nodes)

    def share(self, u: Array) -> Array:
        return u

    def call(self, operation: Any, arguments: Sequence[Array]) -> Array:
        """Return a function of entries, or an operation; raises ExpressionError for one without."""
        if not isinstance(operation, Shaped):
            return self.elementwise(operation, arguments)
        form = ENTRIES_OF.get(operation.name)
        if form is None:
            raise ExpressionError(f"{operation.name} cannot be written out in numbers")
        written: Array = form(self, operation, *arguments)
        return written

    def elementwise(self, operation: Operation, arrays: Sequence[Array]) -> Array:
        """Return the array of an operation entry by entry, repeated as NumPy broadcasts."""
        shape = _broadcast([array.shape for array in arrays])
        columns = [self.expand(array, shape).nodes for array in arrays]
        nodes = [self.make(operation, *parts) for parts in zip(*columns, strict=True)]
        return Array(shape, tuple(nodes))


def _broadcast(shapes: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the shape of what is computed entry by entry; the shapes are known to fit."""
    if len(set(shapes)) == 1:
        return shapes[0]
    axes = max(map(len, shapes))
    padded = [(1,) * (axes - len(shape)) + shape for shape in shapes]
    return tuple([next((n for n in along if n != 1), 1) for along in zip(*padded, strict=True)])
