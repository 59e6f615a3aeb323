"""Tidied formulas → the way a person writes them: quotients, roots, minus signs, a good order.

The tidy form knows only sums, products, powers and functions, in an order that is good for
comparing. Here x*y**(-1) becomes x/y, x**(1/2) becomes sqrt(x), and terms and factors are sorted
by what people expect to see first. Linear in the size of the formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from calcdl.graph import Graph, Nodes, reachable

__all__ = ["lay_out", "lay_out_all"]

_LAST = ((9,), 0)  # stands behind every factor, so that x*y sorts before x and x before 1


def lay_out(graph: Graph) -> Graph:
    """Return a graph that computes the same and reads well."""
    layout = _Layout(graph.nodes)
    layout.write(graph.order())
    return Graph(layout.new, layout.written[graph.root])


def lay_out_all(nodes: Nodes, roots: Sequence[int]) -> list[Graph]:
    """Lay out formulas that share parts, each part once."""
    layout = _Layout(nodes)
    layout.write(reachable(nodes, roots))
    return [Graph(layout.new, layout.written[root]) for root in roots]


class _Written(dict[int, int]):
    """What has been written; a number is written when somebody asks for it."""

    def __init__(self, layout: _Layout) -> None:
        super().__init__()
        self.layout = layout

    def __missing__(self, node: int) -> int:
        self[node] = self.layout.number(self.layout.arguments[node][0])
        return self[node]


class _Layout:
    def __init__(self, nodes: Nodes) -> None:
        self.operations, self.arguments = nodes.operations, nodes.arguments
        self.new = Nodes()
        self.written = _Written(self)  # tidy node -> node of the new graph
        self.ranks: dict[int, tuple[Any, ...]] = {}  # tidy node -> how it sorts as a factor

    def write(self, order: Sequence[int]) -> None:
        """Write nodes in topological order."""
        written = self.written
        for i in order:
            operation, args = self.operations[i], self.arguments[i]
            if operation == "symbol":
                self.ranks[i] = (1, args[0])
                written[i] = self.new.make(operation, args)
            elif operation == "number":
                self.ranks[i] = (0, "")  # most numbers are coefficients, written by their product
            elif operation == "constant":
                self.ranks[i] = (0, args[0])
                written[i] = self.new.make(operation, args)
            elif operation == "add":
                self.ranks[i] = (2 if self.is_polynomial(args) else 5, "")
                written[i] = self.sum(args)
            elif operation == "mul":
                self.ranks[i] = (2 if self.is_polynomial(args) else 5, "")
                coefficient, factors = self.split(i)
                written[i] = self.product(coefficient, factors)
            elif operation == "pow":
                self.ranks[i] = (2 if self.is_polynomial(args) else 4, "")
                written[i] = self.power_node(i, *args)
            else:
                self.ranks[i] = (4 if operation == "exp" else 3, str(operation))
                written[i] = self.new.make(operation, tuple([written[j] for j in args]))

    def is_polynomial(self, parts: tuple[int, ...]) -> bool:
        """Say whether parts hold variables and numbers alone, which sort before functions."""
        ranks = self.ranks
        return all([ranks[part][0] <= 2 for part in parts])

    def number(self, value: Any) -> int:
        make = self.new.make
        node = make("number", (abs(value.numerator),))
        if value < 0:
            node = make("neg", (node,))
        if value.denominator != 1:
            node = make("div", (node, make("number", (value.denominator,))))
        return node

    def split(self, term: int) -> tuple[Any, tuple[int, ...]]:
        """Return the numeric coefficient of a term and its other factors."""
        if self.operations[term] == "mul":
            factors = self.arguments[term]
            if self.operations[factors[0]] == "number":
                return self.arguments[factors[0]][0], factors[1:]
            return 1, factors
        return 1, (term,)

    def base_and_exponent(self, factor: int) -> tuple[int, Any]:
        if self.operations[factor] == "pow":
            base, exponent = self.arguments[factor]
            if self.operations[exponent] == "number":
                return base, self.arguments[exponent][0]
        return factor, 1

    # Sums

    def sum(self, terms: tuple[int, ...]) -> int:
        ordered = sorted([(self.term_key(term), term) for term in terms])
        signs = [self.is_negative(term) for _, term in ordered]
        if len(ordered) == 2 and signs[0] and not signs[1]:  # 1 - x rather than -x + 1
            ordered.reverse()
            signs.reverse()
        parts = [self.written[ordered[0][1]]]
        for (_, term), negative in zip(ordered[1:], signs[1:], strict=True):
            if negative:
                parts.append(self.new.make("neg", (self.without_sign(term),)))
            else:
                parts.append(self.written[term])
        return self.new.make("add", tuple(parts))

    def is_negative(self, term: int) -> bool:
        if self.operations[term] == "number":
            return bool(self.arguments[term][0] < 0)
        return bool(self.split(term)[0] < 0)

    def without_sign(self, term: int) -> int:
        if self.operations[term] == "number":
            return self.number(-self.arguments[term][0])
        coefficient, factors = self.split(term)
        return self.product(-coefficient, factors)

    def term_key(self, term: int) -> Any:
        """Sort terms by their factors: higher powers first, x before y, functions, numbers last."""
        operation = self.operations[term]
        if operation == "number":
            return (_LAST,)
        keys = []
        for factor in self.split(term)[1]:
            base, exponent = self.base_and_exponent(factor)
            keys.append(((*self.ranks[base], base), -exponent))
        if len(keys) > 1:
            keys.sort()
        return (*keys, _LAST)

    # Products

    def power_node(self, node: int, base: int, exponent: int) -> int:
        if self.operations[exponent] == "number":
            return self.product(1, (node,))
        return self.new.make("pow", (self.written[base], self.written[exponent]))

    def product(self, coefficient: Any, factors: tuple[int, ...]) -> int:
        """Write a product as a quotient; a minus goes to its first factor, as in -2*x."""
        parts = []
        for factor in factors:
            base, exponent = self.base_and_exponent(factor)
            parts.append((self.ranks[base], base, exponent))
        if len(parts) > 1:
            parts.sort()
        above: list[int] = []
        below: list[int] = []
        for _, base, exponent in parts:
            if exponent < 0:
                below.append(self.power(base, -exponent))
            else:
                above.append(self.power(base, exponent))
        make = self.new.make
        if coefficient != 1 or not above:
            top, bottom = coefficient.numerator, coefficient.denominator
            if abs(top) != 1 or not above:
                above.insert(0, make("number", (abs(top),)))
            if top < 0:
                above[0] = make("neg", (above[0],))
            if bottom != 1:
                below.insert(0, make("number", (bottom,)))
        node = above[0] if len(above) == 1 else make("mul", tuple(above))
        if not below:
            return node
        return make("div", (node, below[0] if len(below) == 1 else make("mul", tuple(below))))

    def power(self, base: int, exponent: Any) -> int:
        """Write a base that has been written to a positive numeric power."""
        if exponent == 1:
            return self.written[base]
        if type(exponent) is not int and exponent.denominator == 2 and exponent.numerator == 1:
            return self.new.make("sqrt", (self.written[base],))
        return self.new.make("pow", (self.written[base], self.number(exponent)))
