"""The directional derivative at a point: the gradient times a direction, as it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import point_inputs
from calcdl.calculus.certify import certified, work_of
from calcdl.calculus.exactness import decided
from calcdl.errors import (
    CalcdlError,
    NotDifferentiable,
)
from calcdl.graph.nodes import Graph
from calcdl.reading.points import Point
from calcdl.results.value import Value
from calcdl.sweep.forward import Facts, apply, values

__all__ = ["along"]


def along(
    graph: Graph, point: Point, direction: Mapping[str, Graph], digits: int | None = None
) -> tuple[Value, Any]:
    """Return the directional derivative at a point: the gradient times the direction, as it is."""

    def compute(facts: Facts) -> Any:
        taylor = Taylor(2)
        step = taylor.variable([])
        inputs = point_inputs(taylor, point)
        for name, component in direction.items():
            length = apply(component, taylor, {})
            inputs[name] = taylor.add((inputs[name], taylor.mul((length, step))))
        return taylor.result(values(graph, taylor, inputs, facts)[graph.root], 1)

    def ask(facts: Facts) -> tuple[Value, Any]:
        return certified(partial(compute, facts), digits, 2 * work_of(graph))

    try:
        return decided(ask, graph, point, list(direction))
    except Kink as kink:
        return _along_by_germs(graph, point, direction, digits, kink)


def _along_by_germs(
    graph: Graph,
    point: Point,
    direction: Mapping[str, Graph],
    digits: int | None,
    cause: CalcdlError,
) -> tuple[Value, Any]:
    """Return the directional derivative at a point where a part is not smooth, if there is one."""
    from calcdl.calculus.derivative.corners import settle
    from calcdl.calculus.point.along_line import along_line

    line, variable, start = along_line(graph, point, direction)
    try:
        return settle(line, variable, start, 1, digits, 0, cause)
    except CalcdlError as error:
        if isinstance(error, NotDifferentiable) and error.at:
            error.what, error.at = "derivative in that direction", point.text
        error.node = cause.node
        raise
