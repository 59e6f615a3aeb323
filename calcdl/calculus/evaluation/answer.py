"""The values of a function at points."""

from __future__ import annotations

from calcdl.calculus.evaluation.closed_form import closed_value
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.explain import explain
from calcdl.calculus.question import Asked, require_few_digits
from calcdl.errors import CalcdlError, UsageError, parameter
from calcdl.reading.points import Point, pattern_of
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.evaluation import Evaluation

__all__ = ["answer"]


def answer(asked: Asked) -> Evaluation:
    """Return the value of an expression at points; one without variables needs none.

    >>> from calcdl.calculus.asking import ask
    >>> answer(ask("eval", "exp(x)", at="1")).points[0].value.decimal
    '2.718281828459045'
    """
    require_few_digits(asked.digits)
    names = asked.symbols
    if not asked.at and names:
        if len(names) == 1:
            raise UsageError("say where: add ", parameter("at", "2"))
        raise UsageError("say where: ", parameter("at", pattern_of(names)))
    points = asked.points() or [Point({}, {})]
    return Evaluation(asked.graph, tuple([_at_point(asked, point) for point in points]))


def _at_point(asked: Asked, point: Point) -> DerivativeAtPoint:
    try:
        value = value_at(asked.graph, point, asked.digits)[0]
        if asked.exact:
            value = value._replace(closed=closed_value(value, asked.graph, point, asked.digits))
    except CalcdlError as error:
        return DerivativeAtPoint(point.texts, error=explain(error, asked.reading, point))
    return DerivativeAtPoint(point.texts, value)
