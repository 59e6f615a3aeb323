"""Formulas of arrays in which what is linear goes term by term: A@(x + y) is A@x + A@y.

So two formulas that are equal by the laws of products and sums have one form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.matrices import Matrices
from calcdl.arithmetic.shapes.tidying import matrices

if TYPE_CHECKING:
    from calcdl.graph.shapes import Shape, Shaped

__all__ = ["Expanding"]

_LINEAR = frozenset((
    "diag", "diagonal", "matmul", "mean", "newaxis", "outer", "squeeze", "sum", "trace",
    "transpose",
))  # fmt: skip
_MOST_TERMS = 64  # of one value


class Expanding(Matrices):
    """The arithmetic of formulas of arrays that multiplies out what is linear in each argument."""

    def __init__(self, attributes: Mapping[str, frozenset[str]]) -> None:
        super().__init__(matrices().rules, attributes)

    def operation(self, op: Shaped, values: Sequence[int], shape: Shape) -> int:
        if op.name not in _LINEAR:
            return super().operation(op, values, shape)
        terms = [self.terms(value) for value in values]
        if prod(map(len, terms)) in (0, 1) or prod(map(len, terms)) > _MOST_TERMS:
            return super().operation(op, values, shape)
        parts = [super(Expanding, self).operation(op, one, shape) for one in product(*terms)]
        return self.add(parts)

    def terms(self, value: int) -> list[int]:
        """Return what a value is the sum of, each in its shape."""
        shape = self.shape(value)
        return [self.expand(term, shape) for term in self.plain_terms(self.stripped(value))]

    def plain_terms(self, value: int) -> list[int]:
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if operations[value] == "add":
            return [term for part in arguments[value] for term in self.plain_terms(part)]
        if operations[value] == "mul":
            factors = [self.plain_terms(part) for part in arguments[value]]
            if 1 < prod(map(len, factors)) <= _MOST_TERMS:
                return [self.symbols.mul(one) for one in product(*factors)]
        return [value]
