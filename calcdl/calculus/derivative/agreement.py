"""Do routes that share no code come to the same derivative?"""

from __future__ import annotations

from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import point_inputs
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.question import Asked
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.results.agreement import Agreement
from calcdl.results.at_point import NumericDerivative
from calcdl.results.derivative import Derivative
from calcdl.sweep.forward import apply, values

if TYPE_CHECKING:
    from typing import Any

    from calcdl.arithmetic.kinds import Real

__all__ = ["agreement"]

_PRECISION = 192
_NUMERIC_TOLERANCE = 1e-3  # relative: a difference quotient of a sane step does better


def agreement(asked: Asked, result: Derivative) -> Agreement:
    """Return what other routes say of the derivatives at points that Taylor arithmetic gave.

    "rules" is a sweep with the local derivatives of the table, "SymPy" its own derivative
    evaluated here; both agree with what Taylor arithmetic gave if the exact numbers are equal, or
    the balls overlap. "difference quotient" has to come within a thousandth. The other routes know
    of no sides.
    """
    if asked.side:
        return Agreement(())
    points = asked.points([result.variable], main=result.variable)
    known = zip(points, result.points, strict=True)
    return Agreement(
        tuple(
            [
                (point.texts, _routes(asked, result.variable, point, at_point.numeric))
                for point, at_point in known
                if at_point.value is not None
            ]
        )
    )


def _routes(
    asked: Asked, variable: str, point: Point, numeric: NumericDerivative | None
) -> dict[str, bool]:
    """Return, for each route that can be taken, whether it agrees.

    A number that was computed exactly gains nothing from SymPy, which takes a second to start.
    """
    graph, order = asked.graph, asked.order
    _, number = derivative_at(graph, variable, point, order, asked.digits)
    agrees: dict[str, bool] = {}
    with precision(_PRECISION):
        if order == 1:
            rules = _try(lambda: by_rules(graph, variable, point))
            if rules is not None:
                agrees["rules"] = _agree(number, rules)
        if numeric is not None:
            scale = max(1.0, abs(numeric.estimate - numeric.error))
            agrees["difference quotient"] = abs(numeric.error) <= _NUMERIC_TOLERANCE * scale
        sympy = _try(lambda: by_sympy(graph, variable, point, order)) if is_ball(number) else None
        if sympy is not None:
            agrees["SymPy"] = _agree(number, sympy)
    return agrees


def _agree(u: Real, v: Real) -> bool:
    if is_ball(u) or is_ball(v):
        taylor = Taylor(1)
        return bool(taylor.ball(u).overlaps(taylor.ball(v)))
    return u == v


def by_rules(graph: Graph, variable: str, point: Point) -> Real:
    """Return the derivative by a forward sweep with the rules of the table."""
    from calcdl.sweep.derivatives import tangents

    taylor = Taylor(1)
    inputs = point_inputs(taylor, point)
    slopes = tangents(graph, taylor, values(graph, taylor, inputs), {variable: taylor.one})
    return taylor.result(slopes.get(graph.root, taylor.zero), 0)


def by_sympy(graph: Graph, variable: str, point: Point, order: int) -> Real | None:
    """Return the derivative from the formula that SymPy derives."""
    from calcdl import algebra

    theirs = algebra.differentiate(graph, variable, order)
    if theirs is None:
        return None
    taylor = Taylor(1)
    inputs = point_inputs(taylor, point)
    return taylor.result(apply(theirs, taylor, inputs), 0)


def _try(compute: Any) -> Any:
    """Return what a route finds, or None where it does not lead to the point."""
    try:
        return compute()
    except CalcdlError:
        return None
