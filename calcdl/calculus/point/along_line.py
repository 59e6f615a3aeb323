"""A function of several variables along a line: one of a single variable."""

from __future__ import annotations

from calcdl.algebra import is_zero
from calcdl.arithmetic.formulas.closed import Closed
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.calculus.germs_at import SideGerm, germ_on_side, place_of
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import LEAVES, Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.sweep.corners import corners
from calcdl.sweep.derivatives import active_nodes
from calcdl.sweep.forward import values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["along_line", "is_smooth_beside"]


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


def is_smooth_beside(graph: Graph, variables: Sequence[str], last: str, point: Point) -> bool:
    """Say whether a function is certainly smooth in these variables on both sides of a point.

    The sides are those of the line along the last variable; the point itself does not count.
    """
    closed = Closed(is_zero)
    place = place_of(point.values, closed)
    for side in (-1, 1):
        if not isinstance(germ_on_side(graph, last, place, closed, side, 0), SideGerm):
            return False
        for corner in _all_corners(graph, variables):
            found = germ_on_side(corner, last, place, closed, side, 0)
            try:
                if not isinstance(found, SideGerm) or found.germs.sign_of(found.germ) == 0:
                    return False
            except CalcdlError:
                return False
    return True


def _all_corners(graph: Graph, variables: Sequence[str]) -> list[Graph]:
    """Return what is zero where a part of a function is not smooth in these variables."""
    symbols = Symbols()
    tidy = values(graph, symbols, {name: symbols.nodes.symbol(name) for name in graph.symbols()})
    active = active_nodes(graph, variables)
    flat = _only_in_powers(graph, len(variables))
    found: dict[int, None] = {}
    for i in graph.order():
        operation, args = graph.nodes.operations[i], graph.nodes.arguments[i]
        if operation in LEAVES or i in flat:
            continue
        varying = [k for k, j in enumerate(args) if j in active]
        if varying:
            found.update(
                dict.fromkeys(corners(symbols, operation, [tidy[j] for j in args], varying))
            )
    return [Graph(symbols.nodes, corner) for corner in found]


def _only_in_powers(graph: Graph, order: int) -> set[int]:
    """Return the nodes abs(u) and relu(u) that stand in smooth enough powers alone.

    abs(u)**n and relu(u)**n have as many continuous derivatives as u, if these are fewer than n.
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    corners = {i for i in graph.order() if operations[i] in ("abs", "relu")} - {graph.root}
    for i in graph.order():
        if operations[i] in LEAVES:
            continue
        children = graph.nodes.children(i)
        is_power = operations[i] == "pow" and operations[children[1]] == "number"
        if not is_power or arguments[children[1]][0] <= order:
            corners.difference_update(children)
    return corners
