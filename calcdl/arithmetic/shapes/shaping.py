"""Shapes as an arithmetic: a graph in the language of arrays → the same with shapes known.

What is repeated along new axes becomes an operation of its own, so that a sweep backwards knows
where to sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from calcdl.arithmetic.shapes.language import Language
from calcdl.arithmetic.shapes.normalising import centred, scale_of
from calcdl.arithmetic.shapes.shown import as_written
from calcdl.functions.shaped.row import Misfit, misfit
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.shapes import ONE, Shaped, as_shaped, broadcast, shape_text, size
from calcdl.syntax.unparse import unparse

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational
    from calcdl.graph.shapes import Shape, Size

__all__ = ["Shapes"]

_SIGNS = {"add": "+", "mul": "*", "div": "/", "pow": "**"}
_LARGEST_POWER = 32  # of a matrix, which is written out
_LONGEST = 40  # characters of an operand in an error


class Shapes(Language):
    """The arithmetic that makes nodes with a shape."""

    def __init__(
        self, declared: Mapping[str, Shape], known_sizes: Mapping[str, Size] = MappingProxyType({})
    ) -> None:
        super().__init__()
        self.known_sizes = known_sizes
        self.nodes = Nodes()
        self.shapes: dict[int, Shape] = {}
        self.size_names = {name for shape in declared.values() for n in shape for name in n.names()}

    def make(self, operation: Operation, arguments: tuple[Any, ...], shape: Shape) -> int:
        node = self.nodes.make(operation, arguments)
        self.shapes[node] = shape
        return node

    def symbol(self, name: str, shape: Shape) -> int:
        """Return the node of a variable."""
        node = self.make("symbol", (name,), shape)
        if name in self.known_sizes and not shape:
            return self.size(self.known_sizes[name])
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
                total = self.multiplied(total, value)
            else:
                total = self.elementwise("mul", total, value)
        return total

    def multiplied(self, left: int, right: int) -> int:
        """Return what is written with *, and is a product of matrices if it is anything."""
        try:
            return Language.apply(self, "matmul", left, right)
        except Misfit:
            raise self.misfit("mul", (left, right)) from None

    # Powers

    def pow(self, u: int, v: int) -> int:
        base, exponent = self.array(u), self.array(v)
        if self.is_square(base) and self.value(exponent) == -1:
            return self.apply("inv", base)
        return self.elementwise("pow", u, v)

    def call(self, operation: Any, values: Sequence[Any]) -> Any:
        if operation == "^":
            return self.power(*values)
        return super().call(operation, values)

    def power(self, u: int, v: int) -> int:
        """Return u^v, which is that of a matrix where u is a square one, else entry by entry."""
        base, exponent = self.array(u), self.array(v)
        shape = self.shapes[base]
        if len(shape) == 2 and shape[0] != shape[1] and ONE not in shape:
            raise misfit("^ is the power of a square matrix, and here is {}: write ** for powers of"
                         " its entries", shape)  # fmt: skip
        if not self.is_square(base) or self.shapes[exponent]:
            return self.elementwise("pow", u, v)
        number = self.value(exponent)
        if type(number) is not int or abs(number) > _LARGEST_POWER:
            raise misfit(
                "^ is the power of the square matrix {}, and takes a whole number up to"
                f" {_LARGEST_POWER}: write ** for powers of its entries", self.shapes[base],
            )  # fmt: skip
        if number == 0:
            return self.apply("eye", shape=self.shapes[base])
        if number < 0:
            base = self.apply("inv", base)
        return self.chained([base] * abs(number))

    def is_square(self, value: int) -> bool:
        """Say whether a value is a square matrix."""
        shape = self.shapes[value]
        return len(shape) == 2 and shape[0] == shape[1] and shape[0] != ONE

    # What does not fit

    def apply(self, name: str, *values: int, **given: Any) -> int:
        try:
            return super().apply(name, *values, **given)
        except Misfit as error:
            if name != "matmul":
                raise
            raise self.told(error, "@", values) from None

    def misfit(self, operation: Operation, values: Sequence[int]) -> Misfit:
        """Return the error of arrays that cannot be taken entry by entry."""
        a, b = next(
            (a, b)
            for a in values
            for b in values
            if broadcast((self.shapes[a], self.shapes[b])) is None
        )
        hint = "sizes are matched from behind, as NumPy does"
        if self.shapes[b] == self.shapes[a][:1] and len(self.shapes[a]) == 2:
            hint += f": write {self.text(b)}[:, None] for one number a row"
        error = misfit(hint, self.shapes[a], self.shapes[b])
        return self.told(error, _SIGNS.get(str(operation), str(operation)), (a, b))

    def told(self, error: Misfit, sign: str, values: Sequence[int]) -> Misfit:
        """Return an error in which the operands have their names: W@x: W is m×n, x has k …"""
        texts = [self.text(value) for value in values]
        written = sign.join(texts) if sign in ("@", "*", "/", "**") else f" {sign} ".join(texts)
        if sign.isidentifier():
            written = f"{sign}({', '.join(texts)})"
        facts = [
            f"{text} {_described(self.shapes[value])}"
            for text, value in zip(texts, values, strict=True)
        ]
        result = Misfit(f"{written}: {', '.join(facts)}, and {error.reason}")
        result.equal = error.equal
        return result

    def text(self, value: int) -> str:
        """Return an operand as it is written, shortened where it is long."""
        text = unparse(as_written(Graph(self.nodes, value), self.shapes))
        if self.nodes.operations[value] in ("add", "neg", "mul", "div"):
            text = f"({text})"
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _described(shape: Shape) -> str:
    """Return how many entries an array has, behind its name."""
    if not shape:
        return "is a number"
    return f"has {shape_text(shape)} entries" if len(shape) == 1 else f"is {shape_text(shape)}"
