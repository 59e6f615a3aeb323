"""MATLAB's arrays: a vector is a column, x' is a row, and * / are those of matrices.

Of all this nothing but products depends on which of both a vector is, so that what comes out is a
graph in the language of arrays in which x'*A*x is x@A@x and x*y' is outer(x, y).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from calcdl.arithmetic.shapes.shaping import Shapes
from calcdl.functions.shaped.row import Misfit
from calcdl.graph.shapes import ONE, Call

if TYPE_CHECKING:
    from calcdl.functions.shaped.word import Word
    from calcdl.graph.nodes import Operation

__all__ = ["Columns", "Row"]


class Row(NamedTuple):
    """A vector that was transposed."""

    value: int


class Columns(Shapes):
    """The arithmetic that makes nodes with a shape, of a text that is written as in MATLAB."""

    inside = False  # whether what is made is the meaning of a word, which is written as in NumPy

    def array(self, value: Any) -> int:
        return value.value if isinstance(value, Row) else super().array(value)

    def static(self, value: Any) -> Any:
        return super().static(value.value if isinstance(value, Row) else value)

    def call(self, operation: Any, values: Sequence[Any]) -> Any:
        if operation == "times":
            return self.times(*values)
        if operation == "over":
            return self.over(*values)
        if isinstance(operation, Call) and operation.name in ("quote", "transpose"):
            return self.transposed(values[0])
        return super().call(operation, values)

    def call_word(self, word: Word, call: Call, values: Sequence[Any]) -> int:
        before, self.inside = self.inside, True
        try:
            return super().call_word(word, call, values)
        finally:
            self.inside = before

    def transposed(self, value: Any) -> Any:
        node = self.array(value)
        axes = len(self.shape(node))
        if axes == 1:
            return node if isinstance(value, Row) else Row(node)
        return self.apply("transpose", node) if axes else node

    def elementwise(self, operation: Operation, *values: Any) -> int:
        """Return what is done entry by entry: a column goes down a matrix, a row along it."""
        nodes = [self.array(value) for value in values]
        if self.inside:
            return super().elementwise(operation, *nodes)
        axes = [len(self.shape(node)) for node in nodes]
        rows = any([isinstance(value, Row) for value in values])
        columns = [
            k for k, value in enumerate(values) if axes[k] == 1 and not isinstance(value, Row)
        ]
        if rows and columns:
            row = next(node for node, value in zip(nodes, values, strict=True)
                       if isinstance(value, Row))  # fmt: skip
            raise Misfit(
                f"{self.text(nodes[columns[0]])} is a column and {self.text(row)}' a row: transpose"
                " one of them"
            )
        if 2 in axes:
            for k in columns:
                nodes[k] = self.apply("newaxis", nodes[k], axis=1)
        node = super().elementwise(operation, *nodes)
        return cast("int", Row(node)) if rows and len(self.shape(node)) == 1 else node

    def times(self, left: Any, right: Any) -> Any:
        """Return MATLAB's product; raises ExpressionError."""
        a, b = self.array(left), self.array(right)
        axes = len(self.shape(a)), len(self.shape(b))
        if 0 in axes:
            return self.elementwise("mul", left, right)
        is_row, then_row = isinstance(left, Row), isinstance(right, Row)
        if axes == (1, 1) and is_row == then_row:
            u, v = self.text(a), self.text(b)
            kind = "rows" if is_row else "columns"
            raise Misfit(
                f"{u}*{v}: both are {kind}; write {u}'*{v} for the sum of products, {u}*{v}' for"
                f" the matrix of all products, {u}.*{v} for a product entry by entry"
            )
        if axes == (1, 1):
            return self.apply("matmul" if is_row else "outer", a, b)
        if axes == (1, 2) and not is_row and self.shape(b)[0] == ONE:
            return self.apply("outer", a, self.apply("squeeze", b, axis=0))
        if (axes == (1, 2) and not is_row) or (axes == (2, 1) and then_row):
            u, v = self.text(a), self.text(b)
            quote = "'" if then_row else ""
            raise Misfit(
                f"{u}*{v}{quote}: "
                + (f"{u} is a column: write {u}'*{v}" if axes[0] == 1 else
                                f"{v}' is a row: write {u}*{v}")
            )  # fmt: skip
        product = self.apply("matmul", a, b)
        return Row(product) if is_row else product

    def over(self, left: Any, right: Any) -> Any:
        """Return MATLAB's quotient: by a matrix it is the x with x*right = left."""
        a, b = self.array(left), self.array(right)
        if len(self.shape(b)) != 2 or not self.shape(a):
            if len(self.shape(b)) == 1:
                raise Misfit(f"calcdl does not divide by the vector {self.text(b)}: write ./ for"
                             " quotients of entries")  # fmt: skip
            return self.elementwise("div", left, right)
        below = self.apply("transpose", b)
        if isinstance(left, Row):
            return Row(self.apply("solve", below, a))
        return self.apply("transpose", self.apply("solve", below, self.apply("transpose", a)))
