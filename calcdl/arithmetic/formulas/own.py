"""Arguments of functions as the person wrote them.

Tidying takes numbers out of sums and roots: tanh(sqrt(2/pi)*(x + 0.044715*x**3)) becomes one of
sqrt(2)*(8943*x**3 + 200000*x)/(200000*sqrt(pi)), which nobody recognises in a derivative. So where
a formula has such an argument unchanged, it is written as the person did, if that is shorter.
Only polynomials are: they have a value everywhere, as what they were tidied to has.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from calcdl.graph.nodes import Graph
from calcdl.graph.rewrite import transplant
from calcdl.syntax.unparse import unparse

__all__ = ["OwnArguments"]

_SUMS = frozenset(("add", "mul", "neg"))


class OwnArguments:
    """What a person wrote for tidied nodes, ``tidied`` being those of the nodes of a graph."""

    def __init__(self, graph: Graph, tidied: Mapping[int, int]) -> None:
        self.graph, self.tidied = graph, tidied

    @cached_property
    def polynomials(self) -> dict[int, int]:
        """The nodes of the graph that are polynomials in the variables, by their tidied nodes."""
        nodes, order = self.graph.nodes, self.graph.order()
        constant: set[int] = set()
        polynomials: set[int] = set()
        for i in order:
            if nodes.operations[i] != "symbol" and constant.issuperset(nodes.children(i)):
                constant.add(i)
            elif not self.makes_polynomial(i, polynomials, constant):
                continue
            polynomials.add(i)
        return {self.tidied[i]: i for i in reversed(order) if i in polynomials}

    def makes_polynomial(self, node: int, polynomials: set[int], constant: set[int]) -> bool:
        """Say whether an operation makes a polynomial, of polynomials."""
        operation, args = self.graph.nodes.operations[node], self.graph.nodes.arguments[node]
        if operation == "div":
            return args[0] in polynomials and args[1] in constant
        if operation == "pow":
            return args[0] in polynomials and self.is_count(args[1])
        return operation == "symbol" or (operation in _SUMS and polynomials.issuperset(args))

    def is_count(self, node: int) -> bool:
        nodes = self.graph.nodes
        value: object = nodes.arguments[node][0] if nodes.operations[node] == "number" else None
        return isinstance(value, int) and value > 0

    def shorter(self, tidied: int, laid_out: Graph) -> int:
        """Return the node of the table of a laid out formula by which a tidied node is written."""
        own = self.polynomials.get(tidied)
        if own is None:
            return laid_out.root
        written = Graph(self.graph.nodes, own)
        if len(unparse(written)) >= len(unparse(laid_out)):
            return laid_out.root
        return transplant(written, laid_out.nodes)
