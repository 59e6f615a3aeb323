"""Shapes as an arithmetic: a graph in the language of arrays → the same with shapes known.

What is repeated along new axes becomes an operation of its own, so that a sweep backwards knows
where to sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from calcdl.arithmetic.shapes.language import Language
from calcdl.arithmetic.shapes.normalising import centred, scale_of
from calcdl.functions.shaped.row import misfit
from calcdl.graph.nodes import Nodes
from calcdl.graph.shapes import Shaped, as_shaped, broadcast, size

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational
    from calcdl.graph.shapes import Shape

__all__ = ["Shapes"]

_SIGNS = {"add": "+", "mul": "*", "div": "/", "pow": "**"}


class Shapes(Language):
    """The arithmetic that makes nodes with a shape."""

    def __init__(self, declared: Mapping[str, Shape]) -> None:
        super().__init__()
        self.nodes = Nodes()
        self.shapes: dict[int, Shape] = {}
        self.size_names = {name for shape in declared.values() for n in shape for name in n.names()}
        self.readings: dict[int, str] = {}  # products that were read as @

    def make(self, operation: Operation, arguments: tuple[Any, ...], shape: Shape) -> int:
        node = self.nodes.make(operation, arguments)
        self.shapes[node] = shape
        return node

    def symbol(self, name: str, shape: Shape) -> int:
        """Return the node of a variable."""
        node = self.make("symbol", (name,), shape)
        if name in self.size_names and not shape:
            self.sizes[node] = size(name)
        return node

    def named_size(self, name: str) -> int:
        return self.symbol(name, ())

    def shape(self, value: int) -> Shape:
        return self.shapes[value]

    def number(self, value: Rational) -> int:
        node = self.nodes.number(value)
        self.shapes[node] = ()
        return node

    def constant(self, name: str) -> int:
        return self.make("constant", (name,), ())

    def value(self, value: int) -> Rational | None:
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if operations[value] == "neg":
            inside = self.value(arguments[value][0])
            return None if inside is None else -inside
        return self.nodes.value_of(value) if operations[value] == "number" else None

    def operation_of(self, value: int) -> str:
        """Return the name of the operation on arrays that a node is, an empty one for others."""
        shaped = as_shaped(self.nodes.operations[value])
        return "" if shaped is None else shaped.name

    def is_zero(self, value: int) -> bool:
        if self.operation_of(value) == "expand":
            (value,) = self.nodes.arguments[value]
        return self.value(value) == 0

    def operation(self, op: Shaped, values: Sequence[int], shape: Shape) -> int:
        return self.make(cast("Operation", op), tuple(values), shape)

    def expand(self, value: int, shape: Shape) -> int:
        if self.shapes[value] == shape:
            return value
        return self.operation(Shaped("expand", (("shape", shape),)), (value,), shape)

    def elementwise(self, operation: Operation, *values: int) -> int:
        """Return the node of an operation entry by entry; raises ExpressionError."""
        arrays = [self.array(value) for value in values]
        shape = broadcast([self.shapes[value] for value in arrays])
        if shape is None:
            if operation == "mul":
                return self.product(arrays)
            raise self.misfit(operation, arrays)
        repeated = [
            value
            if self.shapes[value] == shape or self.nodes.operations[value] in ("number", "constant")
            else self.expand(value, shape)
            for value in arrays
        ]
        if operation == "div":
            normalised = self.normalised(*repeated)
            if normalised is not None:
                return normalised
        return self.make(operation, tuple(repeated), shape)

    def normalised(self, above: int, below: int) -> int | None:
        """Return a quotient that is a normalised array, maybe times another one."""
        scale = scale_of(self.nodes, below)
        if scale is None:
            return None
        is_product = self.nodes.operations[above] == "mul"
        factors = list(self.nodes.arguments[above]) if is_product else [above]
        for k, factor in enumerate(factors):
            if scale.operation.startswith("rms"):
                fits = factor == scale.array
            else:
                fits = centred(self.nodes, factor) == (scale.array, scale.axis)
            if fits:
                added = () if scale.added is None else (scale.added,)
                factors[k] = self.apply(scale.operation, scale.array, *added, axis=scale.axis)
                return self.elementwise("mul", *factors) if is_product else factors[k]
        return None

    def product(self, values: Sequence[int]) -> int:
        """Return the product where only that of matrices fits; raises ExpressionError."""
        total = values[0]
        for value in values[1:]:
            if broadcast((self.shapes[total], self.shapes[value])) is None:
                before = total
                total = self.apply("matmul", total, value)
                self.readings[total] = f"{before}*{value}"
            else:
                total = self.elementwise("mul", total, value)
        return total

    def misfit(self, operation: Operation, values: Sequence[int]) -> Exception:
        """Return the error of arrays that cannot be taken entry by entry."""
        shapes = [self.shapes[value] for value in values]
        pairs = [(a, b) for a in shapes for b in shapes if broadcast((a, b)) is None]
        sign = _SIGNS.get(str(operation), str(operation))
        return misfit(f"{sign} goes entry by entry, and {{}} and {{}} do not fit", *pairs[0])
