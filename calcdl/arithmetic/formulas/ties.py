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
        tied = [self.ties(end, args[:1]) for end in ends]
        if not any(tied):
            return []
        steps = [self.step(*end) for end in zip(ends, tied, strict=True)]
        return [(args[0], self.symbols.mul(steps))]

    def of_extreme(self, is_least: bool, u: int, v: int) -> list[tuple[int, int]]:
        """Return the factors of max(u, v) or min(u, v)."""
        difference = self.symbols.add((u, self.symbols.neg(v)))
        tied = [self.ties(difference, [side]) for side in (u, v)]
        if tied[0] == tied[1]:
            return []
        if is_least:
            difference = self.symbols.neg(difference)
        opposite = self.symbols.neg(difference)
        return [
            (u, self.step(difference, True, tied[1])),
            (v, self.step(opposite, True, tied[0])),
        ]

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

    def ties(self, difference: int, args: Sequence[int]) -> bool:
        """Say whether a difference may be zero where the arguments are not smooth.

        Where another operation goes by the same difference, both may make one smooth function, as
        relu(u) - relu(-u) does: the means of their slopes add up to its slope.
        """
        shared = self.corners_by_key[self.signs.key(difference).node] > 1
        return not shared and self.may_tie(args, difference)

    def step(self, node: int, ties: bool, at_zero: bool = False) -> int:
        """Return 1 where a formula is positive and 0 where it is negative."""
        chosen = [self.symbols.number(int(at_zero))] if ties else []
        return int(self.symbols.call("heaviside", [node, *chosen]))

    def may_be_rough(self, node: int) -> bool:
        """Say whether an operation may not be smooth on both sides of a point."""
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if operation == "pow":  # of what may be negative: the domain ends there
            whole = type(self.symbols.value(args[1])) is int
            return not whole and not self.signs.of(args[0]) & MINUS
        row = FUNCTIONS.get(operation) if type(operation) is str else None
        return operation in PIECEWISE or (row is not None and bool(row.corners))

    def may_tie(self, args: Sequence[int], difference: int) -> bool:
        """Say whether a formula may be zero where a part of these arguments is not smooth.

        It does not count where other variables than those of the part let it change its sign: there
        the whole has a corner in these.
        """
        if self.cases.work > _MOST_WORK:
            return False
        order = reachable(self.nodes, args)
        self.cases.work += len(order)
        parts = self.rough_parts.intersection(order)
        places = {place: None for i in sorted(parts) for place in self.places(i)}
        try:
            return any([not self.is_apart(difference, place) for place in places])
        except CalcdlError:
            return True

    def places(self, node: int) -> list[int]:
        """Return what is zero where an operation is not smooth; the operation if that is a step."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if operations[node] == "where":
            node = arguments[node][0]
        return corners(self.symbols, operations[node], arguments[node])

    def is_apart(self, difference: int, place: int) -> bool:
        """Say whether a formula is not zero where another one is, or changes its sign there."""
        (there,) = self.cases.rebuilt([difference], place, self.symbols.zero)
        key = self.signs.key(place).node
        for old, new in self.solution(key):
            (there,) = self.cases.rebuilt([there], old, new)
        if not self.signs.of(there) & ZERO:
            return True
        names = Graph(self.nodes, place).symbols()
        return any([name not in names for name, _ in self.linear(there)])

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
