"""Ties: where max(u, v) has to choose, and one of the two is not smooth itself.

The rule of max gives the mean of both slopes where u and v are equal. That is right for whatever
smooth functions add up to, but not where u has a corner or a step of its own at the tie, as in
max(floor(x), x) or relu(x*y - relu(x)). There max(u, v) - v, which is never negative, is zero: if
it has a slope, that is zero, and the slope of max(u, v) is that of v, the smooth one of the two.
So relu(u) has the slope u'*heaviside(u, 0) if u is not smooth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.formulas.cases import Cases
from calcdl.arithmetic.formulas.rough import Rough
from calcdl.arithmetic.formulas.signs import PLUS, Signs
from calcdl.graph.nodes import Graph, reachable

if TYPE_CHECKING:
    from calcdl.arithmetic.formulas.meetings import Meetings, Places
    from calcdl.graph.nodes import Operation

__all__ = ["Ties"]

_MOST_WORK = 6_000  # nodes that are looked at or made anew, in all; then the means stay


class Ties(Rough):
    """The ties of formulas of one table, along a variable, or along any."""

    def __init__(self, cases: Cases, signs: Signs, variable: str | None) -> None:
        super().__init__(cases, signs, variable)
        self.found_meetings: Meetings | None = None

    def look_at(self, root: int) -> None:
        """Learn what of a formula varies, and what of it may meet."""
        super().look_at(root)
        if len(Graph(self.nodes, root).symbols()) > 1 and len(self.rough_parts) > 1:
            from calcdl.arithmetic.formulas.meetings import Meetings

            self.found_meetings = Meetings(self, root)

    def meetings(self) -> list[Places]:
        """Return what is zero where corners and steps meet, and the slopes may be wrong."""
        return [] if self.found_meetings is None else self.found_meetings.all()

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

    def factors(self, node: int) -> list[tuple[int, int]]:
        """Return max(u, v) as [(u, step), (v, step)], with steps that are 0 or 1."""
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if node not in self.moving or not self.may_be_tied(node):
            return []
        if operation == "abs":  # if it has a slope, that is zero, as sign(0) says
            self.tied_places(node, args[0], args)
            return []
        if operation in ("max", "min"):
            return self.of_extreme(node, operation == "min", *args)
        ends = self.ends(operation, args)
        tied = [bool(self.tied_places(node, end, (args[0],))[0]) for end in ends]
        if operation == "clip" and ends and self.may_be_empty(*args[1:]):
            tied[-1] = True  # flat on both sides of the point that is left
        if not any(tied):
            return []
        shares = [self.symbols.zero if is_tied else None for is_tied in tied]
        steps = [self.step(*end) for end in zip(ends, shares, strict=True)]
        return [(args[0], self.symbols.mul(steps))]

    def may_be_tied(self, node: int) -> bool:
        """Say whether an operation may meet a corner of an argument, or another one of its own."""
        if not self.rough.isdisjoint(self.children(node)):
            return True
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        return operation == "clip" and self.may_be_empty(*args[1:])

    def may_be_empty(self, low: int, high: int) -> bool:
        """Say whether a bound below may be one above."""
        return bool(self.signs.of(self.symbols.add((high, self.symbols.neg(low)))) & ~PLUS)

    def of_extreme(self, node: int, is_least: bool, u: int, v: int) -> list[tuple[int, int]]:
        """Return the factors of max(u, v) or min(u, v)."""
        difference = self.symbols.add((u, self.symbols.neg(v)))
        rough_u, rough_v = self.tied_places(node, difference, (u, v))
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

    def if_zero(self, places: Iterable[int], chosen: int, otherwise: int) -> int:
        """Return a formula that holds where one of these is zero, or another."""
        for place in places:
            otherwise = self.symbols.choose(self.is_zero(place), chosen, otherwise)
        return otherwise

    def ends(self, operation: Operation, args: tuple[int, ...]) -> list[int]:
        """Return what is positive where an operation is its first argument, and else is flat.

        The bounds of clip do not vary: ``with_still_bounds`` sees to that.
        """
        number = self.symbols.number
        if operation == "relu":
            return [args[0]]
        low, high = number(0), number(6)
        if operation == "clip":
            low, high = args[1:]
        elif operation != "relu6":
            return []
        below, above = (args[0], self.symbols.neg(low)), (high, self.symbols.neg(args[0]))
        return [self.symbols.add(below), self.symbols.add(above)]

    def step(self, node: int, at_zero: int | None) -> int:
        """Return 1 where a formula is positive and 0 where it is negative; None: the mean."""
        return int(self.symbols.call("heaviside", [node, *([] if at_zero is None else [at_zero])]))

    def tied_places(self, node: int, difference: int, sides: Sequence[int]) -> list[list[int]]:
        """Return what is zero where a side may not be smooth, if a difference may be zero there.

        Where another operation goes by the same difference, both may make one smooth function, as
        relu(u) - relu(-u) does: the means of their slopes add up to its slope.
        """
        rough = [self.rough_places(difference, side) for side in sides]
        shared = self.corners_by_key[self.signs.key(difference).node] > 1
        if self.found_meetings is not None and any(rough):
            meeting = [[p for p in side if not self.crosses(difference, p)] for side in rough]
            if any(meeting):
                self.found_meetings.at_tie(node, difference, meeting, shared)
        return [[] for _ in sides] if shared else rough

    def rough_places(self, difference: int, side: int) -> list[int]:
        """Return what is zero where a side may not be smooth, if a difference may be zero there.

        A place does not count where other variables than its own let the difference change its
        sign: there the whole has a corner in these.
        """
        if self.cases.work > _MOST_WORK:
            self.is_complete = False
            return []
        order = reachable(self.nodes, (side,))
        self.cases.work += len(order)
        parts = self.rough_parts.intersection(order)
        places = {place: None for i in sorted(parts) for place in self.places(i)}
        return [place for place in places if not self.is_apart(difference, place)]
