"""Sums of formulas, like terms collected, and products of a formula and a number."""

from __future__ import annotations

from math import gcd, lcm

from calcdl.arithmetic import exact
from calcdl.graph.nodes import Nodes
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from calcdl.graph.nodes import Rational

__all__ = ["WIDTH", "Sums"]

# A nested sum or product is merged into the one around it up to this many parts. Merging without
# a limit would make n nested operations cost n squared.
WIDTH = 64


class Sums:
    """The part of the arithmetic of formulas that products and powers build on."""

    def __init__(self, nodes: Nodes | None = None) -> None:
        self.nodes = Nodes() if nodes is None else nodes
        self.zero = self.nodes.number(0)
        self.one = self.nodes.number(1)
        self.splits: dict[int, tuple[Rational, int]] = {}  # what split has found
        self.contents: dict[int, tuple[Rational, int]] = {}  # what content has found
        self.shared: set[int] = set()  # sums and products that are not merged into others
        self.holds_roots = False  # of powers, or of products, such as sqrt(x**4)
        self.holds_constants = False  # such as log(2), or 1/0, which has no value

    def copy(self) -> Self:
        """Return the same arithmetic with a table of its own, in which nodes are the same."""
        new = type(self)(self.nodes.copy())
        new.splits, new.contents = self.splits.copy(), self.contents.copy()
        new.shared = self.shared.copy()
        new.holds_roots, new.holds_constants = self.holds_roots, self.holds_constants
        return new

    # Leaves

    def number(self, value: Rational) -> int:
        return self.nodes.number(value)

    def constant(self, name: str) -> int:
        self.holds_constants = True
        return self.nodes.make("constant", (name,))

    def value(self, node: int) -> Rational | None:
        """Return the exact number that a node is, or None."""
        return self.nodes.arguments[node][0] if self.nodes.operations[node] == "number" else None

    def same(self, u: int, v: int) -> bool:
        """Say whether two formulas are one and the same."""
        return u == v

    def is_zero(self, node: int) -> bool:
        return node == self.zero

    def share(self, node: int) -> int:
        self.shared.add(node)
        return node

    def parts(self, node: int, width: int) -> Sequence[int]:
        """Return what a sum or product consists of, to be merged into one of so many parts."""
        parts = self.nodes.arguments[node]
        merges = node not in self.shared and len(parts) <= max(WIDTH, width)
        return parts if merges else (node,)

    # Sums

    def add(self, terms: Sequence[int]) -> int:
        """Return the sum, like terms collected."""
        if len(terms) == 1:
            return terms[0]
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if len(terms) == 2:
            first, second = terms
            if operations[first] == operations[second] == "number":
                return self.nodes.number(arguments[first][0] + arguments[second][0])
        constant: Rational = 0
        found: dict[object, int] = {}  # what a term is a multiple of -> the term
        several: dict[object, list[int]] = {}  # the same -> all terms, where there are several
        for term in terms:
            is_sum = operations[term] == "add"
            for part in self.parts(term, len(terms)) if is_sum else (term,):
                operation = operations[part]
                if operation == "number":
                    constant += arguments[part][0]
                    continue
                key = self.without_number(arguments[part]) if operation == "mul" else part
                if key in found:
                    several.setdefault(key, [found[key]]).append(part)
                else:
                    found[key] = part
        for key, parts in several.items():
            coefficient = sum([self.coefficient(part) for part in parts])
            if coefficient:
                found[key] = self.scale(self.split(parts[0])[1], coefficient)
            else:
                del found[key]
        collected = list(found.values())
        if constant or not collected:
            collected.append(self.nodes.number(constant))
        if len(collected) == 1:
            return collected[0]
        collected.sort()
        return self.nodes.make("add", tuple(collected))

    def without_number(self, factors: tuple[int, ...]) -> object:
        """Return what a product is a multiple of: its factors, or the only one."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if operations[factors[0]] != "number":
            return factors
        if len(factors) > 2:
            return factors[1:]
        rest = factors[1]
        return arguments[rest] if operations[rest] == "mul" else rest

    def coefficient(self, term: int) -> Rational:
        """Return the numeric coefficient of a term."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if operations[term] == "mul":
            term = arguments[term][0]
        return arguments[term][0] if operations[term] == "number" else 1

    def split(self, term: int) -> tuple[Rational, int]:
        """Return the numeric coefficient of a term, and the term without it."""
        nodes = self.nodes
        operation = nodes.operations[term]
        if operation != "mul":
            return (nodes.arguments[term][0], self.one) if operation == "number" else (1, term)
        found = self.splits.get(term)
        if found is None:
            factors = nodes.arguments[term]
            found = 1, term
            if nodes.operations[factors[0]] == "number":
                rest = factors[1] if len(factors) == 2 else nodes.make("mul", factors[1:])
                found = nodes.arguments[factors[0]][0], rest
            self.splits[term] = found
        return found

    def scale(self, node: int, coefficient: Rational) -> int:
        """Return the product of a number and a node that has no numeric coefficient."""
        nodes = self.nodes
        if coefficient == 1:
            return node
        operation = nodes.operations[node]
        if node == self.one:
            return nodes.number(coefficient)
        if operation == "add" and len(nodes.arguments[node]) <= WIDTH:
            terms = [self.split(term) for term in nodes.arguments[node]]
            return nodes.make(
                "add", tuple(sorted([self.scale(t, c * coefficient) for c, t in terms]))
            )
        factors = nodes.arguments[node] if operation == "mul" else (node,)
        return nodes.make("mul", (nodes.number(coefficient), *factors))

    def neg(self, node: int) -> int:
        return self.multiple(node, -1)

    def multiple(self, node: int, coefficient: Rational) -> int:
        """Return the product of a number and any node."""
        if coefficient == 0:
            return self.zero
        own, rest = self.split(node)
        return self.scale(rest, own * coefficient)

    def content(self, total: int) -> tuple[Rational, int]:
        """Return the number that all terms of a sum have in common, and the sum without it.

        It is negative only if all terms are, so that 1 - y is not turned into -(y - 1).
        """
        found = self.contents.get(total)
        if found is None:
            found = self.contents[total] = self.find_content(total)
        return found

    def find_content(self, total: int) -> tuple[Rational, int]:
        nodes = self.nodes
        terms = nodes.arguments[total]
        if len(terms) > WIDTH:
            return 1, total
        values = [self.coefficient(term) for term in terms]
        numerator = gcd(*[value.numerator for value in values])
        denominator = lcm(*[value.denominator for value in values])
        common = exact.quotient(numerator, denominator)
        if values[0] < 0 and all([value < 0 for value in values]):
            common = -common
        if common == 1:
            return 1, total
        parts = []
        for term in terms:
            value, rest = self.split(term)
            parts.append(self.scale(rest, exact.quotient(value, common)))
        return common, nodes.make("add", tuple(sorted(parts)))
