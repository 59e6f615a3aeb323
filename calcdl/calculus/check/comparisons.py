"""A claim and a derivative, compared at many points, and again with more digits."""

from __future__ import annotations

from itertools import islice

from calcdl.calculus.certify import work_of
from calcdl.calculus.check.places import Places, places
from calcdl.calculus.check.samples import (
    PRECISIONS,
    SIMPLE,
    Trial,
    compare,
    compare_at_corner,
    points,
    trials,
)
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.reading.points import Point

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Place", "Sampled", "sampled_at_all", "sampled_once", "sharpened"]

_POINTS = 64
_MOST_CORNERS = 12  # points at which both sides are looked at
_SHARP_WORK = 20_000  # operations with many digits
_COMPARED = frozenset(("agree", "differ", "undefined"))
_LEAST_POINTS = 8
_TRIED = 8 * _POINTS  # points; most of them may lie outside the domain
_WORK = 40_000  # operations times points


class Place(NamedTuple):
    """A sample point, and what became of the comparison there."""

    trial: Trial
    point: Point
    random: bool
    outcome: str | None


class Sampled(NamedTuple):
    """Comparisons at many points, and the places at which either side may change."""

    compared: list[Place]
    special: Places

    def having(self, outcome: str) -> list[Place]:
        return [place for place in self.compared if place.outcome == outcome]


def sampled_at_all(graph: Graph, variable: str, claim: Graph, order: int) -> Sampled:
    """Compare at simple points, where something may change, and at random ones.

    Of these there are as many as the size allows.
    """
    names = sorted({*graph.symbols(), *claim.symbols(), variable})
    alternatives = trials(graph, claim)
    first = alternatives[0]
    special = places([first.graph, first.claim], variable, names)
    simple = [point for point, _ in islice(points(names), SIMPLE)]
    compared = _compared_on_both_sides(first, variable, order, [*simple, *special.at])
    for point in special.between:
        compared.append(Place(first, point, True, compare(first, variable, order, point)))
    already = sum(place.random and place.outcome in _COMPARED for place in compared)
    wanted = max(_LEAST_POINTS, min(_POINTS, _WORK // _size_of(first, order)) - already)
    for number, (point, _) in enumerate(islice(points(names), SIMPLE, _TRIED)):
        trial = alternatives[number % len(alternatives)]
        outcome = compare(trial, variable, order, point)
        compared.append(Place(trial, point, True, outcome))
        wanted -= outcome in _COMPARED
        if not wanted:
            break
    return Sampled(compared, special)


def sampled_once(graph: Graph, variable: str, claim: Graph, order: int) -> Sampled:
    """Compare at one random point."""
    first = trials(graph, claim)[0]
    names = sorted({*graph.symbols(), *claim.symbols(), variable})
    point, _ = next(islice(points(names), SIMPLE, None))
    outcome = compare(first, variable, order, point)
    return Sampled([Place(first, point, True, outcome)], Places([], [], [], True))


def _compared_on_both_sides(
    trial: Trial, variable: str, order: int, at: Sequence[Point]
) -> list[Place]:
    """Compare at points, at some corners on both sides; the first ones are simple points."""
    compared = []
    corners = _MOST_CORNERS
    for number, point in enumerate(at):
        outcome = compare(trial, variable, order, point)
        unclear = outcome is None and number >= SIMPLE
        if (outcome == "corner" or unclear) and corners:
            corners -= 1
            outcome = compare_at_corner(trial, variable, order, point)
        compared.append(Place(trial, point, False, outcome))
    return compared


def _size_of(trial: Trial, order: int) -> int:
    return (trial.graph.operation_count() + trial.claim.operation_count() + 1) * order


def _work_of(trial: Trial, order: int) -> int:
    """Return the work of a comparison: with many digits special functions are slow."""
    return (work_of(trial.graph) + work_of(trial.claim) + 1) * order


def sharpened(sampled: Sampled, variable: str, order: int, bits: int = PRECISIONS[-1]) -> Sampled:
    """Compare once more, with more digits, where the claim and the derivative seem to agree."""
    compared = []
    work = _SHARP_WORK * PRECISIONS[-1]
    for place in sampled.compared:
        cost = _work_of(place.trial, order) * bits
        if place.outcome == "agree" and cost <= work:
            work -= cost
            outcome = compare(place.trial, variable, order, place.point, (bits,))
            place = place._replace(outcome="differ") if outcome == "differ" else place
        compared.append(place)
    return Sampled(compared, sampled.special)
