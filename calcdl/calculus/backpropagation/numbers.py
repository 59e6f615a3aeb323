"""Numbers through the levels of backpropagation: values forward, adjoints backward."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.calculus.arrays.numbers import value_numbers
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.reading.array_points import ArrayPoint
from calcdl.results.backpropagation import ArrayLevel

__all__ = ["with_numbers"]


def with_numbers(
    levels: Sequence[ArrayLevel], point: ArrayPoint, digits: int | None, smooth: bool
) -> list[ArrayLevel]:
    """Return levels with their values at a point, and where it is ``smooth`` with the adjoints.

    Each number is that of its formula written out in variables, as a gradient's is.
    """
    nodes = Nodes()
    meaning: dict[str, int] = {}
    valued = []
    for level in levels:
        meaning[level.name] = transplant(level.definition, nodes, meaning)
        value = value_numbers(Graph(nodes, meaning[level.name]), point, digits)
        valued.append(level._replace(value=value))
    if not smooth:
        return valued
    for k in reversed(range(len(valued))):
        pullbacks = []
        for one in valued[k].pullbacks:
            meaning[one.name] = transplant(one.formula, nodes, meaning)
            value = value_numbers(Graph(nodes, meaning[one.name]), point, digits)
            pullbacks.append(one._replace(value=value))
        valued[k] = valued[k]._replace(pullbacks=tuple(pullbacks))
    return valued
