"""The verdict on a point: what a function does there, along its variables or other directions."""

from __future__ import annotations

from calcdl.calculus.point.along_line import along_line
from calcdl.calculus.point.examine import behaviour
from calcdl.calculus.point.frameworks import framework_derivatives
from calcdl.calculus.question import Asked, require_few_digits
from calcdl.errors import UsageError
from calcdl.graph.nodes import Undefined
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point, point_text, read_direction
from calcdl.results.point import Behaviour, Behaviours

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["answer"]


def answer(asked: Asked) -> Behaviours:
    """Return what an expression does at points, along its variables or the directions given.

    A direction is "1,2", a component for each variable in order, or "x=1,y=2".

    >>> from calcdl.calculus.asking import ask
    >>> answer(ask("point", "abs(x)", at="0")).points[0].kind
    'corner'
    """
    require_few_digits(asked.digits)
    graph = asked.graph
    undefined = [op.name for op in map(graph.nodes.operations.__getitem__, graph.order())
                 if type(op) is Undefined]  # fmt: skip
    if undefined:
        raise UsageError(f"{undefined[0]} is an undefined function, so nothing is known of it")
    variables = asked.variables()
    behaviours: list[Behaviour] = []
    for point in asked.points(variables):
        if asked.along:
            names = sorted({*asked.symbols, *variables})
            behaviours += [_along(asked, names, point, text) for text in asked.along]
        else:
            behaviours += [_in_variable(asked, name, point) for name in variables]
    return Behaviours(graph, tuple(behaviours))


def _in_variable(asked: Asked, variable: str, point: Point) -> Behaviour:
    there = behaviour(asked.graph, variable, point, digits=asked.digits)
    slopes = tuple(framework_derivatives(asked.graph, variable, point).items())
    along = variable if len(point.texts) > 1 else None
    return there._replace(frameworks=slopes, along=along)


def _along(asked: Asked, names: Sequence[str], point: Point, text: str) -> Behaviour:
    direction = read_direction(text, names)
    line, variable, start = along_line(asked.graph, point, direction.values)
    there = behaviour(line, variable, start, digits=asked.digits)
    return there._replace(expression=asked.graph, at=point.texts, along=point_text(direction.texts))
