"""Ties: where max(u, v) has to choose, and one of the two is not smooth itself.

The rule of max gives the mean of both slopes where u and v are equal. That is right for whatever
smooth functions add up to, but not where u has a corner or a step of its own at the tie, as in
max(floor(x), x) or relu(x*y - relu(x)). There max(u, v) - v, which is never negative, is zero: if
it has a slope, that is zero, and the slope of max(u, v) is that of v, the smooth one of the two.
So relu(u) has the slope u'*heaviside(u, 0) if u is not smooth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.cases import PIECEWISE, Cases
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.signs import MINUS, ZERO, Signs
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import LEAVES, Graph, reachable
from calcdl.sweep.corners import corners

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Ties"]

_MOST_WORK = 6_000  # nodes that are looked at or made anew, in all; then the means stay


class Ties:
    """The ties of formulas of one table, along a variable, or along any."""

    def __init__(self, cases: Cases, signs: Signs, variable: str | None) -> None:
        self.cases, self.signs, self.variable = cases, signs, variable
        self.symbols: Symbols = cases.symbols
        self.nodes = cases.symbols.nodes
        self.corners_by_key: Counter[int] = Counter()
        self.moving: set[int] = set()
        self.rough: set[int] = set()  # what has a part that may not be smooth
        self.rough_parts: set[int] = set()

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

    def parted(self, node: int, copied: Mapping[int, int], values: dict[int, int]) -> int | None:
        """Return a sum of products of steps and copies of formulas, with the slope of a node.

        The steps are leaves, whose values are entered. None says that the rule of the node is
        right, or as good.
        """
        terms = []
        for formula, step in self.factors(node):
            leaf = self.nodes.make("constant", (True, step))
            values[leaf] = step
            terms.append(self.nodes.make("mul", (leaf, copied[formula])))
        if len(terms) > 1:
            return self.nodes.make("add", tuple(terms))
        return terms[0] if terms else None

    def varying(self, order: Iterable[int]) -> set[int]:
        operations, moving = self.nodes.operations, set[int]()
        for i in order:
            if operations[i] == "symbol":
                if self.variable in (None, self.nodes.name_of(i)):
                    moving.add(i)
            elif not moving.isdisjoint(self.children(i)):
                moving.add(i)
        return moving

    def children(self, node: int) -> tuple[int, ...]:
        return () if self.nodes.operations[node] in LEAVES else self.nodes.children(node)

    def keys(self, node: int) -> list[int]:
        """Return the formulas by whose signs an operation goes."""
        found = corners(self.symbols, self.nodes.operations[node], self.nodes.arguments[node])
        return [self.signs.key(place).node for place in found]

    def factors(self, node: int) -> list[tuple[int, int]]:
        """Return max(u, v) as [(u, step), (v, step)], with steps that are 0 or 1."""
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if node not in self.moving or self.rough.isdisjoint(self.children(node)):
            return []
        if operation in ("max", "min"):
            return self.of_extreme(operation == "min", *args)
        ends = self.ends(operation, args)
        tied = [bool(self.tied_places(end, args[0])) for end in ends]
        if not any(tied):
            return []
        shares = [self.symbols.zero if is_tied else None for is_tied in tied]
        steps = [self.step(*end) for end in zip(ends, shares, strict=True)]
        return [(args[0], self.symbols.mul(steps))]

    def of_extreme(self, is_least: bool, u: int, v: int) -> list[tuple[int, int]]:
        """Return the factors of max(u, v) or min(u, v)."""
        difference = self.symbols.add((u, self.symbols.neg(v)))
        rough_u, rough_v = [self.tied_places(difference, side) for side in (u, v)]
        if set(rough_u) == set(rough_v):
            return []
        share_u, share_v = self.shares(rough_u, rough_v)
        if is_least:
            difference = self.symbols.neg(difference)
        opposite = self.symbols.neg(difference)
        return [(u, self.step(difference, share_u)), (v, self.step(opposite, share_v))]

    def shares(self, rough_u: Sequence[int], rough_v: Sequence[int]) -> tuple[int, int]:
        """Return how much the slopes of u and of v count where u and v are equal.

        Of the two the smooth one counts. If either may be rough, at different places, those of one
        tell which it is: of the one that is rough there with less doubt.
        """
        one, zero = self.symbols.one, self.symbols.zero
        if not rough_v:
            return zero, one
        if not rough_u:
            return one, zero
        if self.doubt(rough_u) <= self.doubt(rough_v):
            return self.if_zero(rough_u, zero, one), self.if_zero(rough_u, one, zero)
        return self.if_zero(rough_v, one, zero), self.if_zero(rough_v, zero, one)

    def doubt(self, places: Iterable[int]) -> tuple[int, int]:
        """Return how far an operation may be smooth at such places after all, and their length.

        A step is not, where min(x*y, x) is smooth for x = 0 if y is 1.
        """
        keys = [self.signs.key(place).node for place in places]
        steps = [key for key in keys if self.whole_at(key) is not None]
        return len(keys) - len(steps), len(reachable(self.nodes, keys))

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

    def if_zero(self, places: Iterable[int], chosen: int, otherwise: int) -> int:
        """Return a formula that holds where one of these is zero, or another."""
        for place in places:
            otherwise = self.symbols.choose(self.is_zero(place), chosen, otherwise)
        return otherwise

    def ends(self, operation: Operation, args: tuple[int, ...]) -> list[int]:
        """Return what is positive where an operation is its first argument, and else is flat."""
        number = self.symbols.number
        if operation == "relu":
            return [args[0]]
        low, high = number(0), number(6)
        if operation == "clip":
            low, high = args[1:]
        elif operation != "relu6":
            return []
        if self.symbols.value(low) is None or self.symbols.value(high) is None:
            return []
        below, above = (args[0], self.symbols.neg(low)), (high, self.symbols.neg(args[0]))
        return [self.symbols.add(below), self.symbols.add(above)]

    def step(self, node: int, at_zero: int | None) -> int:
        """Return 1 where a formula is positive and 0 where it is negative; None: the mean."""
        return int(self.symbols.call("heaviside", [node, *([] if at_zero is None else [at_zero])]))

    def may_be_rough(self, node: int) -> bool:
        """Say whether an operation may not be smooth on both sides of a point."""
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if operation == "pow":  # of what may be negative: the domain ends there
            whole = type(self.symbols.value(args[1])) is int
            return not whole and not self.signs.of(args[0]) & MINUS
        row = FUNCTIONS.get(operation) if type(operation) is str else None
        return operation in PIECEWISE or (row is not None and bool(row.corners))

    def tied_places(self, difference: int, side: int) -> list[int]:
        """Return what is zero where a side may not be smooth, if a difference may be zero there.

        Where another operation goes by the same difference, both may make one smooth function, as
        relu(u) - relu(-u) does: the means of their slopes add up to its slope. A place does not
        count where other variables than its own let the difference change its sign: there the
        whole has a corner in these.
        """
        shared = self.corners_by_key[self.signs.key(difference).node] > 1
        if shared or self.cases.work > _MOST_WORK:
            return []
        order = reachable(self.nodes, (side,))
        self.cases.work += len(order)
        parts = self.rough_parts.intersection(order)
        places = {place: None for i in sorted(parts) for place in self.places(i)}
        return [place for place in places if not self.is_apart(difference, place)]

    def places(self, node: int) -> list[int]:
        """Return what is zero where an operation is not smooth; the operation if that is a step."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if operations[node] == "where":
            node = arguments[node][0]
        return corners(self.symbols, operations[node], arguments[node])

    def is_apart(self, difference: int, place: int) -> bool:
        """Say whether a formula is not zero where another one is, or changes its sign there."""
        try:
            there = self.reduced(difference, place)
        except CalcdlError:
            return False
        if not self.signs.of(there) & ZERO:
            return True
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
