"""Copies of a graph with something changed."""

from __future__ import annotations

from collections.abc import Mapping

from calcdl.graph.nodes import LEAVES, Graph, Nodes

__all__ = ["transplant"]


def transplant(
    graph: Graph,
    nodes: Nodes,
    replace: Mapping[str, int] | None = None,
) -> int:
    """Copy a graph into another table, with nodes of that table in place of some variables."""
    replacement = {} if replace is None else replace
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    copied: dict[int, int] = {}
    for i in graph.order():
        operation = operations[i]
        if operation in LEAVES:
            target = replacement.get(arguments[i][0]) if operation == "symbol" else None
            copied[i] = nodes.make(operation, arguments[i]) if target is None else target
        else:
            copied[i] = nodes.make(operation, tuple([copied[child] for child in arguments[i]]))
    return copied[graph.root]
