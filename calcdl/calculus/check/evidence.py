"""What is known of a claim at a point: its value, the derivative, and what parts contribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import point_inputs
from calcdl.calculus.check.samples import Trial
from calcdl.errors import CalcdlError
from calcdl.reading.points import Point
from calcdl.sweep.derivatives import adjoints, tangents
from calcdl.sweep.forward import apply, values

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball, Number

__all__ = ["Evidence", "evidence_at", "part_of"]

_DIGITS = 120  # to which what explains a claim has to agree with it


class Evidence(NamedTuple):
    """What is known at a point: the claim, the derivative, and values of the function's parts.

    ``size`` bounds that of the claim and the derivative; of what is measured against it, nothing
    that is much smaller counts.
    """

    trial: Trial
    point: Point
    taylor: Taylor
    claim: Number
    slope: Number
    primals: dict[int, Number]
    slopes: dict[int, Number]
    bars: dict[int, Number]
    variable: Number
    size: Ball

    def is_clear(self) -> bool:
        """Say whether a difference would have been seen: one number is not tiny, or both are 0."""
        sizes = [self.taylor.ball_of(number) for number in (self.slope, self.claim)]
        return any([abs(size) > 1e-30 for size in sizes]) or all([size.is_zero() for size in sizes])

    def same(self, first: Number, second: Number) -> bool:
        """Say whether two numbers are equal as far as can be seen beside claim and derivative."""
        difference = self.taylor.ball_of(self.taylor.sub(first, second))
        return difference.abs_upper() <= self.size

    def is_none(self, number: Number) -> bool:
        """Say whether a number is zero as far as can be seen."""
        return self.same(number, self.taylor.zero)


def evidence_at(trial: Trial, variable: str, point: Point) -> Evidence | None:
    """Return what is known at a point, None where it has no value or no derivative."""
    taylor = Taylor(1)
    graph = trial.graph
    try:
        inputs = point_inputs(taylor, point)
        primals = values(graph, taylor, inputs)
        slopes = tangents(graph, taylor, primals, {variable: taylor.number(1)})
        bars = adjoints(graph, taylor, primals, [variable])
        claim = apply(trial.claim, taylor, inputs)
    except CalcdlError:
        return None
    slope = slopes.get(graph.root, taylor.zero)
    sizes = [taylor.ball_of(number).abs_upper() for number in (slope, claim)]
    size = max(sizes, key=float) * taylor.ball(10) ** -_DIGITS
    at = inputs.get(variable, taylor.zero)
    return Evidence(trial, point, taylor, claim, slope, primals, slopes, bars, at, size)


def part_of(sample: Evidence, node: int) -> Number:
    """Return what the slope of an operation contributes to the derivative."""
    place = sample.trial.place[node]
    bar, slope = sample.bars.get(place), sample.slopes.get(place)
    if bar is None or slope is None:
        return sample.taylor.zero
    return sample.taylor.mul((bar, slope))
