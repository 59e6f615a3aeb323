"""Local derivatives → the derivative: products along paths, added up, written out, tidied."""

from __future__ import annotations

from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.lean import TYPE_CHECKING
from calcdl.results.chain import Assembly, Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["assemblies"]

Paths = tuple[tuple[tuple[str, str], ...], ...]
Locals = dict[tuple[str, str], Graph]
Steps = dict[int, list[str]]  # the place of a level → those of its inputs that matter

_MOST_PATHS = 12  # more are not listed one by one: there may be exponentially many


def assemblies(
    graph: Graph, levels: Mapping[int, Level], tidied: Mapping[str, Graph]
) -> list[Assembly]:
    """Return each derivative of a graph, put together from local ones.

    ``levels`` are by the nodes that they stand for, in order, and ``tidied`` the short formulas.
    """
    local = {
        (level.name, one.input): one.formula for level in levels.values() for one in level.local
    }
    nodes = graph.nodes.copy()
    # What each level stands for, in variables alone.
    meaning = {level.name: node for node, level in levels.items()}
    ordered = list(levels.values())
    users = _users(ordered)
    found = []
    for name, short in tidied.items():
        steps = _steps(ordered, users, name)
        paths = _paths(ordered, steps, name)
        if paths is None:
            product = _swept(ordered, steps, local, name)
        else:
            product = _sum_of_paths(local, paths)
        substituted = product
        if len(ordered) > 1:
            substituted = Graph(nodes, transplant(product, nodes, meaning))
        found.append(Assembly(name, paths, product, substituted, short))
    return found


def _users(levels: Sequence[Level]) -> dict[str, list[int]]:
    """Return the places of the levels that each level or variable goes into."""
    users: dict[str, list[int]] = {}
    for place, level in enumerate(levels):
        for one in level.local:
            users.setdefault(one.input, []).append(place)
    return users


def _steps(levels: Sequence[Level], users: Mapping[str, list[int]], variable: str) -> Steps:
    """Return the levels that depend on a variable, in order, each with the inputs that do.

    They are found from the variable upwards: of thousands of variables each may be in few levels.
    """
    found: dict[int, set[str]] = {}
    waiting = [variable]
    while waiting:
        name = waiting.pop()
        for place in users.get(name, ()):
            if place not in found:
                found[place] = set()
                waiting.append(levels[place].name)
            found[place].add(name)
    return {place: _in_order(levels[place], found[place]) for place in sorted(found)}


def _in_order(level: Level, inputs: set[str]) -> list[str]:
    if len(inputs) == 1:
        return list(inputs)
    return [one.input for one in level.local if one.input in inputs]


def _paths(levels: Sequence[Level], steps: Steps, variable: str) -> Paths | None:
    """Return all paths from the last level to the variable; None if they are too many."""
    counts = {variable: 1}
    for place, inputs in steps.items():
        counts[levels[place].name] = sum([counts[name] for name in inputs])
    last = levels[-1].name
    if counts.get(last, 0) > _MOST_PATHS:
        return None
    inputs_of = {levels[place].name: inputs for place, inputs in steps.items()}
    paths = []
    stack: list[tuple[str, tuple[tuple[str, str], ...]]] = [(last, ())]
    while stack:
        name, path = stack.pop()
        if name == variable:
            paths.append(path)
        for below in reversed(inputs_of.get(name, ())):
            stack.append((below, (*path, (name, below))))
    return tuple(paths)


def _sum_of_paths(local: Locals, paths: Paths) -> Graph:
    if len(paths) == 1 == len(paths[0]):
        return local[paths[0][0]]
    nodes = Nodes()
    terms = []
    for path in paths:
        factors = tuple([transplant(local[step], nodes) for step in path])
        terms.append(factors[0] if len(factors) == 1 else nodes.make("mul", factors))
    if not terms:
        return Graph(nodes, nodes.number(0))
    return Graph(nodes, terms[0] if len(terms) == 1 else nodes.make("add", tuple(terms)))


def _swept(levels: Sequence[Level], steps: Steps, local: Locals, variable: str) -> Graph:
    """Return the sum over all paths without listing them: by the adjoints of the levels."""
    nodes = Nodes()
    shares: dict[str, list[int]] = {levels[-1].name: [nodes.number(1)]}
    for place in reversed(steps):
        name = levels[place].name
        bar = _total(nodes, shares.get(name, []))
        for below in steps[place]:
            factor = transplant(local[name, below], nodes)
            shares.setdefault(below, []).append(nodes.make("mul", (bar, factor)))
    return Graph(nodes, _total(nodes, shares.get(variable, [])))


def _total(nodes: Nodes, terms: list[int]) -> int:
    if not terms:
        return nodes.number(0)
    return terms[0] if len(terms) == 1 else nodes.make("add", tuple(terms))
