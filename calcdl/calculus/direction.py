"""A function of several variables along a line: one of a single variable."""

from __future__ import annotations

from collections.abc import Mapping

from calcdl.graph import Graph, Nodes, transplant
from calcdl.reading import Point

__all__ = ["along_line"]


def along_line(
    graph: Graph, point: Point, direction: Mapping[str, Graph]
) -> tuple[Graph, str, Point]:
    """Return t -> f(point + t*direction), the name of t, and the point t = 0.

    Components that are not named are zero.
    """
    nodes = Nodes()
    names = {*graph.symbols(), *point.values}
    variable = next(name for name in ("t", *(f"t{k}" for k in range(len(names) + 1)))
                    if name not in names)  # fmt: skip
    step = nodes.symbol(variable)
    replaced = {}
    for name, value in point.values.items():
        start = transplant(value, nodes)
        component = direction.get(name)
        if component is not None:
            shift = nodes.make("mul", (transplant(component, nodes), step))
            start = nodes.make("add", (start, shift))
        replaced[name] = start
    line = Graph(nodes, transplant(graph, nodes, replaced))
    zero = Graph(nodes, nodes.number(0))
    return line, variable, Point({variable: zero}, {variable: "0"})
