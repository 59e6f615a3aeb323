"""Do routes that share no code come to the same derivative?"""

from __future__ import annotations

from typing import Any

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import point_inputs
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.reading.points import Point
from calcdl.results.at_point import NumericDerivative
from calcdl.sweep.forward import apply, values

__all__ = ["agreement"]

_PRECISION = 192
_NUMERIC_TOLERANCE = 1e-3  # relative: a difference quotient of a sane step does better


def agreement(
    graph: Graph,
    variable: str,
    point: Point,
    order: int,
    number: Any,
    numeric: NumericDerivative | None,
) -> dict[str, bool]:
    """Return, for each route beside Taylor arithmetic that can be taken, whether it agrees.

    "rules" is a sweep with the local derivatives of the table, "SymPy" its own derivative
    evaluated here; both are balls and agree if they overlap with the ball or number that Taylor
    arithmetic gave. "difference quotient" has to come within a thousandth.
    """
    found: dict[str, bool] = {}
    with precision(_PRECISION):
        truth = Taylor(1).ball(number)
        if order == 1:
            rules = _try(lambda: by_rules(graph, variable, point))
            if rules is not None:
                found["rules"] = bool(truth.overlaps(rules))
        if numeric is not None:
            scale = max(1.0, abs(float(truth.mid())))
            found["difference quotient"] = abs(numeric.error) <= _NUMERIC_TOLERANCE * scale
        sympy = _try(lambda: by_sympy(graph, variable, point, order))
        if sympy is not None:
            found["SymPy"] = bool(truth.overlaps(sympy))
    return found


def by_rules(graph: Graph, variable: str, point: Point) -> Any:
    """Return the derivative as a ball, by a forward sweep with the rules of the table."""
    from calcdl.sweep.derivatives import tangents

    taylor = Taylor(1)
    inputs = point_inputs(taylor, point)
    slopes = tangents(graph, taylor, values(graph, taylor, inputs), {variable: taylor.one})
    return taylor.ball_of(slopes.get(graph.root, taylor.zero))


def by_sympy(graph: Graph, variable: str, point: Point, order: int) -> Any:
    """Return the derivative as a ball, from the formula that SymPy derives."""
    from calcdl import algebra

    theirs = algebra.differentiate(graph, variable, order)
    if theirs is None:
        return None
    taylor = Taylor(1)
    inputs = point_inputs(taylor, point)
    return taylor.ball(taylor.coefficient(apply(theirs, taylor, inputs), 0))


def _try(compute: Any) -> Any:
    """Return what a route finds, or None where it does not lead to the point."""
    try:
        return compute()
    except CalcdlError:
        return None
