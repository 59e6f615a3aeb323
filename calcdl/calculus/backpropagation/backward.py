"""The sweep back through levels, in which each level is cut from those below it.

It is the reverse sweep of ``sweep.derivatives``, in each level by itself: what a level is made of
are symbols there, and so are its value and its adjoint, from which the sweep begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.shapes.polish import polished, written
from calcdl.arithmetic.shapes.tidying import matrices
from calcdl.graph.nodes import LEAVES, Graph, Nodes
from calcdl.graph.rewrite import rewrite
from calcdl.results.backpropagation import ArrayLevel, Pullback
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices
    from calcdl.graph.nodes import Operation
    from calcdl.graph.shapes import Shape

__all__ = ["with_pullbacks"]


class _Total(NamedTuple):
    """An adjoint that is complete behind the level at ``place``: of what, and its value."""

    place: int
    of: str
    value: int


def with_pullbacks(
    levels: Sequence[ArrayLevel],
    variables: Sequence[str],
    shapes: Mapping[str, Shape],
    attributes: Mapping[str, frozenset[str]],
    adjoints: Mapping[str, str],
) -> list[ArrayLevel]:
    """Return levels with the adjoints of all that leads to the variables.

    ``shapes`` and ``adjoints`` are the shapes of levels and variables, and what their adjoints are
    called; ``attributes`` is what is known of variables.
    """
    known = dict(attributes)
    m = matrices(known)
    found = [_forward(m, level, shapes, known) for level in levels]
    meaning = [one[level.definition.root] for one, level in zip(found, levels, strict=True)]
    totals: list[list[_Total]] = [[] for _ in levels]
    for total in _totals(m, levels, found, _inputs(levels, variables, shapes), shapes, adjoints):
        _learn(m, adjoints[total.of], total.value, known)
        totals[total.place].append(total)
    best = [
        polished(m, one, [one, *[total.value for total in own]])
        for one, own in zip(meaning, totals, strict=True)
    ]
    graphs = iter(written(m, [one for own in best for one in own]))
    of_levels = [(next(graphs), [next(graphs) for _ in own]) for own in totals]
    names = {
        definition.root: level.name
        for (definition, _), level in zip(of_levels, levels, strict=True)
        if definition.nodes.operations[definition.root] not in LEAVES
    }
    pullbacks = [
        [
            Pullback(one.of, adjoints[one.of], shapes[one.of], _in_names(graph, names))
            for one, graph in zip(own, formulas, strict=True)
        ]
        for own, (_, formulas) in zip(totals, of_levels, strict=True)
    ]
    return [
        level._replace(pullbacks=tuple(own)) for level, own in zip(levels, pullbacks, strict=True)
    ]


def _forward(
    m: Matrices,
    level: ArrayLevel,
    shapes: Mapping[str, Shape],
    known: dict[str, frozenset[str]],
) -> dict[int, int]:
    """Return the values of the nodes of a level."""
    graph = level.definition
    inputs = {name: m.symbol(name, shapes.get(name, ())) for name in graph.symbols()}
    found = values(graph, m, inputs)
    _learn(m, level.name, found[graph.root], known)
    return found


def _learn(m: Matrices, name: str, value: int, known: dict[str, frozenset[str]]) -> None:
    """Note that what has a name is symmetric, if its value is."""
    shape = m.shape(value)
    if len(shape) == 2 and shape[0] == shape[1] and m.apply("transpose", value) == value:
        known[name] = frozenset(("symmetric",))


def _inputs(
    levels: Sequence[ArrayLevel], variables: Sequence[str], order: Iterable[str]
) -> list[list[str]]:
    """Return for each level those of its inputs that lead to the variables, in an order."""
    place = {name: k for k, name in enumerate(order)}
    leads = set(variables)
    inputs = []
    for level in levels:
        own = [name for name in level.definition.symbols() if name in leads]
        own.sort(key=place.__getitem__)
        inputs.append(own)
        if own:
            leads.add(level.name)
    return inputs


def _totals(
    m: Matrices,
    levels: Sequence[ArrayLevel],
    found: Sequence[dict[int, int]],
    inputs: Sequence[Sequence[str]],
    shapes: Mapping[str, Shape],
    adjoints: Mapping[str, str],
) -> Iterator[_Total]:
    """Yield the adjoints in the order in which they are complete, each made of earlier ones."""
    first_user = {name: k for k in reversed(range(len(levels))) for name in inputs[k]}
    shares: dict[str, list[int]] = {}
    for k in reversed(range(len(levels))):
        level, graph = levels[k], levels[k].definition
        below = {**found[k], graph.root: m.symbol(level.name, level.shape)}
        is_last = k == len(levels) - 1
        seed = None if is_last else m.symbol(adjoints[level.name], level.shape)
        pulled = adjoints_of_variables(graph, m, below, inputs[k], seed)
        for name in inputs[k]:
            own = shares.setdefault(name, [])
            if name in pulled:
                own.append(pulled[name])
            if first_user[name] == k:
                total = own[0] if len(own) == 1 else m.add(own) if own else m.symbols.zero
                yield _Total(k, name, m.expand(total, shapes[name]))


def _in_names(graph: Graph, names: Mapping[int, str]) -> Graph:
    """Return a formula in which levels stand by their names."""
    nodes = Nodes()

    def named(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        return nodes.symbol(names[node]) if node in names else None

    return Graph(nodes, rewrite(graph, nodes, named)[graph.root])
