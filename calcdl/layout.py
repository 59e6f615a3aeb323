"""Tidied formulas → the way a person writes them: quotients, roots, minus signs, a good order.

The tidy form knows only sums, products, powers and functions, in an order that is good for
comparing. Here x*y**(-1) becomes x/y, x**(1/2) becomes sqrt(x), and terms and factors are sorted
by what people expect to see first. Linear in the size of the formula.
"""

from __future__ import annotations

from typing import Any

from calcdl.arithmetic.exact import quotient
from calcdl.graph import Graph, Nodes

__all__ = ["lay_out"]

_LAST = ((9,), 0)  # stands behind every factor, so that x*y sorts before x and x before 1


def lay_out(graph: Graph) -> Graph:
    """Return a graph that computes the same and reads well."""
    return _Layout(graph).run()


class _Layout:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.old = graph.nodes
        self.new = Nodes()
        self.written: dict[int, int] = {}  # tidy node -> node of the new graph
        self.ranks: dict[int, tuple[Any, ...]] = {}  # tidy node -> how it sorts as a factor

    def run(self) -> Graph:
        operations, arguments = self.old.operations, self.old.arguments
        for i in self.graph.order():
            operation, args = operations[i], arguments[i]
            self.ranks[i] = self.rank(i, operation, args)
            if operation == "number":
                self.written[i] = self.number(args[0])
            elif operation == "symbol" or operation == "constant":
                self.written[i] = self.new.make(operation, args)
            elif operation == "add":
                self.written[i] = self.sum(args)
            elif operation == "mul" or operation == "pow":
                self.written[i] = self.signed_product(i)
            else:
                self.written[i] = self.new.make(operation, tuple(self.written[j] for j in args))
        return Graph(self.new, self.written[self.graph.root])

    def number(self, value: Any) -> int:
        make = self.new.make
        node = make("number", (abs(value.numerator),))
        if value < 0:
            node = make("neg", (node,))
        if value.denominator != 1:
            node = make("div", (node, make("number", (value.denominator,))))
        return node

    # Sums

    def sum(self, terms: tuple[int, ...]) -> int:
        ordered = sorted(terms, key=self.term_key)
        negative = [self.coefficient(term) < 0 for term in ordered]
        if len(ordered) == 2 and negative[0] and not negative[1]:  # 1 - x rather than -x + 1
            ordered.reverse()
            negative.reverse()
        parts = [self.written[ordered[0]]]
        for term, minus in zip(ordered[1:], negative[1:], strict=True):
            node = self.without_sign(term) if minus else self.written[term]
            parts.append(self.new.make("neg", (node,)) if minus else node)
        return self.new.make("add", tuple(parts))

    def coefficient(self, term: int) -> Any:
        operation, args = self.old.operations[term], self.old.arguments[term]
        if operation == "number":
            return args[0]
        if operation == "mul" and self.old.operations[args[0]] == "number":
            return self.old.arguments[args[0]][0]
        return 1

    def without_sign(self, term: int) -> int:
        if self.old.operations[term] == "number":
            return self.number(-self.old.arguments[term][0])
        return self.product(-self.coefficient(term), self.old.arguments[term][1:])

    def term_key(self, term: int) -> Any:
        """Sort terms by their factors: higher powers first, x before y, functions, numbers last."""
        operation, args = self.old.operations[term], self.old.arguments[term]
        if operation == "number":
            return (_LAST,)
        factors = args if operation == "mul" else (term,)
        keys = [self.power_key(f) for f in factors if self.old.operations[f] != "number"]
        return (*sorted(keys), _LAST)

    def power_key(self, factor: int) -> tuple[Any, Any]:
        base, exponent = self.base_and_exponent(factor)
        return (*self.ranks[base], base), -exponent

    def base_and_exponent(self, factor: int) -> tuple[int, Any]:
        if self.old.operations[factor] == "pow":
            base, exponent = self.old.arguments[factor]
            if self.old.operations[exponent] == "number":
                return base, self.old.arguments[exponent][0]
        return factor, 1

    def rank(self, node: int, operation: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Sort factors: constants, variables, sums of these, functions, sums that hold functions."""
        if operation == "number" or operation == "constant":
            return 0, str(args[0])
        if operation == "symbol":
            return 1, args[0]
        if operation == "add" or operation == "mul" or operation == "pow":
            simple = all(self.ranks[j][0] <= 2 for j in args)
            return (2, "") if simple else (5 if operation != "pow" else 4, "")
        return 4 if operation == "exp" else 3, str(operation)

    # Products

    def signed_product(self, node: int) -> int:
        """Write a product or power; a minus goes to its first factor, as in -2*x."""
        operation, args = self.old.operations[node], self.old.arguments[node]
        if operation == "pow":
            return self.product(1, (node,))
        if self.old.operations[args[0]] == "number":
            return self.product(self.old.arguments[args[0]][0], args[1:])
        return self.product(1, args)

    def product(self, coefficient: Any, factors: tuple[int, ...]) -> int:
        above: list[int] = []
        below: list[int] = []
        for factor in sorted(factors, key=self.factor_key):
            base, exponent = self.base_and_exponent(factor)
            if exponent < 0:
                below.append(self.power(base, -exponent))
            else:
                above.append(self.power(base, exponent) if base != factor else self.plain(factor))
        number = self.new.make("number", (abs(coefficient.numerator),))
        if abs(coefficient.numerator) != 1 or not above:
            above.insert(0, number)
        if coefficient < 0:
            above[0] = self.new.make("neg", (above[0],))
        if coefficient.denominator != 1:
            below.insert(0, self.new.make("number", (coefficient.denominator,)))
        node = self.together(above)
        return self.new.make("div", (node, self.together(below))) if below else node

    def factor_key(self, factor: int) -> Any:
        base, _ = self.base_and_exponent(factor)
        return (*self.ranks[base], base)

    def together(self, factors: list[int]) -> int:
        return factors[0] if len(factors) == 1 else self.new.make("mul", tuple(factors))

    def plain(self, factor: int) -> int:
        """Write a factor that has no numeric exponent."""
        if self.old.operations[factor] != "pow":
            return self.written[factor]
        base, exponent = self.old.arguments[factor]
        return self.new.make("pow", (self.written[base], self.written[exponent]))

    def power(self, base: int, exponent: Any) -> int:
        if exponent == 1:
            return self.written[base]
        if exponent == quotient(1, 2):
            return self.new.make("sqrt", (self.written[base],))
        return self.new.make("pow", (self.written[base], self.number(exponent)))
