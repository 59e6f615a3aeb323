"""Answers about functions of several inputs: partials, gradient, Jacobian and Hessian."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations_with_replacement

from calcdl.calculus.derivative.answer import placing
from calcdl.calculus.explain import explain
from calcdl.calculus.partials.formulas import (
    gradient_formulas,
    hessian_formulas,
    mixed_formula,
    require_few_pairs,
)
from calcdl.calculus.partials.norm_and_eigenvalues import norm, spectrum
from calcdl.calculus.partials.values import Found, along, gradient_at, hessian_at, mixed_at
from calcdl.calculus.question import choose_variables, require_few_digits
from calcdl.calculus.smooth import is_smooth
from calcdl.errors import CalcdlError, UsageError, parameter
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read, read_points
from calcdl.reading.points import Point, read_direction
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.partials import Partial, Partials, PointFacts
from calcdl.syntax.parse import Reading

__all__ = ["gradient", "hessian", "jacobian", "partial"]

Texts = Sequence[str] | str
Names = tuple[str, ...]  # the variables that a partial derivative is taken by
AtPoint = Callable[[Point], Iterable[tuple[Names, Found]]]


def partial(
    expression: Reading | str,
    wrt: Sequence[str] = (),
    at: Texts = (),
    *,
    order: int = 1,
    mixed: Sequence[str] = (),
    digits: int | None = None,
    formulas: bool = True,
) -> Partials:
    """Return the first partial derivatives, all second ones, or the mixed one that is named.

    ``formulas`` says whether formulas are wanted beside values, here and below.

    >>> result = partial("x**2*y")
    >>> [entry.label for entry in result.entries]
    ['x', 'y']
    """
    require_few_digits(digits)
    reading = _read(expression)
    graph = reading.graph
    variables = choose_variables(graph, mixed or wrt)
    beyond = [name for name in mixed if wrt and name not in wrt]
    if beyond:
        wrt_has_not = (parameter("wrt"), " has not: leave out ", parameter("wrt"))
        raise UsageError(parameter("mixed"), f" has {beyond[0]}, and ", *wrt_has_not)
    points = _points(at, reading, variables, [*wrt, *mixed])
    if mixed:
        names = tuple(mixed)
        found: dict[Names, Graph | None] = {names: None}
        if formulas:
            with placing(reading):
                found[names] = mixed_formula(graph, mixed)
        return _entries(
            "partial",
            reading,
            variables,
            found,
            points,
            lambda point: [(names, mixed_at(graph, mixed, point, digits))],
        )
    if order == 2:
        return _second(reading, "partial", variables, points, digits, formulas)
    if order != 1:
        raise UsageError(
            parameter("order"),
            " is 1 or 2 here: name a higher partial derivative with ",
            parameter("mixed", "x,x,y"),
        )
    return _first(reading, "partial", variables, points, digits, formulas)


def gradient(
    expression: Reading | str,
    wrt: Sequence[str] = (),
    at: Texts = (),
    *,
    direction: str | None = None,
    digits: int | None = None,
    formulas: bool = True,
) -> Partials:
    """Return the gradient; at points also its norm, the steepest ascent, and a direction's slope.

    ``direction`` is "1,2" or "x=1,y=2"; the directional derivative is the gradient times it.
    """
    require_few_digits(digits)
    reading = _read(expression)
    graph = reading.graph
    variables = choose_variables(graph, wrt)
    points = _points(at, reading, variables, wrt)
    vector = None if direction is None else read_direction(direction, variables).values
    if vector is not None and not points:
        raise UsageError("the derivative along a direction needs a point: add ", parameter("at"))
    result = _first(reading, "gradient", variables, points, digits, formulas)
    facts = []
    for k, point in enumerate(points):
        found = [entry.points[k] for entry in result.entries]
        fact = PointFacts()
        if all(one.error is None for one in found):
            fact = norm(graph, variables, point, digits)
        if vector is not None:
            try:
                fact = fact._replace(along=along(graph, point, vector, digits)[0])
            except CalcdlError as error:
                raise explain(error, reading, point) from None
        facts.append(fact)
    return result._replace(facts=tuple(facts))


def jacobian(
    expressions: Sequence[Reading | str],
    wrt: Sequence[str] = (),
    at: Texts = (),
    *,
    digits: int | None = None,
    formulas: bool = True,
) -> Partials:
    """Return the first partial derivatives of several expressions, labelled "1,x", "1,y", …"""
    require_few_digits(digits)
    readings = [_read(one) for one in expressions]
    names = sorted({name for one in readings for name in one.graph.symbols()})
    variables = list(wrt) or names or ["x"]
    wanted = sorted({*names, *variables})
    points = read_points(readings, _texts(at), wanted, wrt)
    entries: list[Partial] = []
    for row, reading in enumerate(readings, 1):
        found = _first(reading, "jacobian", variables, points, digits, formulas)
        entries += [entry._replace(output=row) for entry in found.entries]
    graphs = tuple(reading.graph for reading in readings)
    return Partials("jacobian", graphs, tuple(variables), tuple(entries))


def hessian(
    expression: Reading | str,
    wrt: Sequence[str] = (),
    at: Texts = (),
    *,
    digits: int | None = None,
    formulas: bool = True,
) -> Partials:
    """Return the second partial derivatives, each once; at points also eigenvalues."""
    require_few_digits(digits)
    reading = _read(expression)
    graph = reading.graph
    variables = choose_variables(graph, wrt)
    points = _points(at, reading, variables, wrt)
    result = _second(reading, "hessian", variables, points, digits, formulas)
    facts = []
    for k, point in enumerate(points if formulas else ()):
        complete = all(entry.points[k].error is None for entry in result.entries)
        facts.append(spectrum(graph, variables, point, digits) if complete else PointFacts())
    return result._replace(facts=tuple(facts))


# Reading the question


def _read(expression: Reading | str) -> Reading:
    return read(expression) if isinstance(expression, str) else expression


def _texts(at: Texts) -> Sequence[str]:
    return [at] if isinstance(at, str) else at


def _points(
    at: Texts, reading: Reading, variables: Sequence[str], wrt: Sequence[str]
) -> list[Point]:
    names = sorted({*reading.graph.symbols(), *variables})
    return read_points([reading], _texts(at), names, wrt)


# Answering it


def _first(
    reading: Reading,
    command: str,
    variables: Sequence[str],
    points: Sequence[Point],
    digits: int | None,
    formulas: bool,
) -> Partials:
    graph = reading.graph
    found: dict[Names, Graph | None] = {(name,): None for name in variables}
    if formulas:
        with placing(reading):
            first = gradient_formulas(graph, variables)
        found.update(((name,), formula) for name, formula in first.items())
    return _entries(
        command,
        reading,
        variables,
        found,
        points,
        lambda point: [
            ((name,), slope) for name, slope in gradient_at(graph, variables, point, digits).items()
        ],
    )


def _second(
    reading: Reading,
    command: str,
    variables: Sequence[str],
    points: Sequence[Point],
    digits: int | None,
    formulas: bool,
) -> Partials:
    graph = reading.graph
    require_few_pairs(variables)
    found: dict[Names, Graph | None] = dict.fromkeys(combinations_with_replacement(variables, 2))
    if formulas:
        with placing(reading):
            found.update(hessian_formulas(graph, variables).items())
    return _entries(
        command,
        reading,
        variables,
        found,
        points,
        lambda point: hessian_at(graph, variables, point, digits).items(),
    )


def _entries(
    command: str,
    reading: Reading,
    variables: Sequence[str],
    formulas: dict[Names, Graph | None],
    points: Sequence[Point],
    at_point: AtPoint,
) -> Partials:
    """Put formulas and values together; an error at a point belongs to its entries."""
    columns: list[dict[Names, DerivativeAtPoint]] = []
    for point in points:
        try:
            found = at_point(point)
        except UsageError:
            raise
        except CalcdlError as error:
            columns.append(dict.fromkeys(formulas, _told(error, reading, point)))
            continue
        columns.append({names: _told(one, reading, point) for names, one in found})
    entries = tuple(
        Partial(names, formula, tuple(column[names] for column in columns))
        for names, formula in formulas.items()
    )
    symmetric = is_smooth(reading.graph)
    return Partials(command, (reading.graph,), tuple(variables), entries, symmetric=symmetric)


def _told(found: Found, reading: Reading, point: Point) -> DerivativeAtPoint:
    if isinstance(found, CalcdlError):
        return DerivativeAtPoint(point.texts, error=explain(found, reading, point))
    return DerivativeAtPoint(point.texts, found[0])
