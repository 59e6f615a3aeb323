"""Everything about one derivative, as far as it was asked for."""

from __future__ import annotations

from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import coefficient
from calcdl.calculus.certify import certified, work_of
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.question import EVERYTHING, QUOTIENTS, Asked, require_few_digits
from calcdl.errors import CalcdlError, NoRule, TooLarge
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.results.at_point import DerivativeAtPoint, NumericDerivative, Tangent
from calcdl.results.derivative import Derivative
from calcdl.results.value import Value
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from typing import Any

__all__ = ["answer"]

_HIGHEST_ORDER = 10_000
_USUAL_STEP = 0.0001


def answer(asked: Asked) -> Derivative:
    """Return the derivative of an expression, and its values at points.

    An error at a point is part of the result; one of the expression is raised.

    >>> from calcdl.calculus.asking import ask
    >>> answer(ask("deriv", "x**3", at="2")).points[0].value.decimal
    '12'
    """
    require_few_digits(asked.digits)
    if asked.order > _HIGHEST_ORDER:
        raise TooLarge(f"calcdl goes up to derivatives of order {_HIGHEST_ORDER}")
    variable = asked.variable()
    points = asked.points([variable], main=variable)
    found = simplified = None
    given_up: list[str] = []
    if asked.wants_formulas or asked.exact or asked.simplify:
        from calcdl.calculus.derivative.formula import formula
        from calcdl.calculus.explain import placing

        try:
            with placing(asked.reading):
                found = formula(asked.graph, variable, asked.order, asked.form, given_up.append)
        except NoRule:
            if not points or asked.exact or asked.simplify:
                raise
    if found is not None and asked.simplify == "sympy":
        from calcdl import algebra

        simplified = algebra.simplify(found)
    named = None
    if found is not None and asked.wants_names:
        from calcdl.calculus.derivative.named import named_formulas

        by = (variable,) * asked.order
        named = named_formulas(asked, {by: found}).get(by)
    at_points = tuple([_at_point(asked, variable, point, found) for point in points])
    return Derivative(
        asked.graph,
        variable,
        asked.order,
        found,
        simplified,
        at_points,
        asked.numeric,
        named,
        asked.named,
        tuple(given_up),
    )


def _at_point(asked: Asked, variable: str, point: Point, found: Graph | None) -> DerivativeAtPoint:
    try:
        value, number = derivative_at(
            asked.graph, variable, point, asked.order, asked.digits, asked.side
        )
        if asked.exact:
            from calcdl.calculus.evaluation.closed_form import closed_value

            value = value._replace(closed=closed_value(value, found, point, asked.digits))
        result = DerivativeAtPoint(point.texts, value)
        if asked.numeric or (asked.detail >= QUOTIENTS and asked.order == 1):
            result = result._replace(numeric=_numeric(asked, variable, point, number))
    except CalcdlError as error:
        from calcdl.calculus.explain import explain

        return DerivativeAtPoint(point.texts, error=explain(error, asked.reading, point))
    if asked.detail == EVERYTHING:
        result = _with_context(result, asked, variable, point)
    return result


def _numeric(asked: Asked, variable: str, point: Point, number: Any) -> NumericDerivative | None:
    """Return the difference quotient; None where doubles have none and none was asked for."""
    from calcdl.calculus.difference_quotients import numeric_derivative

    (step,), (method,) = asked.steps or (_USUAL_STEP,), asked.methods or ("central",)
    try:
        return numeric_derivative(asked.graph, variable, point, number, step, method)
    except CalcdlError:
        if asked.numeric:
            raise
        return None


def _with_context(
    result: DerivativeAtPoint, asked: Asked, variable: str, point: Point
) -> DerivativeAtPoint:
    """Add the value of the function and the tangent."""
    from calcdl.calculus.evaluation.value import value_at

    try:
        function = value_at(asked.graph, point, asked.digits)[0]
    except CalcdlError:  # the derivative is known all the same
        return result
    return result._replace(function=function, tangent=_tangent(result, asked, variable, point))


def _tangent(
    result: DerivativeAtPoint, asked: Asked, variable: str, point: Point
) -> Tangent | None:
    """Return the tangent; None where there is none, or where its intercept is not certain."""
    if asked.order != 1 or result.value is None:
        return None
    try:
        intercept = _intercept(asked, variable, point)
    except CalcdlError:
        return None
    return None if intercept is None else Tangent(result.value, intercept)


def _intercept(asked: Asked, variable: str, point: Point) -> Value | None:
    """Return f(a) - f'(a)*a."""
    graph = asked.graph

    def compute() -> Any:
        taylor = Taylor(1)
        at = apply(point.values[variable], taylor, {})
        value, slope = (
            taylor.of(u) for u in (coefficient(graph, variable, point, k) for k in (0, 1))
        )
        return taylor.result(taylor.sub(value, taylor.mul((slope, at))), 0)

    try:
        if not asked.side:
            return certified(compute, asked.digits, work_of(graph))[0]
    except Kink:
        pass
    from calcdl.calculus.derivative.corners import intercept

    return intercept(graph, variable, point, asked.side, asked.digits)
