"""The value of a function at a point, with proven digits."""

from __future__ import annotations

from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import point_inputs
from calcdl.calculus.certify import ENOUGH_FOR_MOST, certified, work_of
from calcdl.calculus.exactness import decided
from calcdl.errors import TooClose, Undecided
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.results.value import Value
from calcdl.sweep.forward import Facts, values

if TYPE_CHECKING:
    from typing import Any

__all__ = ["value_at"]


def value_at(graph: Graph, point: Point, digits: int | None = None) -> tuple[Value, Any]:
    """Return the value of the function at a point with proven digits, and the number itself."""
    taylor = Taylor(1)

    size = work_of(graph)

    def ask(facts: Facts) -> tuple[Value, Any]:
        def compute() -> Any:
            found = values(graph, taylor, point_inputs(taylor, point), facts)
            return taylor.result(found[graph.root], 0)

        try:
            return certified(compute, digits, size, ENOUGH_FOR_MOST)
        except Undecided as undecided:
            from calcdl.calculus.evaluation.proof import is_zero_at

            # Only what is too close to zero has a value for sure: a part of another may have none.
            zero = isinstance(undecided, TooClose) and is_zero_at(graph, point)
            return certified((lambda: 0) if zero else compute, digits, size)

    try:
        return decided(ask, graph, point)
    except TooClose:
        raise
    except Undecided as undecided:
        cause = undecided
    from calcdl.calculus.evaluation.proof import value_by_proof

    try:
        return value_by_proof(graph, point, digits)
    except Undecided:
        raise cause from None
