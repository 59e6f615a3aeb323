"""Where a formula may not be smooth: what is zero there, and what is known of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.cases import PIECEWISE, Cases, by_definition
from calcdl.arithmetic.formulas.signs import MINUS, ZERO, Signs
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import LEAVES, Graph, reachable
from calcdl.graph.rewrite import rewrite_nodes
from calcdl.sweep.corners import corners
from calcdl.sweep.forward import apply_operation

if TYPE_CHECKING:
    from calcdl.arithmetic.formulas.products import Symbols
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Rough"]


class Rough:
    """The parts of formulas of one table that may not be smooth along a variable, or along any."""

    def __init__(self, cases: Cases, signs: Signs, variable: str | None) -> None:
        self.cases, self.signs, self.variable = cases, signs, variable
        self.symbols: Symbols = cases.symbols
        self.nodes = cases.symbols.nodes
        self.corners_by_key: Counter[int] = Counter()
        self.moving: set[int] = set()
        self.rough: set[int] = set()  # what has a part that may not be smooth
        self.rough_parts: set[int] = set()
        self.is_complete = True  # all has been looked at that had to be

    def look_at(self, root: int) -> None:
        """Learn what of a formula varies, and by which signs its corners go."""
        order = reachable(self.nodes, (root,))
        self.moving = self.varying(order)
        for i in order:
            if i in self.moving and self.may_be_rough(i):
                self.rough_parts.add(i)
            if i in self.rough_parts or not self.rough.isdisjoint(self.children(i)):
                self.rough.add(i)
            if self.nodes.operations[i] in PIECEWISE and i in self.moving:
                self.corners_by_key.update(self.keys(i))

    def varying(self, order: Iterable[int]) -> set[int]:
        operations, moving = self.nodes.operations, set[int]()
        for i in order:
            if operations[i] == "symbol":
                if self.variable in (None, self.nodes.name_of(i)):
                    moving.add(i)
            elif not moving.isdisjoint(self.children(i)):
                moving.add(i)
        return moving

    def with_still_bounds(self, root: int) -> int:
        """Return a formula in which clip(u, a, b) is min(max(u, a), b) if a or b varies."""
        order = reachable(self.nodes, (root,))
        moving = self.varying(order)

        def changed(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
            if operation in LEAVES:
                return None
            if args != self.nodes.arguments[node]:
                node = int(apply_operation(self.symbols, operation, args))
            bounds = self.nodes.arguments[node][1:] if operation == "clip" else ()
            return node if moving.isdisjoint(bounds) else by_definition(self.symbols, node)

        return rewrite_nodes(self.nodes, order, self.nodes, changed)[root]

    def children(self, node: int) -> tuple[int, ...]:
        return () if self.nodes.operations[node] in LEAVES else self.nodes.children(node)

    def keys(self, node: int) -> list[int]:
        """Return the formulas by whose signs an operation goes."""
        found = corners(self.symbols, self.nodes.operations[node], self.nodes.arguments[node])
        return [self.signs.key(place).node for place in found]

    def may_be_rough(self, node: int) -> bool:
        """Say whether an operation may not be smooth on both sides of a point."""
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if operation == "pow":  # of what may be negative: the domain ends there
            whole = type(self.symbols.value(args[1])) is int
            return not whole and not self.signs.of(args[0]) & MINUS
        row = FUNCTIONS.get(operation) if type(operation) is str else None
        return operation in PIECEWISE or (row is not None and bool(row.corners))

    def places(self, node: int) -> list[int]:
        """Return what is zero where an operation is not smooth; the operation if that is a step."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if operations[node] == "where":
            node = arguments[node][0]
        return corners(self.symbols, operations[node], arguments[node])

    def whole_at(self, place: int) -> int | None:
        """Return what is a whole number where sin(pi*u) is zero: u."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if operations[place] != "sin":
            return None
        pi = self.nodes.make("constant", ("pi",))
        whole = self.symbols.div(arguments[place][0], pi)
        return None if pi in reachable(self.nodes, (whole,)) else int(whole)

    def is_zero(self, place: int) -> int:
        """Return the condition that a formula is zero, without sines, which doubles seldom are."""
        key = self.signs.key(place).node
        whole = self.whole_at(key)
        if whole is None:
            return self.cases.compared("==", key)
        return self.symbols.compare("==", whole, self.symbols.call("floor", [whole]))

    def distance(self, place: int) -> int:
        """Return what is zero where a formula is, without sines."""
        key = self.signs.key(place).node
        whole = self.whole_at(key)
        if whole is None:
            return key
        return self.symbols.add((whole, self.symbols.neg(self.symbols.call("floor", [whole]))))

    def is_apart(self, difference: int, place: int) -> bool:
        """Say whether a formula is certainly not zero where another one is."""
        try:
            return not self.signs.of(self.reduced(difference, place)) & ZERO
        except CalcdlError:
            return False

    def crosses(self, difference: int, place: int) -> bool:
        """Say whether variables that a place has not let a formula change its sign there."""
        try:
            there = self.reduced(difference, place)
        except CalcdlError:
            return False
        names = Graph(self.nodes, place).symbols()
        return any([name not in names for name, _ in self.linear(there)])

    def reduced(self, difference: int, place: int) -> int:
        """Return what a formula is where another one is zero, as far as that is plain."""
        (there,) = self.cases.rebuilt([difference], place, self.symbols.zero)
        key = self.signs.key(place).node
        for old, new in self.solution(key):
            (there,) = self.cases.rebuilt([there], old, new)
        return there

    def solution(self, key: int) -> Iterator[tuple[int, int]]:
        """Yield a variable and what it is where a formula is zero, if that is plain."""
        for name, coefficient in self.linear(key):
            variable = self.nodes.symbol(name)
            rest = self.symbols.add((key, self.symbols.multiple(variable, -coefficient)))
            yield variable, self.symbols.multiple(rest, exact.quotient(-1, coefficient))
            return

    def linear(self, node: int) -> Iterator[tuple[str, Rational]]:
        """Yield the variables that a sum has in one term alone, a multiple of them."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        terms: Sequence[int] = arguments[node] if operations[node] == "add" else (node,)
        times = Counter([name for term in terms for name in Graph(self.nodes, term).symbols()])
        for term in terms:
            coefficient, rest = self.symbols.split(term)
            if operations[rest] == "symbol" and times[self.nodes.name_of(rest)] == 1:
                yield self.nodes.name_of(rest), coefficient
