"""The values of a function at points."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.calculus.evaluation.closed_form import closed_value
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.explain import explain
from calcdl.calculus.question import require_few_digits
from calcdl.errors import CalcdlError, UsageError, parameter
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read, read_points
from calcdl.reading.points import Point, pattern_of
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.evaluation import Evaluation
from calcdl.syntax.parse import Reading

__all__ = ["evaluation"]


def evaluation(
    expression: Reading | str,
    at: Sequence[str] | str = (),
    *,
    digits: int | None = None,
    exact: bool = False,
) -> Evaluation:
    """Return the value of an expression at points; one without variables needs none.

    >>> evaluation("exp(x)", at="1").points[0].value.decimal
    '2.718281828459045'
    """
    require_few_digits(digits)
    reading = read(expression) if isinstance(expression, str) else expression
    names = reading.graph.symbols()
    texts = [at] if isinstance(at, str) else list(at)
    if not texts and names:
        if len(names) == 1:
            raise UsageError("say where: add ", parameter("at"))
        raise UsageError("say where: ", parameter("at", pattern_of(names)))
    points = read_points([reading], texts, names) or [Point({}, {})]
    found = tuple(_at_point(reading, point, digits, exact) for point in points)
    return Evaluation(reading.graph, found)


def _at_point(reading: Reading, point: Point, digits: int | None, exact: bool) -> DerivativeAtPoint:
    graph: Graph = reading.graph
    try:
        value = value_at(graph, point, digits)[0]
        if exact:
            value = value._replace(closed=closed_value(value, graph, point, digits))
    except CalcdlError as error:
        return DerivativeAtPoint(point.texts, error=explain(error, reading, point))
    return DerivativeAtPoint(point.texts, value)
