"""A function cut into levels: parts with a name, each written in the names of earlier ones."""

from __future__ import annotations

from calcdl.graph.nodes import LEAVES, Graph, Nodes, Undefined
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["cut", "names_taken"]


def cut(graph: Graph, names: Mapping[int, str]) -> list[tuple[int, Graph]]:
    """Return the nodes that have names, in order, each with its definition in earlier names.

    >>> from calcdl.reading.expressions import read
    >>> from calcdl.reading.writing import write
    >>> reading = read("u = x + 1; u**2")
    >>> [write(level) for _, level in cut(reading.graph, {**reading.names, reading.graph.root: ""})]
    ['x + 1', 'u**2']
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    nodes = Nodes()
    written: dict[int, int] = {}
    levels = []
    for i in graph.order():
        operation, args = operations[i], arguments[i]
        if operation not in LEAVES:
            args = tuple([written[j] for j in args])
        written[i] = nodes.make(operation, args)
        if i in names:
            levels.append((i, Graph(nodes, written[i])))
            written[i] = nodes.symbol(names[i])
    return levels


def names_taken(graph: Graph) -> set[str]:
    """Return the names that variables and undefined functions have."""
    undefined = {kind.name for kind in graph.kinds() if type(kind) is Undefined}
    return undefined.union(graph.symbols())
