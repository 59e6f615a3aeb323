"""Where several corners and steps of a function of several variables meet.

A rule for each of them gives no slope of the whole there: the slope of min(relu(x), y*abs(x)) by x
is 0 at the origin, which no mean of the slopes of both sides is. Where corners are added that have
each the mean of its slopes, that of a sum is right; it is not where one is inside another, and not
where an operation has the slope of one side, as conditions and steps do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.formulas.cases import PIECEWISE
from calcdl.arithmetic.formulas.signs import ZERO
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import reachable

if TYPE_CHECKING:
    from calcdl.arithmetic.formulas.rough import Rough

__all__ = ["Meetings", "Places"]

_MEAN = frozenset(("abs", "relu", "max", "min", "relu6", "clip"))  # their rules give the mean
_ONE_SIDED = PIECEWISE - _MEAN
_FLAT = frozenset(("sign", "heaviside", "floor", "ceil", "round", "trunc"))
_MOST_PARTS = 30  # that may not be smooth
_MOST_PAIRS = 200  # of formulas that may be zero together

Places = tuple[int, ...]  # formulas that are zero together


class Meetings:
    """What is zero where corners and steps of a formula meet, and its rules may be wrong."""

    def __init__(self, rough: Rough, root: int) -> None:
        self.rough, self.root = rough, root
        self.noted: dict[Places, None] = {}
        self.outsides: dict[int, set[int]] = {}
        self.work = 0
        self.is_small = len(rough.rough_parts) <= _MOST_PARTS
        operations = rough.nodes.operations
        steps = [i for i in sorted(rough.rough_parts) if operations[i] in _ONE_SIDED]
        for step in steps:
            if not self.is_small:
                rough.is_complete = False
                break
            self.note(self.places(step), self.places_beside(step))

    def all(self) -> list[Places]:
        """Return the meetings, without those that are part of others."""
        alone = {places[0] for places in self.noted if len(places) == 1}
        return [places for places in self.noted if len(places) == 1 or alone.isdisjoint(places)]

    def at_tie(
        self, node: int, difference: int, rough: Sequence[Sequence[int]], shared: bool
    ) -> None:
        """Note the places where the slope of a tie may not be that of the whole function.

        They are where both sides may be rough, and, as it is not the mean, where what stands
        beside the node may be.
        """
        if not self.is_small:
            self.rough.is_complete = False
            return
        if len(rough) == 2:
            self.note(*rough)
        if shared:
            places = [place for side in rough for place in side]
            self.note(places, places)
        else:
            self.note([difference], self.places_beside(node))

    def note(self, places: Sequence[int], others: Sequence[int]) -> None:
        """Note where one of some formulas is zero together with one of others."""
        rough = self.rough
        pairs = [(self.either(p), self.either(q)) for p in places for q in others]
        self.work += len(pairs)
        if self.work > _MOST_PAIRS:
            rough.is_complete = False
            return
        met = [self.met(p, q) for p, q in pairs]
        self.noted.update(dict.fromkeys([places for places in met if places]))

    def either(self, place: int) -> int:
        """Return the same for u, -u and 2*u, which are zero together."""
        key = self.rough.signs.key(place).node
        return min(key, self.rough.symbols.neg(key))

    def met(self, p: int, q: int) -> Places:
        """Return what is zero where both of two formulas are; nothing if they never are."""
        rough = self.rough
        if p == q:
            return (p,)
        for first, second in ((p, q), (q, p)):
            try:
                there = rough.reduced(second, first)
            except CalcdlError:
                continue
            if there == rough.symbols.zero:
                return (first,)
            if not rough.signs.of(there) & ZERO:
                return ()
        return min(p, q), max(p, q)

    def places_beside(self, node: int) -> list[int]:
        """Return what is zero where something else than a node may not be smooth.

        What is inside of a tie, or of a step, whose slope is 0, does not count, nor what the node
        is itself inside of in such a way.
        """
        rough = self.rough
        places: dict[int, None] = {}
        for part in sorted(rough.rough_parts - {node}):
            if not (self.is_hidden(part, node) or self.is_hidden(node, part)):
                places.update(dict.fromkeys(self.places(part)))
        return list(places)

    def places(self, part: int) -> list[int]:
        """Return what is zero where a part is not smooth in what varies."""
        rough = self.rough
        places = rough.places(part)
        return [p for p in places if rough.varying(reachable(rough.nodes, (p,)))]

    def is_hidden(self, part: int, node: int) -> bool:
        """Say whether a part is inside of a tie or of a step, and nowhere else."""
        operation = self.rough.nodes.operations[node]
        return (operation in _MEAN or operation in _FLAT) and part not in self.outside(node)

    def outside(self, node: int) -> set[int]:
        """Return the nodes that the root depends on without another node in between."""
        if node in self.outsides:
            return self.outsides[node]
        seen = {self.root, node}
        stack = [] if self.root == node else [self.root]
        for i in stack:
            inner = [j for j in self.rough.children(i) if j not in seen]
            seen.update(inner)
            stack.extend(inner)
        self.outsides[node] = set(stack)
        return self.outsides[node]
