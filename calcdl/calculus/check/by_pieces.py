"""Equality on all pieces of a line: between the points where something may change, and at these.

So where(x > 0, 1, 0) is proven to be the derivative of relu(x), which no identity of formulas is.
"""

from __future__ import annotations

from itertools import pairwise

from calcdl.arithmetic.kinds import is_ball
from calcdl.calculus.check.pieces import proven_on
from calcdl.calculus.check.samples import claimed_at_corner
from calcdl.calculus.derivative.value import derivative_at
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from calcdl.calculus.check.comparisons import Place, Sampled
    from calcdl.graph.nodes import Graph

__all__ = ["is_proven_by_pieces"]


def is_proven_by_pieces(
    claim: Graph, derivative: Graph, variable: str, order: int, sampled: Sampled
) -> bool:
    """Say whether both sides are proven to be equal wherever the function has a derivative.

    All points where either may change have to be known, as fractions.
    """
    special = sampled.special
    if not (special.complete and special.zeros):
        return False
    if any([zero.low != zero.high for zero in special.zeros]):
        return False
    at = {id(point) for point in special.at}
    between = [place for place in sampled.compared if id(place.point) in at]
    if len(between) < len(at):  # one was not looked at
        return False
    if not all([_is_proven_at(place, variable, order) for place in between]):
        return False
    ends: list[Fraction | None] = [None, *sorted({zero.low for zero in special.zeros}), None]
    return all([proven_on(claim, derivative, variable, piece) for piece in pairwise(ends)])


def _is_proven_at(place: Place, variable: str, order: int) -> bool:
    """Say whether both sides are the same number at a point, or one of them is none."""
    if place.outcome in ("nowhere", "undefined"):
        return True
    try:
        slope = derivative_at(place.trial.graph, variable, place.point, order)[1]
    except (NoValue, NotDifferentiable):
        return True
    except CalcdlError:
        return False
    try:
        claimed = claimed_at_corner(place.trial.claim, place.point)
    except CalcdlError:
        return False
    return not is_ball(slope) and not is_ball(claimed) and bool(slope == claimed)
