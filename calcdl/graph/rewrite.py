"""The one loop that copies a graph into a table of nodes with something changed on the way."""

from __future__ import annotations

from calcdl.graph.nodes import LEAVES, Graph, Nodes
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from calcdl.graph.nodes import Operation

    # What a node becomes, from itself, its operation, and its arguments in the new table (a
    # leaf's content); None: the same operation of these.
    Change: TypeAlias = Callable[[int, Operation, tuple[int, ...]], int | None]

__all__ = ["collected", "flattened", "rewrite", "rewrite_nodes", "substituted", "transplant"]

_LONG = 64  # terms or factors, among which it pays to look for equal ones


def rewrite(graph: Graph, nodes: Nodes, change: Change | None = None) -> dict[int, int]:
    """Copy a graph into a table, which may be its own, and return where each of its nodes went.

    >>> nodes = Nodes()
    >>> sine = Graph(nodes, nodes.make("sin", (nodes.symbol("x"),)))
    >>> places = rewrite(sine, nodes, lambda i, name, args: nodes.make("cos", args) if i else None)
    >>> nodes.operations[places[sine.root]]
    'cos'
    """
    return rewrite_nodes(graph.nodes, graph.order(), nodes, change)


def rewrite_nodes(
    source: Nodes,
    order: Iterable[int],
    nodes: Nodes,
    change: Change | None = None,
    copied: dict[int, int] | None = None,
) -> dict[int, int]:
    """Copy nodes that are in topological order.

    ``copied`` is where nodes went so far: what it has already keeps its place, and a change may
    look there.
    """
    operations, arguments = source.operations, source.arguments
    places = {} if copied is None else copied
    make = nodes.make
    for i in order:
        if i in places:
            continue
        operation, args = operations[i], arguments[i]
        if operation not in LEAVES:
            args = tuple([places[j] for j in args])
        changed = None if change is None else change(i, operation, args)
        places[i] = make(operation, args) if changed is None else changed
    return places


def flattened(nodes: Nodes, operation: Operation, args: tuple[int, ...]) -> int | None:
    """Return a sum whose first term is a sum as one, a product likewise; None for anything else."""
    if operation not in ("add", "mul") or nodes.operations[args[0]] != operation:
        return None
    return nodes.make(operation, (*nodes.arguments[args[0]], *args[1:]))


def transplant(graph: Graph, nodes: Nodes, replace: Mapping[str, int] | None = None) -> int:
    """Copy a graph into another table, with nodes of that table in place of some variables."""
    return substituted(graph, nodes, replace)[graph.root]


def substituted(
    graph: Graph, nodes: Nodes, replace: Mapping[str, int] | None = None
) -> dict[int, int]:
    """Return where the nodes of a graph go that ``transplant`` copies."""
    places: dict[int, int] = {}
    if replace:
        operations, name_of = graph.nodes.operations, graph.nodes.name_of
        variables = {i: name_of(i) for i in graph.order() if operations[i] == "symbol"}
        places = {i: replace[name] for i, name in variables.items() if name in replace}
    return rewrite_nodes(graph.nodes, graph.order(), nodes, copied=places)


def collected(graph: Graph) -> Graph:
    """Return a graph in which equal terms of a long sum are counted, and factors of a product.

    It has the same values and derivatives. The graph itself is returned where there is no such
    sum or product.
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    repeating = {i for i in graph.order() if _repeats(operations[i], arguments[i])}
    if not repeating:
        return graph
    nodes = Nodes()

    def counted(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if node not in repeating:
            return None
        counts: dict[int, int] = {}
        for part in args:
            counts[part] = counts.get(part, 0) + 1
        parts = tuple([_several(nodes, operation, part, n) for part, n in counts.items()])
        return parts[0] if len(parts) == 1 else nodes.make(operation, parts)

    return Graph(nodes, rewrite(graph, nodes, counted)[graph.root])


def _repeats(operation: Operation, args: tuple[int, ...]) -> bool:
    """Say whether a node is a long sum or product with equal parts."""
    long = operation in ("add", "mul") and len(args) > _LONG
    return long and len(set(args)) < len(args)


def _several(nodes: Nodes, operation: Operation, part: int, count: int) -> int:
    if count == 1:
        return part
    number = nodes.number(count)
    return (
        nodes.make("mul", (number, part))
        if operation == "add"
        else nodes.make("pow", (part, number))
    )
