"""Values that balls do not decide, proven by the laws of algebra."""

from __future__ import annotations

from calcdl.algebra import is_zero
from calcdl.arithmetic.formulas.closed import Closed
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.certify import ENOUGH_FOR_MOST, certified, work_of
from calcdl.calculus.germs_at import place_of, value_at_point
from calcdl.errors import CalcdlError, Undecided
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.results.value import Value
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from typing import Any

__all__ = ["is_zero_at", "proven_number", "value_by_proof"]

_LARGEST_PROOF = 200  # operations


def is_zero_at(graph: Graph, point: Point) -> bool:
    """Say whether the value of a function is proven to be zero, by the laws of algebra."""
    if graph.operation_count() > _LARGEST_PROOF:
        return False
    closed = Closed(is_zero)
    try:
        return closed.sign(closed.fold(apply(graph, closed, place_of(point.values, closed)))) == 0
    except CalcdlError:
        return False


def value_by_proof(graph: Graph, point: Point, digits: int | None) -> tuple[Value, Any]:
    """Return the value of a function where balls alone do not decide it: LambertW(-1/e) is -1.

    Raises NoValue, Undecided.
    """
    if graph.operation_count() > _LARGEST_PROOF:
        raise Undecided("the expression is too long for a proof")
    closed = Closed(is_zero)
    node = value_at_point(graph, place_of(point.values, closed), closed)
    return proven_number(closed, node, digits)


def proven_number(closed: Closed, node: int, digits: int | None) -> tuple[Value, Any]:
    """Return a closed formula as a value with proven digits, and as a number or ball."""
    taylor = Taylor(1)
    graph = Graph(closed.nodes, node)

    def compute() -> Any:
        return taylor.result(apply(graph, taylor, {}), 0)

    work = work_of(graph)
    try:
        return certified(compute, digits, work, ENOUGH_FOR_MOST)
    except Undecided:
        zero = closed.sign_or_none(node) == 0
        return certified((lambda: 0) if zero else compute, digits, work)
