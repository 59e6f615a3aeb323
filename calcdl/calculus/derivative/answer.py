"""Everything about one derivative, as far as it was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import coefficient
from calcdl.calculus.certify import certified, work_of
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.evaluation.closed_form import closed_value
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.explain import explain
from calcdl.calculus.question import choose_variable, require_few_digits
from calcdl.errors import (
    CalcdlError,
    NowhereDefined,
    TooLarge,
)
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read, read_points
from calcdl.reading.points import Point
from calcdl.reading.writing import write
from calcdl.results.at_point import DerivativeAtPoint, NumericDerivative, Tangent
from calcdl.results.derivative import Derivative
from calcdl.results.value import Value
from calcdl.sweep.forward import apply
from calcdl.syntax.parse import Reading

__all__ = ["Question", "derivative", "placing"]

_SIMPLIFIED_UNASKED = 16  # operations
_HIGHEST_ORDER = 10_000


class Question(NamedTuple):
    """What is asked of a derivative besides the function and the points.

    ``digits`` None means the 53 bits of a double; ``step`` and ``method`` are those of the
    difference quotient; ``side`` is -1 for the left, 1 for the right, 0 for both. What is not
    wanted is not computed. A difference quotient that cannot be had is an error only if
    ``needs_numeric``.
    """

    order: int = 1
    digits: int | None = None
    exact: bool = False
    simplify: bool = False
    step: float = 0.0001
    method: str = "central"
    side: int = 0
    wants_formula: bool = True
    wants_numeric: bool = False
    needs_numeric: bool = False
    wants_everything: bool = False


_DEFAULT = Question()


def derivative(
    expression: Reading | str,
    wrt: str | None = None,
    at: Sequence[str] | str = (),
    question: Question = _DEFAULT,
) -> Derivative:
    """Return the derivative of an expression, and its values at points such as "5" or "x=1,y=2".

    An error at a point is part of the result; one of the expression is raised.

    >>> derivative("x**3", at="2").points[0].value.decimal
    '12'
    """
    reading = read(expression) if isinstance(expression, str) else expression
    graph = reading.graph
    require_few_digits(question.digits)
    if question.order > _HIGHEST_ORDER:
        raise TooLarge(f"calcdl goes up to derivatives of order {_HIGHEST_ORDER}")
    variable = choose_variable(graph, wrt)
    names = graph.symbols()
    if variable not in names:
        names = sorted([*names, variable])
    places = read_points([reading], at, names, [wrt] if wrt else [], main=variable)
    found = simplified = None
    if question.wants_formula or question.exact or question.simplify:
        with placing(reading):
            found = formula(graph, variable, question.order)
    if found is not None and (question.simplify or question.wants_everything):
        simplified = _simplified(found, always=question.simplify)
    at_points = tuple([_at_point(reading, variable, point, question, found) for point in places])
    return Derivative(
        graph, variable, question.order, found, simplified, at_points, question.needs_numeric
    )


def _simplified(found: Graph, *, always: bool) -> Graph | None:
    """Return SymPy's form of a formula: ``always``, or else where its text is shorter.

    Unless it was asked for, nobody should have to wait for more than a moment.
    """
    if not always and found.operation_count() > _SIMPLIFIED_UNASKED:
        return None
    from calcdl import algebra

    simpler = algebra.simplify(found, asked=always)
    if simpler is None:
        return None
    return simpler if always or len(write(simpler)) < len(write(found)) else None


def _at_point(
    reading: Reading, variable: str, point: Point, question: Question, found: Graph | None
) -> DerivativeAtPoint:
    graph = reading.graph
    try:
        value, number = derivative_at(
            graph, variable, point, question.order, question.digits, question.side
        )
        if question.exact:
            value = value._replace(closed=closed_value(value, found, point, question.digits))
        result = DerivativeAtPoint(point.texts, value)
        if question.wants_numeric or question.needs_numeric:
            result = result._replace(numeric=_numeric(graph, variable, point, question, number))
    except CalcdlError as error:
        return DerivativeAtPoint(point.texts, error=explain(error, reading, point))
    if question.wants_everything:
        result = _with_context(result, reading, variable, point, question, number)
    return result


def _numeric(
    graph: Graph, variable: str, point: Point, question: Question, number: Any
) -> NumericDerivative | None:
    """Return the difference quotient; None where doubles have none and none was asked for."""
    from calcdl.calculus.difference_quotients import numeric_derivative

    try:
        return numeric_derivative(graph, variable, point, number, question.step, question.method)
    except CalcdlError:
        if question.needs_numeric:
            raise
        return None


def _with_context(
    result: DerivativeAtPoint,
    reading: Reading,
    variable: str,
    point: Point,
    question: Question,
    number: Any,
) -> DerivativeAtPoint:
    """Add the value of the function, the tangent, and whether independent routes agree."""
    from calcdl.calculus.derivative.agreement import agreement

    graph = reading.graph
    try:
        function = value_at(graph, point, question.digits)[0]
        tangent = None
        if question.order == 1 and result.value is not None:
            intercept = _intercept(graph, variable, point, question)
            if intercept is not None:
                tangent = Tangent(result.value, intercept)
    except CalcdlError:  # the derivative is known all the same
        return result
    return result._replace(
        function=function,
        tangent=tangent,
        agreement=None
        if question.side  # the other routes know of no sides
        else agreement(graph, variable, point, question.order, number, result.numeric),
    )


def _intercept(graph: Graph, variable: str, point: Point, question: Question) -> Value | None:
    """Return f(a) - f'(a)*a."""

    def compute() -> Any:
        taylor = Taylor(1)
        at = apply(point.values[variable], taylor, {})
        value, slope = (
            taylor.of(u) for u in (coefficient(graph, variable, point, k) for k in (0, 1))
        )
        return taylor.result(taylor.sub(value, taylor.mul((slope, at))), 0)

    try:
        if not question.side:
            return certified(compute, question.digits, work_of(graph))[0]
    except Kink:
        pass
    from calcdl.calculus.derivative.corners import intercept

    return intercept(graph, variable, point, question.side, question.digits)


@contextmanager
def placing(reading: Reading) -> Iterator[None]:
    """Give an error about a function that is defined nowhere its place in the text."""
    try:
        yield
    except NowhereDefined as error:
        raise explain(error, reading, Point({}, {})) from None
