"""Numbers through the levels of a chain: values forward, derivatives backward."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import point_inputs
from calcdl.calculus.certify import certified_all, work_of
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.exactness import decided
from calcdl.calculus.smooth import needed_nodes, require_smooth_nodes
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided
from calcdl.graph.nodes import Graph
from calcdl.reading.points import Point
from calcdl.results.chain import Level
from calcdl.results.value import Value
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import Facts, apply, values

__all__ = ["numbered", "slope_or_undecided"]


def numbered(
    graph: Graph,
    nodes: Sequence[int],
    levels: Sequence[Level],
    variables: Sequence[str],
    point: Point,
    digits: int | None,
) -> tuple[list[Level], list[Value | Undecided]]:
    """Return the levels with values, local derivatives and adjoints, and the derivatives.

    Levels of a branch that is not taken have no numbers, those that do not lead to a variable no
    adjoint. A number that may be zero, which no precision shows, is Undecided.
    """
    taylor = Taylor(1)
    alive: list[bool] = []
    has_adjoint = [bool(level.local) or level is levels[-1] for level in levels]

    def compute(facts: Facts) -> list[Any]:
        found = values(graph, taylor, point_inputs(taylor, point), facts)
        require_smooth_nodes(graph, taylor, found, variables, facts)
        needed = needed_nodes(graph, found)
        alive[:] = [
            node in needed or _has_slopes(taylor, level, graph, node, found)
            for level, node in zip(levels, nodes, strict=True)
        ]
        known: dict[str, Any] = point_inputs(taylor, point)
        known.update({level.name: found[i] for i, level in zip(nodes, levels, strict=True)})
        local = [
            _local_numbers(taylor, level, graph, node, found) if living else []
            for level, node, living in zip(levels, nodes, alive, strict=True)
        ]
        bars = _backward(taylor, levels, local)
        numbers = []
        for level, living, leads, slopes in zip(levels, alive, has_adjoint, local, strict=True):
            if living:
                numbers += [known[level.name], *([bars[level.name]] if leads else []), *slopes]
        numbers += [bars.get(name, []) for name in variables]
        return [taylor.result(number, 0) for number in numbers]

    try:
        size = 4 * work_of(graph)
        found = decided(
            lambda facts: certified_all(partial(compute, facts), digits, size),
            graph,
            point,
            variables,
            numbers=True,
        )
    except (Kink, NoValue, NotDifferentiable) as cause:
        from calcdl.calculus.point.refusal import refusal

        raise refusal(graph, variables, point, cause) from None
    numbers = iter([one if isinstance(one, Undecided) else one[0] for one in found])
    complete = []
    for level, living, leads in zip(levels, alive, has_adjoint, strict=True):
        if living:
            level = level._replace(value=next(numbers), adjoint=next(numbers) if leads else None)
            level = level._replace(
                local=tuple([one._replace(value=next(numbers)) for one in level.local])
            )
        complete.append(level)
    totals = [
        slope_or_undecided(graph, name, point, digits, one) if isinstance(one, Undecided) else one
        for name, one in zip(variables, numbers, strict=True)
    ]
    return complete, totals


def slope_or_undecided(
    graph: Graph, variable: str, point: Point, digits: int | None, undecided: Undecided
) -> Value | Undecided:
    """Return the derivative that a sweep left undecided, if it can be decided by itself."""
    try:
        return derivative_at(graph, variable, point, 1, digits)[0]
    except CalcdlError:
        return undecided


def _backward(
    taylor: Taylor, levels: Sequence[Level], local: Sequence[Sequence[Any]]
) -> dict[str, Any]:
    """Return the adjoints of levels and variables, from the last level to the first."""
    shares: dict[str, list[Any]] = {levels[-1].name: [[1]]}
    bars: dict[str, Any] = {}
    for level, slopes in zip(reversed(levels), reversed(local), strict=True):
        bars[level.name] = bar = taylor.add(shares.pop(level.name, [[]]))
        for one, slope in zip(level.local, slopes, strict=False):
            shares.setdefault(one.input, []).append(taylor.mul((bar, slope)))
    return bars | {name: taylor.add(terms) for name, terms in shares.items()}


def _local_numbers(
    taylor: Taylor, level: Level, graph: Graph, node: int, found: dict[int, Any]
) -> list[Any]:
    """Return the local derivatives of a level as numbers, by a sweep over its definition.

    Where a rule has no value, as that of sinc at 0, Taylor series of the definition have one. An
    error is one of ``node``, which the level stands for.
    """
    definition = level.definition
    known = {i: found[j] for i, j in _originals(definition, graph, node).items()}
    wanted = [one.input for one in level.local]
    try:
        try:
            bars = adjoints_of_variables(definition, taylor, known, wanted)
        except NoValue:
            nodes = definition.nodes
            inputs = {
                nodes.name_of(i): known[i]
                for i in definition.order()
                if nodes.operations[i] == "symbol"
            }
            return [_slope(definition, inputs, name) for name in wanted]
    except CalcdlError as error:
        error.node = node
        raise
    return [bars.get(name, []) for name in wanted]


def _has_slopes(
    taylor: Taylor, level: Level, graph: Graph, node: int, found: dict[int, Any]
) -> bool:
    """Say whether a level that is not needed has a value and is smooth there all the same."""
    if isinstance(found[node], CalcdlError):
        return False
    known = {i: found[j] for i, j in _originals(level.definition, graph, node).items()}
    try:
        require_smooth_nodes(level.definition, taylor, known)
    except Kink:
        return False
    return True


def _originals(definition: Graph, graph: Graph, node: int) -> dict[int, int]:
    """Return the nodes of the function that those of a level's definition stand for."""
    found = {definition.root: node}
    for i in reversed(definition.order()):
        children = definition.nodes.children(i)
        found.update(zip(children, graph.nodes.children(found[i])[: len(children)], strict=True))
    return found


def _slope(definition: Graph, inputs: dict[str, Any], name: str) -> Any:
    """Return the derivative of a level by one of its inputs, as a constant."""
    taylor = Taylor(2)
    series = apply(definition, taylor, {**inputs, name: taylor.variable(inputs[name])})
    slope = taylor.coefficient(series, 1)
    return taylor.of(slope)
