"""A function at a point: its inputs and its Taylor series there."""

from __future__ import annotations

from calcdl.arithmetic.taylor import Taylor
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.sweep.forward import Facts, apply, values

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Number, Real

__all__ = ["coefficient", "point_inputs", "series_at"]


def coefficient(
    graph: Graph, variable: str, point: Point, k: int, facts: Facts | None = None
) -> Real:
    """Return coefficient k of the Taylor series at a point, at flint's current precision."""
    taylor = Taylor(k + 1)
    return taylor.result(series_at(graph, variable, point, taylor, facts), k)


def point_inputs(taylor: Taylor, point: Point) -> dict[str, Number]:
    """Return the values of the variables at a point as constants."""
    return {name: apply(value, taylor, {}) for name, value in point.values.items()}


def series_at(
    graph: Graph, variable: str, point: Point, taylor: Taylor, facts: Facts | None = None
) -> Number:
    """Return the Taylor series of a function in one of its variables."""
    inputs = point_inputs(taylor, point)
    inputs[variable] = taylor.variable(inputs[variable])
    return values(graph, taylor, inputs, facts)[graph.root]
