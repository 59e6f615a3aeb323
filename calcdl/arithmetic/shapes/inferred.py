"""The shapes of all nodes of a formula of arrays, from those of its variables."""

from __future__ import annotations

from collections.abc import Mapping

from calcdl.functions.shaped.operations import OPERATIONS
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape, as_shaped, broadcast

__all__ = ["shapes_of"]


def shapes_of(graph: Graph, variables: Mapping[str, Shape]) -> dict[int, Shape]:
    """Return the shape of each node; a variable that is not known is a number.

    >>> from calcdl.reading.shaped import read_shaped
    >>> reading = read_shaped("A@x", ["A: m,n; x: n"])
    >>> shapes_of(reading.graph, reading.declared.shapes) == reading.shapes
    True
    """
    nodes = graph.nodes
    shapes: dict[int, Shape] = {}
    for i in graph.order():
        if nodes.operations[i] == "symbol":
            shapes[i] = variables.get(nodes.name_of(i), ())
            continue
        inside = [shapes[j] for j in nodes.children(i)]
        shaped = as_shaped(nodes.operations[i])
        shapes[i] = (
            broadcast(inside) or ()
            if shaped is None
            else OPERATIONS[shaped.name].shape(shaped, inside)
        )
    return shapes
