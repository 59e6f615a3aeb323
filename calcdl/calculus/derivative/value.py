"""The derivative of a function of one variable: as a formula, and at points."""

from __future__ import annotations

from math import factorial

from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import current_precision
from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import coefficient, point_inputs, series_at
from calcdl.calculus.certify import ENOUGH_FOR_MOST, certified, work_of
from calcdl.calculus.exactness import decided
from calcdl.errors import (
    CalcdlError,
    NotDifferentiable,
    NoValue,
    TooClose,
    Undecided,
)
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.results.value import Value
from calcdl.sweep.forward import Facts, apply

if TYPE_CHECKING:
    from typing import Any

__all__ = ["derivative_at", "exact_value_of"]


def derivative_at(
    graph: Graph,
    variable: str,
    point: Point,
    order: int = 1,
    digits: int | None = None,
    side: int = 0,
) -> tuple[Value, Any]:
    """Return the derivative at a point with proven digits, and as an exact number or a ball.

    ``side`` -1 or 1 asks for the derivative on the left or right alone.

    It is computed from the function as it was written, by Taylor arithmetic: the derivative of
    order n is n! times the coefficient number n. Where the function is analytic, so are both of
    its sides. Raises NoValue, NotDifferentiable, Undecided.
    """
    size = work_of(graph) * (order + 1)

    def ask(facts: Facts) -> tuple[Value, Any]:
        def compute() -> Any:
            return _scaled(graph, variable, point, order, facts)

        try:
            return certified(compute, digits, size, ENOUGH_FOR_MOST)
        except Undecided:
            exact = _exactly(graph, variable, point, order, facts)
            return certified(compute if exact is None else lambda: exact, digits, size)

    cause: CalcdlError
    try:
        return decided(ask, graph, point, (variable,))
    except TooClose:
        raise
    except (Kink, NoValue, NotDifferentiable, Undecided) as error:
        if order == 0:
            raise
        cause = error
    from calcdl.calculus.derivative.corners import settle

    return settle(graph, variable, point, order, digits, side, None if side else cause)


def _exactly(graph: Graph, variable: str, point: Point, order: int, facts: Facts) -> Any:
    """Return the derivative at a smooth point if its formula tells that exactly, else None."""
    try:
        with current_precision():
            series_at(graph, variable, point, Taylor(order + 1), facts)
        from calcdl.calculus.derivative.formula import formula

        return exact_value_of(formula(graph, variable, order), point)
    except CalcdlError:
        return None


def exact_value_of(derivative: Graph, point: Point) -> Any:
    """Return the rational value of a formula at a point, None where it is not known to be one.

    So the derivative of sin(x)**2 + cos(x)**2 is zero, which no ball can prove. A formula is the
    derivative where the function is differentiable: whoever asks has to have shown that it is.
    """
    from calcdl.calculus.evaluation.proof import is_zero_at

    try:
        taylor = Taylor(1)
        with current_precision():
            value = taylor.result(apply(derivative, taylor, point_inputs(taylor, point)), 0)
    except CalcdlError:
        return None
    if not is_ball(value) or value.is_exact():
        return value
    return 0 if value.contains(0) and is_zero_at(derivative, point) else None


def _scaled(graph: Graph, variable: str, point: Point, order: int, facts: Facts) -> Any:
    return coefficient(graph, variable, point, order, facts) * factorial(order)
