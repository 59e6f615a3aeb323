"""The verdict on a point: what a function does there, along its variables or other directions."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.calculus.point.along_line import along_line
from calcdl.calculus.point.examine import behaviour
from calcdl.calculus.point.frameworks import framework_derivatives
from calcdl.calculus.question import choose_variables, require_few_digits
from calcdl.errors import UsageError
from calcdl.graph.nodes import Graph, Undefined
from calcdl.reading.expressions import read, read_points
from calcdl.reading.points import Point, read_direction
from calcdl.results.point import Behaviour, Behaviours
from calcdl.syntax.parse import Reading

__all__ = ["verdicts"]


def verdicts(
    expression: Reading | str,
    at: Sequence[str] | str,
    *,
    wrt: Sequence[str] = (),
    along: Sequence[str] = (),
    digits: int | None = None,
) -> Behaviours:
    """Return what an expression does at points, along its variables or the directions given.

    A direction is "1,2", a component for each variable in order, or "x=1,y=2".

    >>> verdicts("abs(x)", "0").points[0].kind
    'corner'
    """
    require_few_digits(digits)
    reading = read(expression) if isinstance(expression, str) else expression
    graph = reading.graph
    undefined = [op.name for op in map(graph.nodes.operations.__getitem__, graph.order())
                 if type(op) is Undefined]  # fmt: skip
    if undefined:
        raise UsageError(f"{undefined[0]} is an undefined function, so nothing is known of it")
    variables = choose_variables(graph, wrt)
    names = sorted({*graph.symbols(), *variables})
    found = []
    for point in read_points([reading], at, names, wrt):
        if along:
            found += [_along(graph, names, point, one, digits) for one in along]
        else:
            found += [_in_variable(graph, name, point, digits) for name in variables]
    return Behaviours(graph, tuple(found))


def _in_variable(graph: Graph, variable: str, point: Point, digits: int | None) -> Behaviour:
    found = behaviour(graph, variable, point, digits=digits)
    slopes = tuple(framework_derivatives(graph, variable, point).items())
    along = variable if len(point.texts) > 1 else None
    return found._replace(frameworks=slopes, along=along)


def _along(
    graph: Graph, names: Sequence[str], point: Point, text: str, digits: int | None
) -> Behaviour:
    direction = read_direction(text, names)
    line, variable, start = along_line(graph, point, direction.values)
    found = behaviour(line, variable, start, digits=digits)
    told = ",".join(f"{name}={component}" for name, component in direction.texts.items())
    return found._replace(expression=graph, at=point.texts, along=told)
