"""Numbers through the levels of a chain: values forward, derivatives backward."""

from __future__ import annotations

from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import point_inputs
from calcdl.calculus.certify import certified_all, work_of
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.exactness import decided
from calcdl.calculus.smooth import needed_nodes, require_smooth_nodes
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.results.chain import Level
from calcdl.results.value import Value
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import Facts, apply, values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcdl.arithmetic.kinds import Number, Real

__all__ = ["numbered", "slope_or_undecided"]

Place = tuple[str, ...]  # what a number is, and the names of what it is of


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
    places: list[Place] = []  # of the numbers that are computed together

    def compute(facts: Facts) -> list[Real]:
        found = values(graph, taylor, point_inputs(taylor, point), facts)
        require_smooth_nodes(graph, taylor, found, variables, facts)
        numbers = _numbers(taylor, graph, nodes, levels, variables, found)
        places[:] = numbers
        return [taylor.result(number, 0) for number in numbers.values()]

    try:
        size = 4 * work_of(graph)
        rounded = decided(
            lambda facts: certified_all(lambda: compute(facts), digits, size),
            graph,
            point,
            variables,
            numbers=True,
        )
    except (Kink, NoValue, NotDifferentiable) as cause:
        from calcdl.calculus.point.refusal import refusal

        raise refusal(graph, variables, point, cause) from None
    certain = {
        place: number if isinstance(number, Undecided) else number[0]
        for place, number in zip(places, rounded, strict=True)
    }
    totals = []
    for name in variables:
        total = certain["total", name]
        if isinstance(total, Undecided):
            total = slope_or_undecided(graph, name, point, digits, total)
        totals.append(total)
    return [_completed(level, certain) for level in levels], totals


def _numbers(
    taylor: Taylor,
    graph: Graph,
    nodes: Sequence[int],
    levels: Sequence[Level],
    variables: Sequence[str],
    found: Mapping[int, Number],
) -> dict[Place, Number]:
    """Return values and adjoints of levels, their local derivatives, and the total ones."""
    needed = needed_nodes(graph, found)
    local = {
        level.name: _local_numbers(taylor, level, graph, node, found)
        for level, node in zip(levels, nodes, strict=True)
        if node in needed or _has_slopes(taylor, level, graph, node, found)
    }
    bars = _backward(taylor, levels, local)
    numbers: dict[Place, Number] = {}
    for level, node in zip(levels, nodes, strict=True):
        if level.name in local:
            numbers["value", level.name] = found[node]
            if level.local or level is levels[-1]:
                numbers["adjoint", level.name] = bars[level.name]
            for part, slope in zip(level.local, local[level.name], strict=True):
                numbers["local", level.name, part.input] = slope
    return numbers | {("total", name): bars.get(name, taylor.zero) for name in variables}


def _completed(level: Level, certain: Mapping[Place, Value | Undecided]) -> Level:
    """Return a level with its numbers, if it has any."""
    name = level.name
    if ("value", name) not in certain:
        return level
    local = [part._replace(value=certain["local", name, part.input]) for part in level.local]
    adjoint = certain.get(("adjoint", name))
    return level._replace(value=certain["value", name], adjoint=adjoint, local=tuple(local))


def slope_or_undecided(
    graph: Graph, variable: str, point: Point, digits: int | None, undecided: Undecided
) -> Value | Undecided:
    """Return the derivative that a sweep left undecided, if it can be decided by itself."""
    try:
        return derivative_at(graph, variable, point, 1, digits)[0]
    except CalcdlError:
        return undecided


def _backward(
    taylor: Taylor, levels: Sequence[Level], local: Mapping[str, Sequence[Number]]
) -> dict[str, Number]:
    """Return the adjoints of levels and variables, from the last level to the first."""
    shares: dict[str, list[Number]] = {levels[-1].name: [taylor.one]}
    bars: dict[str, Number] = {}
    for level in reversed(levels):
        bars[level.name] = bar = taylor.add(shares.pop(level.name, [taylor.zero]))
        for part, slope in zip(level.local, local.get(level.name, ()), strict=False):
            shares.setdefault(part.input, []).append(taylor.mul((bar, slope)))
    return bars | {name: taylor.add(terms) for name, terms in shares.items()}


def _local_numbers(
    taylor: Taylor, level: Level, graph: Graph, node: int, found: Mapping[int, Number]
) -> list[Number]:
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
    return [bars.get(name, taylor.zero) for name in wanted]


def _has_slopes(
    taylor: Taylor, level: Level, graph: Graph, node: int, found: Mapping[int, Number]
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


def _slope(definition: Graph, inputs: dict[str, Number], name: str) -> Number:
    """Return the derivative of a level by one of its inputs, as a constant."""
    taylor = Taylor(2)
    series = apply(definition, taylor, {**inputs, name: taylor.variable(inputs[name])})
    return taylor.of(taylor.coefficient(series, 1))
