"""Everything about one derivative, as far as it was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from calcdl.arithmetic.taylor.numbers import Kink, Taylor
from calcdl.calculus.certify import certified, work_of
from calcdl.calculus.derivative.value import (
    choose_variable,
    coefficient,
    derivative_at,
    formula,
    value_at,
)
from calcdl.errors import (
    CalcdlError,
    NotDifferentiable,
    NoValue,
    NowhereDefined,
    TooLarge,
    Undecided,
)
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import Point, read, read_points, write
from calcdl.results.at_point import DerivativeAtPoint, NumericDerivative, Tangent
from calcdl.results.derivative import Derivative
from calcdl.results.value import Value
from calcdl.sweep.forward import apply
from calcdl.syntax.parse import Reading

__all__ = ["Question", "closed_value", "derivative", "explain", "placing", "require_few_digits"]

_SIMPLIFIED_UNASKED = 16  # operations
_HIGHEST_ORDER = 10_000
_MOST_DIGITS = 100_000
_LONGEST_QUOTE = 40  # characters of the user's text that a message repeats


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
    return Derivative(graph, variable, question.order, found, simplified, at_points)


def require_few_digits(digits: int | None) -> None:
    """Raise TooLarge where more digits are asked for than calcdl will compute."""
    if digits is not None and digits > _MOST_DIGITS:
        raise TooLarge(f"calcdl computes up to {_MOST_DIGITS} digits")


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
            u if hasattr(u, "mid") else taylor.number(u)
            for u in (coefficient(graph, variable, point, k) for k in (0, 1))
        )
        return taylor.result(taylor.sub(value, taylor.mul((slope, at))), 0)

    try:
        if not question.side:
            return certified(compute, question.digits, work_of(graph))[0]
    except Kink:
        pass
    from calcdl.calculus.derivative.corners import intercept

    return intercept(graph, variable, point, question.side, question.digits)


def closed_value(value: Value, found: Graph | None, point: Point, digits: int | None) -> str:
    """Return the closed form of a formula at a point; raises Undecided where SymPy has none."""
    if value.exact is not None:
        return value.exact
    from calcdl import algebra

    assert found is not None
    text = algebra.exact_value(found, point.values)
    if text is not None:
        closed = read(text).graph
        if value_at(closed, Point({}, {}), digits)[0].decimal == value.decimal:
            return text
    raise Undecided(f"SymPy finds no closed form of this; its value is {value.decimal}")


@contextmanager
def placing(reading: Reading) -> Iterator[None]:
    """Give an error about a function that is defined nowhere its place in the text."""
    try:
        yield
    except NowhereDefined as error:
        raise explain(error, reading, Point({}, {})) from None


def explain(error: CalcdlError, reading: Reading, point: Point) -> CalcdlError:
    """Say of an error at a point which part of the expression it is about, and where it stands."""
    where = point.told
    there = f" at {where}" if where else ""
    node = error.node
    if node is not None and node >= len(reading.graph.nodes):  # a node of the point's own graph
        node = None
    quoted = "the expression"
    if node is not None:
        text = write(Graph(reading.graph.nodes, node))
        quoted = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    if node is not None and reading.graph.nodes.is_undefined(node) and reading.span(node) is None:
        quoted, error.message = "the expression", "no condition of Piecewise holds there"
    if type(error) is NoValue:
        error.message = f"{quoted} has no real value{there}: {error.message}"
    elif type(error) is NotDifferentiable and not (
        error.message.startswith("there is no") or where in error.message
    ):
        error.message = f"there is no derivative at {where}: {error.message}"
    elif isinstance(error, Undecided) and "SymPy" not in error.message:
        error.message = f"at {where} {error.message}" if where else error.message
    undefined = (NoValue, NotDifferentiable, Undecided)
    if node is not None and error.span is None and isinstance(error, undefined):
        error.source, error.span = reading.text, reading.span(node)
    return error
