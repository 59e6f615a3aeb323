"""Partial derivatives of functions of several inputs at a point."""

from __future__ import annotations

from itertools import combinations_with_replacement
from math import prod

from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.arithmetic.taylor.multivariate import Multivariate
from calcdl.calculus.at_point import point_inputs
from calcdl.calculus.certify import ENOUGH_FOR_MOST, certified, certified_all, work_of
from calcdl.calculus.derivative.value import derivative_at, exact_value_of
from calcdl.calculus.exactness import decided
from calcdl.calculus.partials.formulas import (
    MOST_WORK,
    mixed_formula,
    require_few_pairs,
    require_little_work,
)
from calcdl.calculus.smooth import is_smooth, require_smooth_nodes
from calcdl.errors import (
    CalcdlError,
    NoRule,
    NotDifferentiable,
    NoValue,
    TooClose,
    Undecided,
    UsageError,
)
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.results.value import Value
from calcdl.sweep.derivatives import active_nodes, adjoints_of_variables
from calcdl.sweep.forward import Facts, values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeAlias


__all__ = ["gradient_at", "gradient_numbers", "hessian_at", "hessian_numbers", "mixed_at"]

_OF_ONE = 10  # operations that take as long as one where a derivative is decided by itself
UNSMOOTH = "this could not be decided: a part of the function is not smooth there"
Answer: TypeAlias = "tuple[Value, Any] | CalcdlError"


def gradient_at(
    graph: Graph, variables: Sequence[str], point: Point, digits: int | None = None
) -> dict[str, Answer]:
    """Return all first partial derivatives at a point, from one reverse sweep over balls.

    Where the sweep meets a point at which a function is not smooth, each partial derivative is
    decided by itself, from Taylor series along its axis; it may turn out to be an error.
    """
    together: Sequence[Answer]
    try:
        together = certified_all(
            lambda: gradient_numbers(graph, variables, point), digits, work_of(graph)
        )
    except CalcdlError as error:
        if isinstance(error, UsageError) and not isinstance(error, NoRule):
            raise
        require_little_work(len(variables) * len(graph.order()))
        together = [error] * len(variables)
    return {
        name: _or_error(derivative_at, graph, name, point, 1, digits)
        if isinstance(answer, CalcdlError)
        else answer
        for name, answer in zip(variables, together, strict=True)
    }


def gradient_numbers(graph: Graph, variables: Sequence[str], point: Point) -> list[Any]:
    """Return all first partial derivatives as exact numbers or balls of flint's precision.

    Raises Kink where a function is not smooth.
    """
    taylor = Taylor(1)
    primals = values(graph, taylor, point_inputs(taylor, point))
    require_smooth_nodes(graph, taylor, primals, variables)
    bars = adjoints_of_variables(graph, taylor, primals, variables)
    return [taylor.result(bars.get(name, taylor.zero), 0) for name in variables]


def _or_error(compute: Callable[..., tuple[Value, Any]], *arguments: Any) -> Answer:
    try:
        return compute(*arguments)
    except CalcdlError as error:
        return error


def hessian_at(
    graph: Graph, variables: Sequence[str], point: Point, digits: int | None = None
) -> dict[tuple[str, str], Answer]:
    """Return all second partial derivatives at a point, each once, from one sweep a variable.

    Where a part is not smooth, each is decided by itself; it may turn out to be an error. Raises
    TooLarge.
    """
    require_few_pairs(variables)
    pairs = list(combinations_with_replacement(variables, 2))
    parts = {name: _terms_with(graph, name) for name in variables}
    work = sum([len(part.order()) for part in parts.values()])
    require_little_work(work)
    try:
        together: Sequence[Answer] = certified_all(
            lambda: hessian_numbers(graph, variables, point, parts),
            digits,
            max(work, work_of(graph)),
        )
    except UsageError:
        raise
    except CalcdlError as error:
        require_little_work(_OF_ONE * len(pairs) * len(graph.order()))
        together = [error] * len(pairs)
    left = sum([isinstance(answer, CalcdlError) for answer in together])
    if _OF_ONE * left * len(graph.order()) > MOST_WORK:
        return dict(zip(pairs, together, strict=True))
    return {
        pair: _or_error(_second, graph, pair, point, digits)
        if isinstance(answer, CalcdlError)
        else answer
        for pair, answer in zip(pairs, together, strict=True)
    }


def _second(
    graph: Graph, pair: tuple[str, str], point: Point, digits: int | None
) -> tuple[Value, Any]:
    """Return a second derivative where a part is not smooth; raises where the order matters."""
    by_first = mixed_at(graph, pair, point, digits)
    first, second = pair
    if first == second:
        return by_first
    by_second = mixed_at(graph, (second, first), point, digits)[0]
    if by_first[0].decimal != by_second.decimal:
        raise NotDifferentiable(
            f"the mixed derivative depends on the order: it is {by_first[0].decimal} by {first}"
            f" first and {by_second.decimal} by {second} first"
        )
    return by_first


def hessian_numbers(
    graph: Graph,
    variables: Sequence[str],
    point: Point,
    parts: Mapping[str, Graph] | None = None,
) -> list[Any]:
    """Return the upper half of the Hessian, row by row, as exact numbers or balls.

    A reverse sweep over Taylor series of length 2 along one axis gives the first derivatives and
    how they change along it: a row of the Hessian. It sweeps over the terms that the variable is
    in, which ``parts`` may tell; that all of the function has a value is looked at first.
    """
    gradient_numbers(graph, variables, point)
    taylor = Taylor(2)
    numbers = []
    for k, name in enumerate(variables):
        part = _terms_with(graph, name) if parts is None else parts[name]
        inputs = point_inputs(taylor, point)
        inputs[name] = taylor.variable(inputs[name])
        row = adjoints_of_variables(part, taylor, values(part, taylor, inputs), variables)
        numbers += [taylor.result(row.get(other, taylor.zero), 1) for other in variables[k:]]
    return numbers


def _terms_with(graph: Graph, name: str) -> Graph:
    """Return what a function is but for terms that do not depend on a variable."""
    nodes = graph.nodes
    if nodes.operations[graph.root] != "add":
        return graph
    varying = active_nodes(graph, [name])
    terms = tuple([term for term in nodes.arguments[graph.root] if term in varying])
    if not terms:
        return Graph(nodes, nodes.number(0))
    return Graph(nodes, terms[0] if len(terms) == 1 else nodes.make("add", terms))


def _not_smooth(kink: CalcdlError) -> CalcdlError:
    error = Undecided(UNSMOOTH)
    error.node = kink.node
    return error


def mixed_at(
    graph: Graph, names: Sequence[str], point: Point, digits: int | None = None
) -> tuple[Value, Any]:
    """Return a partial derivative of any order at a point, from Taylor series in several variables.

    Where a part of the function is not smooth there, it is the derivative along the last variable
    of the one by all the others.
    """
    if len(set(names)) == 1:
        return derivative_at(graph, names[0], point, len(names), digits)
    counts = {name: list(names).count(name) for name in names}
    size = work_of(graph) * prod(count + 1 for count in counts.values())

    def ask(facts: Facts) -> tuple[Value, Any]:
        def compute() -> Any:
            return _mixed_number(graph, counts, point, facts)

        try:
            return certified(compute, digits, size, ENOUGH_FOR_MOST)
        except TooClose:
            exact = exact_value_of(mixed_formula(graph, names), point)
            return certified(compute if exact is None else lambda: exact, digits, size)

    try:
        return decided(ask, graph, point, list(counts))
    except (Kink, NoValue, NotDifferentiable, Undecided) as cause:
        if isinstance(cause, TooClose):
            raise
        from calcdl.calculus.partials.structure import is_sum_without, with_even_powers

        for name in counts:  # without a first derivative there is no mixed one either
            derivative_at(graph, name, point)
        if is_sum_without(graph, names):
            return certified(lambda: 0, digits)
        plain = with_even_powers(graph)
        if plain.root != graph.root:
            return mixed_at(plain, names, point, digits)
        exact = _mixed_by_factors(graph, names, point)
        if exact is not None:
            return certified(lambda: exact, digits)
        return _mixed_by_line(graph, names, point, digits, cause)


def _mixed_by_factors(graph: Graph, names: Sequence[str], point: Point) -> Any:
    """Return the product of the derivatives of factors that share no variable, if all are exact."""
    from calcdl.calculus.evaluation.value import value_at
    from calcdl.calculus.partials.structure import independent_factors

    factors = independent_factors(graph, names)
    if len(factors) == 1:
        return None
    constants, numbers = Taylor(1), []
    for factor in factors:
        own = [name for name in names if name in factor.symbols()]
        try:
            number = (mixed_at(factor, own, point) if own else value_at(factor, point))[1]
        except CalcdlError:
            return None
        numbers.append(constants.value(constants.of(number)))
    if 0 in numbers:
        return 0
    return None if None in numbers else prod(numbers)


def _mixed_number(graph: Graph, counts: Mapping[str, int], point: Point, facts: Facts) -> Any:
    if not is_smooth(graph):  # a series may have dropped the terms that show a corner
        taylor = Taylor(1)
        primals = values(graph, taylor, point_inputs(taylor, point), facts)
        require_smooth_nodes(graph, taylor, primals, list(counts), facts)
    series = Multivariate(list(counts.values()))
    inputs = {name: series.of(u) for name, u in point_inputs(series.constants, point).items()}
    for place, name in enumerate(counts):
        inputs[name] = series.variable(place, series.head(inputs[name]))
    return series.derivative(values(graph, series, inputs, facts)[graph.root])


def _mixed_by_line(
    graph: Graph, names: Sequence[str], point: Point, digits: int | None, cause: CalcdlError
) -> tuple[Value, Any]:
    """Return the derivative by the last of the names of that by all the others.

    On a line through the point along the last variable, where all operations are smooth but at the
    point itself, the latter is what its formula says; at the point it is found by itself.
    """
    from calcdl.calculus.point.along_line import is_smooth_beside

    *others, last = names
    number = mixed_at(graph, others, point, digits)[1]
    constants = Taylor(1)
    before = constants.value(constants.of(number))
    if before is None or not is_smooth_beside(graph, names, last, point):
        raise _not_smooth(cause)
    nodes = Nodes()
    start = transplant(point.values[last], nodes)
    beside = transplant(mixed_formula(graph, others), nodes)
    at_start = nodes.make("==", (nodes.symbol(last), start))
    line = Graph(nodes, nodes.make("where", (at_start, nodes.number(before), beside)))
    try:
        return derivative_at(line, last, point, 1, digits)
    except CalcdlError as error:
        error.node = cause.node
        if error.behaviour is not None and isinstance(error, NotDifferentiable):
            from calcdl.calculus.point.words import sentence

            error.what, error.at = f"derivative in {', '.join(names)}", point.text
            error.pieces = (sentence(error.behaviour, f"the one in {', '.join(others)}"),)
        raise
