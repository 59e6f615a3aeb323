"""Which of the forms of a formula reads best.

A formula as the rules gave it stays where no other form is cheaper: a person's own structure wins
ties. What has nothing to gain is told by its operations alone, and loads nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from calcdl.arithmetic.formulas.cost import Cost
from calcdl.arithmetic.formulas.factors import collected
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import (
    TooMuch,
    factors_in,
    has_logarithm,
    number_in,
    structure,
)
from calcdl.graph.nodes import LEAVES, Graph

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["Choice"]

_MOST_CONDITIONS = 12
_MOST_ROUNDS = 3  # of relations between kernels

_NOTHING, _COMMON_FACTORS, _ALL = range(3)  # what may be gained

_TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))
_HYPERBOLIC = frozenset(("sinh", "cosh", "tanh", "coth", "sech", "csch"))
_RELATED = frozenset(("abs", "sign", "cbrt", "hypot", "besselj", "bessely", "besseli", "besselk",
                      "erfc", "expm1", "silu", "tanhshrink", "softsign", "log1p"))  # fmt: skip


class Choice:
    """The choice of forms for formulas that come from one function, as its derivatives do.

    ``form`` is "best", or the one that is wanted: "normal", "factored" or "expanded". A derivative
    is what its limit says where that is at a single point; for other formulas be ``strict``.
    """

    def __init__(
        self, symbols: Symbols, function: int, form: str = "best", strict: bool = False
    ) -> None:
        self.symbols, self.nodes = symbols, symbols.nodes
        self.function, self.form, self.strict = function, form, strict

    @cached_property
    def written(self) -> frozenset[int]:
        """The nodes of the function, which a person wrote."""
        return frozenset(Graph(self.nodes, self.function).order())

    def cost(self, order: Sequence[int]) -> Cost:
        """Return the cost of formulas in which the functions of these nodes are known."""
        known = {self.nodes.operations[i] for i in self.written}
        return Cost(self.nodes, known.union([self.nodes.operations[i] for i in order]))

    def best(self, root: int) -> int:
        """Return the form of a formula that reads best, or the one that is wanted.

        It is equal to the formula wherever that has a value. The branches of conditions are
        formulas by themselves.
        """
        if self.nodes.operations[root] in LEAVES:
            return root
        try:
            order = structure(self.symbols, root, with_branches=True)
        except TooMuch:
            return root
        conditions = [i for i in order if self.nodes.operations[i] == "where"]
        if not conditions:
            return self.best_of(root, order)
        if len(conditions) > _MOST_CONDITIONS:
            return root
        return self.best_of_branches(order)

    def best_of_branches(self, order: Sequence[int]) -> int:
        """Return the form that reads best of a formula with conditions, the last of its nodes."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        new: dict[int, int] = {}
        for i in order:
            new[i] = i
            if i not in self.written and operations[i] not in LEAVES:
                args = [new.get(j, j) for j in arguments[i]]
                if operations[i] == "where":
                    args[1:] = [self.best_of(branch) for branch in args[1:]]
                new[i] = self.nodes.make(operations[i], tuple(args))
        root = new[order[-1]]
        return root if operations[root] == "where" else self.best_of(root)

    def best_of(self, root: int, order: Sequence[int] | None = None) -> int:
        """Return the form of a formula that reads best, conditions being kernels."""
        try:
            if order is None:
                order = structure(self.symbols, root)
            if self.form != "best":
                return self.named(order)
            gain = what_may_gain(self.symbols, order)
            if gain == _NOTHING:
                return root
            cost = self.cost(order)
            if gain == _COMMON_FACTORS:
                return collected(self.symbols, cost, root)
            return self.best_of_all(order, cost)
        except TooMuch:
            return root

    def named(self, order: Sequence[int]) -> int:
        """Return the form that was asked for; raises TooMuch."""
        from calcdl.arithmetic.formulas.forms import Forms

        return Forms(self.symbols, order, self.written, self.cost(order), strict=self.strict).named(
            self.form
        )

    def best_of_all(self, order: Sequence[int], cost: Cost) -> int:
        from calcdl.arithmetic.formulas.forms import Forms
        from calcdl.arithmetic.formulas.relations import rewritten

        best = order[-1]
        hidden: set[int] = set()
        alternatives: list[tuple[Sequence[int], frozenset[int]]] = [(order, frozenset())]
        for _ in range(_MOST_ROUNDS):
            new = rewritten(self.symbols, order, hidden)
            if new == order[-1]:
                break
            order = structure(self.symbols, new)
            if not hidden:
                alternatives.clear()
                best = min(best, new, key=cost)
            alternatives.append((order, frozenset(hidden)))
        start = best
        for nodes, zeros in alternatives:
            for form in Forms(self.symbols, nodes, self.written, cost, zeros, self.strict).all():
                if cost(form) + (best != start) < cost(best):  # one character is no reason to go on
                    best = form
        return best


def what_may_gain(symbols: Symbols, order: Sequence[int]) -> int:
    """Say which forms of a formula may be better than the one that it has, by its structure."""
    operations = symbols.nodes.operations
    if _has_relations(symbols, order):
        return _ALL
    sums = [i for i in order if operations[i] == "add"]
    if not sums:
        return _NOTHING
    if len(sums) > 1:
        return _ALL
    if order[-1] == sums[0]:
        plain = all([operations[i] in _POLYNOMIAL for i in order]) and _is_whole(symbols, sums[0])
        return _NOTHING if plain else _COMMON_FACTORS
    return _NOTHING if _is_whole(symbols, sums[0]) else _ALL


_POLYNOMIAL = frozenset(("add", "mul", "pow", "number", "symbol", "constant"))


def _is_whole(symbols: Symbols, total: int) -> bool:
    """Say whether a sum has whole coefficients, and no term a negative power, a root or exp."""
    nodes = symbols.nodes
    for term in nodes.arguments[total]:
        for part in factors_in(symbols, term):
            operation = nodes.operations[part]
            value = symbols.value(nodes.arguments[part][1] if operation == "pow" else part)
            whole = type(value) is int and (value > 0 or operation == "number")
            if operation == "exp" or (operation in ("pow", "number") and not whole):
                return False
    return True


def _has_relations(symbols: Symbols, order: Sequence[int]) -> bool:
    """Say whether there are kernels that other ones, or powers of them, may be equal to."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    there = {operations[i] for i in order}
    if not there.isdisjoint(_RELATED) or ("exp" in there and not there.isdisjoint(_HYPERBOLIC)):
        return True
    for i in order:
        if operations[i] == "mul" and _meet(symbols, arguments[i]):
            return True
        if operations[i] == "pow" and _is_related(symbols, there, *arguments[i]):
            return True
        if operations[i] == "log" and operations[arguments[i][0]] == "pow":
            return True
        if operations[i] == "exp" and has_logarithm(symbols, arguments[i][0]):
            return True
    return False


def _is_related(symbols: Symbols, there: set[Operation], base: int, exponent: int) -> bool:
    """Say whether a power may meet others, among these operations."""
    inner, value = symbols.nodes.operations[base], symbols.value(exponent)
    if value is None:
        return bool(number_in(symbols, exponent))  # x**(n - 1) may meet x**n
    if inner in ("pow", "number") or ("sigmoid" in there and value < 0):
        return True
    rooted = type(value) is not int and inner in ("mul", "add")
    return "add" in there and (rooted or bool(_family(inner)))


def _meet(symbols: Symbols, factors: Sequence[int]) -> bool:
    """Say whether two trigonometric or two hyperbolic functions stand in one product."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    bases = [arguments[i][0] if operations[i] == "pow" else i for i in factors]
    families = [family for base in bases if (family := _family(operations[base]))]
    return len(set(families)) < len(families)


def _family(operation: Operation) -> int:
    """Return which functions a function is related to, 0 for none."""
    return 1 if operation in _TRIGONOMETRIC else 2 if operation in _HYPERBOLIC else 0
