"""A graph with shapes as a person writes it, where what is repeated is so by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from calcdl.graph.nodes import LEAVES, Graph, Nodes, is_on_arrays
from calcdl.graph.rewrite import rewrite_nodes
from calcdl.graph.shapes import Shape, as_shaped, broadcast

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["as_written", "places_as_written"]


def as_written(graph: Graph, shapes: Mapping[int, Shape]) -> Graph:
    """Return a graph without the operations that repeat an array among others of its shape."""
    nodes = Nodes()
    return Graph(nodes, places_as_written(graph, shapes, nodes)[graph.root])


def places_as_written(graph: Graph, shapes: Mapping[int, Shape], nodes: Nodes) -> dict[int, int]:
    """Return where the nodes of a graph are in a table of nodes as a person writes them."""
    places: dict[int, int] = {}
    operations, arguments = graph.nodes.operations, graph.nodes.arguments

    def inside(node: int) -> int | None:
        """Return what a node repeats."""
        shaped = as_shaped(operations[node])
        return arguments[node][0] if shaped is not None and shaped.name == "expand" else None

    def changed(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if operation in LEAVES or is_on_arrays(operation):
            return None
        old = [inside(i) for i in arguments[node]]
        parts = [i if j is None else j for i, j in zip(arguments[node], old, strict=True)]
        if broadcast([shapes[i] for i in parts]) != shapes[node]:
            return None
        return nodes.make(operation, tuple([places[i] for i in parts]))

    return rewrite_nodes(graph.nodes, graph.order(), nodes, changed, places)
