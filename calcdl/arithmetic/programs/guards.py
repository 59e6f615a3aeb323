"""The arithmetic of adjoints under conditions: nothing comes out of a branch that is not taken.

Both branches of a condition are computed where a machine works on whole arrays, and 0 times the
infinite slope of the branch that is not taken is nan. So the condition does not choose a factor: it
is carried along as a guard, and chooses between what comes out in the end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.programs.operations import Operations

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from calcdl.graph.nodes import Operation, Rational

    Guard: TypeAlias = frozenset[tuple[int, bool]]  # conditions, and which way each has turned out

__all__ = ["Guarded", "Piece"]

_MOST_CONDITIONS = 3  # that a guard carries one by one; it settles in as many choices


class Piece(NamedTuple):
    """A node where all conditions of its guard hold, and 0 elsewhere."""

    node: int
    guard: Guard = frozenset()


class Guarded:
    """The arithmetic of pieces, over one of nodes.

    >>> from calcdl.graph.nodes import Graph
    >>> from calcdl.syntax.unparse import unparse
    >>> lean = Operations()
    >>> x, zero, one = Piece(lean.nodes.symbol("x")), Piece(lean.number(0)), Piece(lean.number(1))
    >>> guarded = Guarded(lean)
    >>> slope = guarded.choose(guarded.compare(">", x, zero), guarded.div(one, x), zero)
    >>> unparse(Graph(lean.nodes, guarded.settled(guarded.mul((x, slope)))))
    'Piecewise((1, x > 0), (0, True))'
    """

    def __init__(self, nodes: Operations) -> None:
        self.lean = nodes
        self.zero = Piece(nodes.number(0))

    def settled(self, u: Piece) -> int:
        """Return a piece as a node."""
        node, nothing = u.node, self.zero.node
        for condition, holds in sorted(u.guard):
            node = self.lean.choose(condition, *((node, nothing) if holds else (nothing, node)))
        return node

    # What keeps guards

    def add(self, terms: Sequence[Piece]) -> Piece:
        by_guard: dict[Guard, int] = {}
        for node, guard in terms:
            earlier = by_guard.get(guard)
            by_guard[guard] = node if earlier is None else self._plus(earlier, node)
        self._join(by_guard)
        if len(by_guard) > 1:
            return Piece(self.lean.add([self.settled(Piece(v, g)) for g, v in by_guard.items()]))
        ((guard, node),) = by_guard.items()
        return Piece(node, guard)

    def _plus(self, u: int, v: int) -> int:
        """Return a sum of slopes; one and its opposite are nothing, however large."""
        is_nothing = self.lean.negated(u) == v or self.lean.negated(v) == u
        return self.zero.node if is_nothing else self.lean.add((u, v))

    def _join(self, by_guard: dict[Guard, int]) -> None:
        """Make one of each two pieces that differ in how one condition has turned out; linear."""
        queue = deque(by_guard)
        while queue:
            guard = queue.popleft()
            for condition, holds in guard if guard in by_guard else ():
                other = guard - {(condition, holds)} | {(condition, not holds)}
                if other in by_guard:
                    this, that = by_guard.pop(guard), by_guard.pop(other)
                    pair = (this, that) if holds else (that, this)
                    both, common = self.lean.choose(condition, *pair), guard & other
                    earlier = by_guard.get(common)
                    by_guard[common] = both if earlier is None else self.lean.add((earlier, both))
                    queue.append(common)
                    break

    # What adds to guards

    def _under(self, guard: Guard, conditions: Guard) -> Guard:
        """Return a guard with further conditions; if it has many, what it had becomes one."""
        both = guard | conditions
        if len(both) <= _MOST_CONDITIONS or len(guard) < 2:
            return both
        holds = self.settled(Piece(self.lean.number(1), guard))
        return conditions | {(self.lean.compare("!=", holds, self.zero.node), True)}

    def mul(self, factors: Sequence[Piece]) -> Piece:
        product, guard = factors[0]
        for node, conditions in factors[1:]:
            if any([(condition, not holds) in guard for condition, holds in conditions]):
                return self.zero
            product, guard = self._times(product, node), self._under(guard, conditions)
        return self._piece(product, guard)

    def _times(self, u: int, v: int) -> int:
        """Return a product; v times 1/v is 1, for where v is zero there is no slope 1/v."""
        operations, arguments = self.lean.nodes.operations, self.lean.nodes.arguments
        for slope, other in ((u, v), (v, u)):
            if operations[slope] == "div":
                numerator, denominator = arguments[slope]
                if denominator == other and self.lean.value(numerator) is not None:
                    return numerator
        return self.lean.mul((u, v))

    def neg(self, u: Piece) -> Piece:
        return self._piece(self.lean.neg(u.node), u.guard)

    def div(self, u: Piece, v: Piece) -> Piece:
        minus = self.lean.negated(u.node)
        if v.node in (u.node, minus) and not v.guard:  # for where v is zero there is no slope
            return Piece(self.lean.number(1 if v.node == u.node else -1), u.guard)
        return self._piece(self.lean.div(u.node, self.settled(v)), u.guard)

    def choose(self, condition: Any, chosen: Piece, otherwise: Piece) -> Piece:
        if isinstance(condition, bool):
            return chosen if condition else otherwise
        if self.is_zero(otherwise):
            return self._piece(
                chosen.node, self._under(chosen.guard, frozenset(((condition, True),)))
            )
        if self.is_zero(chosen):
            return self._piece(
                otherwise.node, self._under(otherwise.guard, frozenset(((condition, False),)))
            )
        return Piece(self.lean.choose(condition, self.settled(chosen), self.settled(otherwise)))

    def _piece(self, node: int, guard: Guard) -> Piece:
        return self.zero if self.lean.is_zero(node) else Piece(node, guard)

    # What works with nodes

    def number(self, value: Rational) -> Piece:
        return Piece(self.lean.number(value))

    def constant(self, name: str) -> Piece:
        return Piece(self.lean.constant(name))

    def pow(self, u: Piece, v: Piece) -> Piece:
        return Piece(self.lean.pow(self.settled(u), self.settled(v)))

    def call(self, name: Operation, arguments: Sequence[Piece]) -> Piece:
        return Piece(self.lean.call(name, [self.settled(u) for u in arguments]))

    def compare(self, operation: str, u: Piece, v: Piece) -> Any:
        return self.lean.compare(operation, self.settled(u), self.settled(v))

    def is_zero(self, u: Piece) -> bool:
        return self.lean.is_zero(u.node)

    def share(self, u: Piece) -> Piece:
        return u
