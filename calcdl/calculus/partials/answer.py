"""Answers about functions of several inputs: partials, gradient, Jacobian and Hessian."""

from __future__ import annotations

from itertools import combinations_with_replacement

from calcdl.calculus.explain import explain, placing
from calcdl.calculus.partials.formulas import (
    gradient_formulas,
    hessian_formulas,
    mixed_formula,
    require_few_pairs,
)
from calcdl.calculus.partials.norm_and_eigenvalues import norm, spectrum
from calcdl.calculus.partials.values import Answer, gradient_at, hessian_at, mixed_at
from calcdl.calculus.question import Asked, require_few_digits
from calcdl.calculus.smooth import is_smooth
from calcdl.errors import CalcdlError, UsageError, parameter
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point, read_direction
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.partials import Partial, Partials, PointFacts
from calcdl.results.value import Value
from calcdl.syntax.parse import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from calcdl.results.named import NamedFormula

__all__ = ["answer"]

Names = tuple[str, ...]  # the variables that a partial derivative is taken by
AtPoint: TypeAlias = "Callable[[Point], Iterable[tuple[Names, Answer]]]"


def answer(asked: Asked) -> Partials:
    """Return partial derivatives: those asked for, a gradient, a Jacobian or a Hessian.

    >>> from calcdl.calculus.asking import ask
    >>> [entry.label for entry in answer(ask("partial", "x**2*y")).entries]
    ['x', 'y']
    """
    require_few_digits(asked.digits)
    if asked.question == "hessian" and asked.along:
        raise _for_arrays("along")
    if asked.layout != "numerator":
        raise _for_arrays("layout")
    if asked.vec:
        raise _for_arrays("vec")
    return _ANSWERS[asked.question](asked)


def _for_arrays(flag: str) -> UsageError:
    """Return the error that a flag goes with vectors and matrices alone."""
    return UsageError(parameter(flag), " is for vectors and matrices: add ", parameter("shape"))


def _partial(asked: Asked) -> Partials:
    """Return the first partial derivatives, all second ones, or the mixed one that is named."""
    variables, mixed = asked.variables(), asked.mixed
    beyond = [name for name in mixed if asked.wrt and name not in asked.wrt]
    if beyond:
        wrt_has_not = (parameter("wrt"), " has not: leave out ", parameter("wrt"))
        raise UsageError(parameter("mixed"), f" has {beyond[0]}, and ", *wrt_has_not)
    points = asked.points(variables)
    if mixed:
        names = tuple(mixed)
        formulas: dict[Names, Graph | None] = {names: None}
        given_up: list[str] = []
        if asked.wants_formulas:
            with placing(asked.reading):
                formulas[names] = mixed_formula(asked.graph, mixed, asked.form, given_up.append)
        return _entries(
            asked,
            variables,
            formulas,
            points,
            lambda point: [(names, mixed_at(asked.graph, mixed, point, asked.digits))],
            given_up,
        )
    if asked.order == 2:
        return _second(asked, variables, points)
    if asked.order != 1:
        raise UsageError(
            parameter("order"),
            " is 1 or 2 here: name a higher partial derivative with ",
            parameter("mixed", "x,x,y"),
        )
    return _first(asked, variables, points)


def _gradient(asked: Asked) -> Partials:
    """Return the gradient; at points also its norm, the steepest ascent, and a direction's slope.

    The norm of a gradient of which only values are wanted is not computed.

    A direction is "1,2" or "x=1,y=2"; the derivative along it is the gradient times it.
    """
    graph, variables = asked.graph, asked.variables()
    points = asked.points(variables)
    vectors = [read_direction(text, variables).values for text in asked.along]
    if vectors and not points:
        raise UsageError("the derivative along a direction needs a point: add ", parameter("at"))
    result = _first(asked, variables, points)
    facts = []
    for k, point in enumerate(points):
        fact = PointFacts()
        complete = all(entry.points[k].error is None for entry in result.entries)
        if complete and asked.wants_formulas:
            fact = norm(graph, variables, point, asked.digits)
        for vector in vectors:
            fact = fact._replace(along=_slope_along(asked, point, vector))
        facts.append(fact)
    return result._replace(facts=tuple(facts))


def _slope_along(asked: Asked, point: Point, direction: Mapping[str, Graph]) -> Value:
    from calcdl.calculus.partials.along import along

    try:
        return along(asked.graph, point, direction, asked.digits)[0]
    except CalcdlError as error:
        raise explain(error, asked.reading, point) from None


def _jacobian(asked: Asked) -> Partials:
    """Return the first partial derivatives of several expressions, labelled "1,x", "1,y", …"""
    variables = list(asked.wrt) or asked.symbols or ["x"]
    points = asked.points(variables)
    entries: list[Partial] = []
    given_up: list[str] = []
    for row, reading in enumerate(asked.readings, 1):
        gradient = _first(asked._replace(readings=(reading,)), variables, points)
        entries += [entry._replace(output=row) for entry in gradient.entries]
        given_up += gradient.given_up
    graphs = tuple(reading.graph for reading in asked.readings)
    return Partials(
        "jacobian",
        graphs,
        tuple(variables),
        tuple(entries),
        shows_named=asked.named,
        given_up=tuple(given_up),
    )


def _hessian(asked: Asked) -> Partials:
    """Return the second partial derivatives, each once; at points also eigenvalues."""
    graph, variables = asked.graph, asked.variables()
    points = asked.points(variables)
    result = _second(asked, variables, points)
    facts = []
    for k, point in enumerate(points if asked.wants_formulas else ()):
        complete = all(entry.points[k].error is None for entry in result.entries)
        facts.append(spectrum(graph, variables, point, asked.digits) if complete else PointFacts())
    return result._replace(facts=tuple(facts))


_ANSWERS = {
    "partial": _partial,
    "gradient": _gradient,
    "jacobian": _jacobian,
    "hessian": _hessian,
}


def _first(asked: Asked, variables: Sequence[str], points: Sequence[Point]) -> Partials:
    formulas: dict[Names, Graph | None] = {(name,): None for name in variables}
    given_up: list[str] = []
    if asked.wants_formulas:
        with placing(asked.reading):
            first = gradient_formulas(asked.graph, variables, asked.form, given_up.append)
        formulas.update(((name,), formula) for name, formula in first.items())
    return _entries(
        asked,
        variables,
        formulas,
        points,
        lambda point: [
            ((name,), slope)
            for name, slope in gradient_at(asked.graph, variables, point, asked.digits).items()
        ],
        given_up,
    )


def _second(asked: Asked, variables: Sequence[str], points: Sequence[Point]) -> Partials:
    require_few_pairs(variables)
    formulas: dict[Names, Graph | None] = dict.fromkeys(combinations_with_replacement(variables, 2))
    given_up: list[str] = []
    if asked.wants_formulas:
        with placing(asked.reading):
            second = hessian_formulas(asked.graph, variables, asked.form, given_up.append)
            formulas.update(second.items())
    return _entries(
        asked,
        variables,
        formulas,
        points,
        lambda point: hessian_at(asked.graph, variables, point, asked.digits).items(),
        given_up,
    )


def _entries(
    asked: Asked,
    variables: Sequence[str],
    formulas: dict[Names, Graph | None],
    points: Sequence[Point],
    at_point: AtPoint,
    given_up: Sequence[str],
) -> Partials:
    """Put formulas and values together; an error at a point belongs to its entries."""
    reading = asked.reading
    columns: list[dict[Names, DerivativeAtPoint]] = []
    for point in points:
        try:
            numbers = at_point(point)
        except UsageError:
            raise
        except CalcdlError as error:
            columns.append(dict.fromkeys(formulas, _explained(error, reading, point)))
            continue
        columns.append({names: _explained(number, reading, point) for names, number in numbers})
    named: dict[Names, NamedFormula] = {}
    if asked.wants_names:
        from calcdl.calculus.derivative.named import named_formulas

        named = named_formulas(asked, formulas)
    entries = tuple(
        Partial(names, formula, tuple(column[names] for column in columns), named=named.get(names))
        for names, formula in formulas.items()
    )
    return Partials(
        asked.question,
        (reading.graph,),
        tuple(variables),
        entries,
        symmetric=is_smooth(reading.graph),
        shows_named=asked.named,
        given_up=tuple(given_up),
    )


def _explained(number: Answer, reading: Reading, point: Point) -> DerivativeAtPoint:
    if isinstance(number, CalcdlError):
        return DerivativeAtPoint(point.texts, error=explain(number, reading, point))
    return DerivativeAtPoint(point.texts, number[0])
