"""What a function uses that is written out: the operations of a graph, on its nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.errors import ExpressionError

if TYPE_CHECKING:
    from calcdl.graph.nodes import Nodes, Rational

__all__ = ["Writer"]


class Writer:
    """The operations, as methods; a sum of one term and a product of one factor are that."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes

    def number(self, value: Rational) -> int:
        return self.nodes.number(value)

    def value(self, node: int) -> Rational | None:
        """Return the number that a node is as it was written, with its sign; None for others."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if operations[node] == "neg":
            inside = self.value(arguments[node][0]) if self.is_number(arguments[node][0]) else None
            return None if inside is None else -inside
        return self.nodes.value_of(node) if self.is_number(node) else None

    def is_number(self, node: int) -> bool:
        return self.nodes.operations[node] == "number"

    def add(self, terms: Sequence[int]) -> int:
        return terms[0] if len(terms) == 1 else self.nodes.make("add", tuple(terms))

    def mul(self, factors: Sequence[int]) -> int:
        return factors[0] if len(factors) == 1 else self.nodes.make("mul", tuple(factors))

    def neg(self, u: int) -> int:
        return self.nodes.make("neg", (u,))

    def div(self, u: int, v: int) -> int:
        return u if self.value(v) == 1 else self.nodes.make("div", (u, v))

    def pow(self, u: int, v: int) -> int:
        return self.nodes.make("pow", (u, v))

    def square(self, u: int) -> int:
        return self.pow(u, self.number(2))

    def call(self, name: str, *arguments: int) -> int:
        return self.nodes.make(name, arguments)

    def entry_number(self, entries: Sequence[int], index: int, what: str) -> int:
        """Return the number of an entry, counted from 0, that a node is; raises ExpressionError."""
        k = self.value(index)
        if type(k) is not int or not -len(entries) <= k < len(entries):
            raise ExpressionError(
                f"{what} has to be a whole number from 0 to {len(entries) - 1}, counted from 0"
            )
        return k % len(entries)
