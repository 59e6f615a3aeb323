"""Which of the forms of a formula reads best.

A formula as the rules gave it stays where no other form is cheaper: a person's own structure wins
ties. What has nothing to gain is told by its operations alone, and loads nothing.
"""

from __future__ import annotations

import itertools

from calcdl.arithmetic.formulas.cost import PARTS_LOST, Cost
from calcdl.arithmetic.formulas.gain import (
    COMMON_FACTORS,
    NOTHING,
    POLYNOMIAL,
    what_may_gain,
)
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import STEPS, TooMuch, require_low_powers, structure
from calcdl.graph.nodes import LEAVES, Graph
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Choice"]

_MOST_CONDITIONS = 12
_MOST_ROUNDS = 3  # of relations between kernels


class Choice:
    """The choice of forms for formulas that come from one function, as its derivatives do.

    ``form`` is "best", or the one that is wanted: "normal", "factored" or "expanded". A derivative
    is what its limit says where that is at a single point; for other formulas be ``strict``.
    ``given_up`` says why a formula has not the form that is wanted: "work", or "points" that it
    would lose.
    """

    def __init__(
        self, symbols: Symbols, function: int, form: str = "best", strict: bool = False
    ) -> None:
        self.symbols, self.nodes = symbols, symbols.nodes
        self.function, self.form, self.strict = function, form, strict
        self.given_up: list[str] = []
        self._written: frozenset[int] | None = None

    @property
    def written(self) -> frozenset[int]:
        """The nodes of the function, which a person wrote."""
        if self._written is None:  # most formulas that have nothing to gain do not ask
            self._written = frozenset(Graph(self.nodes, self.function).order())
        return self._written

    def is_written(self, node: int) -> bool:
        return node in self.written

    def cost(self, order: Sequence[int]) -> Cost:
        """Return the cost of formulas in which the functions of these nodes are known."""
        operations = self.nodes.operations
        return Cost(self.nodes, {operations[i] for i in itertools.chain(self.written, order)})

    def best(self, root: int) -> int:
        """Return the form of a formula that reads best, or the one that is wanted.

        It is equal to the formula wherever that has a value. The branches of conditions are
        formulas by themselves.
        """
        if self.nodes.operations[root] in LEAVES:
            return root
        try:
            order = structure(self.symbols, root, with_branches=True)
            root = self.with_best_arguments(order)
            if root != order[-1]:
                order = structure(self.symbols, root, with_branches=True)
        except TooMuch:
            return self.gave_up(root, "work")
        conditions = [i for i in order if self.nodes.operations[i] == "where"]
        if not conditions:
            return self.best_of(root, order)
        if len(conditions) > _MOST_CONDITIONS:
            return self.gave_up(root, "work")
        return self.best_of_branches(order)

    def with_best_arguments(self, order: Sequence[int]) -> int:
        """Return a formula in which the arguments of functions that nobody wrote read best.

        A function may jump where its argument has no other value than by a limit: that is strict.
        """
        operations, root = self.nodes.operations, order[-1]
        has_steps = not STEPS.isdisjoint([operations[i] for i in order])
        if self.form != "best" or not (has_steps or self.strict):
            return root
        from calcdl.arithmetic.formulas.inside import with_best_arguments

        def is_kept(name: str, argument: int) -> bool:
            return not self.strict and (name not in STEPS or self.is_written(argument))

        of_arguments = Choice(self.symbols, self.function, strict=True)
        return with_best_arguments(self.symbols, root, is_kept, of_arguments.best_of)

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
            gain = what_may_gain(self.symbols, order, self.is_written)
            if gain == NOTHING:
                return root
            cost = self.cost(order)
            if gain == POLYNOMIAL and not self.is_shorter_multiplied_out(order, cost):
                gain = COMMON_FACTORS
            if gain == COMMON_FACTORS:
                from calcdl.arithmetic.formulas.factors import collected

                return collected(self.symbols, cost, root)
            return self.best_of_all(order, cost)
        except TooMuch:
            return self.gave_up(root, "work")

    def gave_up(self, root: int, reason: str) -> int:
        """Return a formula as it is, noting why it has not the form that was asked for."""
        if self.form != "best":
            self.given_up.append(reason)
        return root

    def is_shorter_multiplied_out(self, order: Sequence[int], cost: Cost) -> bool:
        """Say whether a polynomial with powers of sums is so much shorter as a sum of monomials."""
        from calcdl.arithmetic.formulas.apart import multiplied_out

        names = [i for i in order if self.nodes.operations[i] == "symbol"]
        total = multiplied_out(self.symbols, order[-1])
        return cost(total) + (PARTS_LOST if len(names) > 1 else 0) < cost(order[-1])

    def named(self, order: Sequence[int]) -> int:
        """Return the form that was asked for; raises TooMuch."""
        from calcdl.arithmetic.formulas.factors import is_multiplied_out
        from calcdl.arithmetic.formulas.forms import Forms
        from calcdl.arithmetic.formulas.surds import Narrower

        cost = self.cost(order)
        try:
            forms = Forms(self.symbols, order, self.written, cost, strict=self.strict)
            return forms.named(self.form)
        except Narrower:  # it would be divided by what the formula is not
            if self.form == "expanded" and is_multiplied_out(self.symbols, order[-1]):
                return order[-1]
            return self.gave_up(order[-1], "points")

    def without_lowest(
        self, order: Sequence[int], other: int
    ) -> list[tuple[Sequence[int], frozenset[int]]]:
        """Return a formula without Bessel functions of the lowest orders, if that is a new one."""
        from calcdl.arithmetic.formulas.relations import BESSEL, rewritten

        if not any([self.nodes.operations[i] in BESSEL for i in order]):
            return []
        hidden: set[int] = set()
        new = rewritten(self.symbols, order, hidden, lowest=True)
        return [] if new == other else [(structure(self.symbols, new), frozenset(hidden))]

    def with_squares_outside(
        self, order: Sequence[int], cost: Cost
    ) -> list[tuple[Sequence[int], frozenset[int]]]:
        """Return a formula without squares in radicands, if that is a new one."""
        from calcdl.arithmetic.formulas.forms import Forms
        from calcdl.arithmetic.formulas.radicands import with_squares_outside
        from calcdl.arithmetic.formulas.surds import Narrower

        def formed(root: int, name: str) -> int:
            nodes = structure(self.symbols, root)
            return Forms(self.symbols, nodes, self.written, cost, strict=self.strict).named(name)

        try:
            new = with_squares_outside(self.symbols, order, formed)
        except (Narrower, TooMuch):
            return []
        return [] if new == order[-1] else [(structure(self.symbols, new), frozenset())]

    def best_of_all(self, order: Sequence[int], cost: Cost) -> int:
        from calcdl.arithmetic.formulas.relations import rewritten

        best = order[-1]
        hidden: set[int] = set()
        alternatives: list[tuple[Sequence[int], frozenset[int]]] = [(order, frozenset())]
        lowest: list[tuple[Sequence[int], frozenset[int]]] = []
        kept = frozenset() if self.strict else self.written
        for _ in range(_MOST_ROUNDS):
            new = rewritten(self.symbols, order, hidden, kept)
            if new == order[-1]:
                break
            lowest = self.without_lowest(order, new)
            order = structure(self.symbols, new)
            if not hidden:
                alternatives.clear()
                best = min(best, new, key=cost)
            alternatives.append((order, frozenset(hidden)))
        alternatives += lowest
        for nodes, _ in alternatives:
            require_low_powers(self.symbols, nodes)
        alternatives += self.with_squares_outside(order, cost)
        from calcdl.arithmetic.formulas.forms import Forms

        start = best
        for nodes, zeros in alternatives:
            for form in Forms(self.symbols, nodes, self.written, cost, zeros, self.strict).all():
                if cost(form) + (best != start) < cost(best):  # one character is no reason to go on
                    best = form
        return best
