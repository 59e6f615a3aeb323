"""Local derivatives → the derivative: products along paths, added up, written out, tidied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calcdl.graph import Graph, Nodes, transplant
from calcdl.results.chain import Assembly, Level

__all__ = ["assemblies"]

Paths = tuple[tuple[tuple[str, str], ...], ...]
Locals = dict[tuple[str, str], Graph]

_MOST_PATHS = 12  # more are not listed one by one: there may be exponentially many


def assemblies(levels: Sequence[Level], tidied: Mapping[str, Graph]) -> list[Assembly]:
    """Return each derivative, put together from local ones; ``tidied`` are their short formulas."""
    local = {(level.name, one.input): one.formula for level in levels for one in level.local}
    nodes = Nodes()
    meaning: dict[str, int] = {}  # what each level stands for, in variables alone
    for level in levels:
        meaning[level.name] = transplant(level.definition, nodes, meaning)
    found = []
    for name, short in tidied.items():
        paths = _paths(levels, name)
        product = _swept(levels, local, name) if paths is None else _sum_of_paths(local, paths)
        substituted = Graph(nodes, transplant(product, nodes, meaning))
        found.append(Assembly(name, paths, product, substituted, short))
    return found


def _paths(levels: Sequence[Level], variable: str) -> Paths | None:
    """Return all paths from the last level to the variable; None if they are too many."""
    counts = {variable: 1}
    for level in levels:
        counts[level.name] = sum(counts.get(local.input, 0) for local in level.local)
    if counts[levels[-1].name] > _MOST_PATHS:
        return None
    by_name = {level.name: level for level in levels}
    paths = []
    stack: list[tuple[str, tuple[tuple[str, str], ...]]] = [(levels[-1].name, ())]
    while stack:
        name, path = stack.pop()
        if name == variable:
            paths.append(path)
        elif name in by_name:
            for local in reversed(by_name[name].local):
                if counts.get(local.input):
                    stack.append((local.input, (*path, (name, local.input))))
    return tuple(paths)


def _sum_of_paths(local: Locals, paths: Paths) -> Graph:
    nodes = Nodes()
    terms = []
    for path in paths:
        factors = tuple([transplant(local[step], nodes) for step in path])
        terms.append(factors[0] if len(factors) == 1 else nodes.make("mul", factors))
    if not terms:
        return Graph(nodes, nodes.number(0))
    return Graph(nodes, terms[0] if len(terms) == 1 else nodes.make("add", tuple(terms)))


def _swept(levels: Sequence[Level], local: Locals, variable: str) -> Graph:
    """Return the sum over all paths without listing them: by the adjoints of the levels."""
    nodes = Nodes()
    depends = {variable}
    for level in levels:
        if any(one.input in depends for one in level.local):
            depends.add(level.name)
    shares: dict[str, list[int]] = {levels[-1].name: [nodes.number(1)]}
    for level in reversed(levels):
        bar = _total(nodes, shares.get(level.name, []))
        for one in level.local:
            if one.input in depends:
                factor = transplant(local[level.name, one.input], nodes)
                shares.setdefault(one.input, []).append(nodes.make("mul", (bar, factor)))
    return Graph(nodes, _total(nodes, shares.get(variable, [])))


def _total(nodes: Nodes, terms: list[int]) -> int:
    if not terms:
        return nodes.number(0)
    return terms[0] if len(terms) == 1 else nodes.make("add", tuple(terms))
