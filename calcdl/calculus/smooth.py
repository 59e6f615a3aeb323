"""Where the operations of a function are not smooth."""

from __future__ import annotations

from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS, lookup
from calcdl.graph.nodes import LEAVES, Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.sweep.corners import corners
from calcdl.sweep.derivatives import active_nodes
from calcdl.sweep.forward import Facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from calcdl.functions.row import Function

__all__ = [
    "has_slopes_everywhere",
    "is_smooth",
    "may_be_singular",
    "may_have_pieces",
    "needed_nodes",
    "require_smooth_nodes",
]


def require_smooth_nodes(
    graph: Graph,
    taylor: Taylor,
    found: Mapping[int, Any],
    variables: Sequence[str] | None = None,
    facts: Facts | None = None,
) -> None:
    """Raise Kink where an operation on the variables works at a point at which it is not smooth.

    The rules of the table say nothing there: heaviside(0) is not the slope of relu. What only
    branches need that are not taken does not matter.
    """
    active = active_nodes(graph, variables)
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    needed = needed_nodes(graph, found)
    for i in graph.order():
        if i not in needed or operations[i] in LEAVES:
            continue
        varying = [place for place, j in enumerate(arguments[i]) if j in active]
        if not varying:
            continue
        parts = [found[j] for j in arguments[i]]
        try:
            if facts is not None and i in facts.kinks:
                raise Kink("a function is not smooth there")
            for corner in corners(taylor, operations[i], parts, varying):
                if taylor.sign_at_point(corner) == 0:
                    raise Kink("a function is not smooth there")
        except CalcdlError as error:
            error.node = i
            raise


def is_smooth(graph: Graph) -> bool:
    """Say whether a function is certainly analytic wherever it has a value.

    So are sums, products, quotients and whole powers, functions of the table without corners, and
    what does not vary.
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    varying = active_nodes(graph)
    for i in graph.order():
        if i not in varying:
            continue
        operation, args = operations[i], arguments[i]
        if operation in LEAVES or operation in ("add", "mul", "neg", "div"):
            continue
        if operation == "pow":
            if not _is_smooth_power(graph, *args):
                return False
            continue
        row = lookup(operation) if type(operation) is str else None
        if row is None or row.corners:
            return False
    return True


def has_slopes_everywhere(graph: Graph) -> bool:
    """Say whether a function certainly has a value and a derivative at each point.

    So have sums, products and powers, and functions of one number that the table puts no bounds to.
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    for i in graph.order():
        operation, args = operations[i], arguments[i]
        if operation in LEAVES or operation in ("add", "mul", "neg"):
            continue
        if operation in ("div", "pow"):
            if operations[args[1]] != "number":
                return False
            number = arguments[args[1]][0]
            if not number or (operation == "pow" and (type(number) is not int or number < 0)):
                return False
            continue
        row = lookup(operation) if type(operation) is str else None
        if row is None or len(row.args) != 1 or row.variadic or _has_bounds(row):
            return False
    return True


def _has_bounds(row: Function) -> bool:
    """Say whether a function may lack a value or a slope somewhere."""
    where = row.domain or row.needs or row.corners or row.removable or row.pieces or row.poles
    return bool(where) or None in row.local


def _is_smooth_power(graph: Graph, base: int, exponent: int) -> bool:
    """Say whether a power has a whole exponent, or a number or a variable as its base."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    while operations[exponent] == "neg":
        exponent = arguments[exponent][0]
    whole = operations[exponent] == "number" and type(arguments[exponent][0]) is int
    return whole or operations[base] in LEAVES


def needed_nodes(graph: Graph, found: Mapping[int, Any]) -> set[int]:
    """Return the nodes that the root needs, ``found`` telling which branches are taken."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    needed = {graph.root}
    for i in reversed(graph.order()):
        if i not in needed:
            continue
        if operations[i] == "where" and isinstance(found[arguments[i][0]], bool):
            condition, chosen, otherwise = arguments[i]
            needed |= {condition, chosen if found[condition] else otherwise}
        else:
            needed.update(graph.nodes.children(i))
    return needed


_MAY_HAVE_PIECES = frozenset(
    ["where", *[row.name for row in FUNCTIONS.values() if row.pieces or row.removable]]
)


def may_have_pieces(graph: Graph) -> bool:
    """Say whether the rules alone may not give the derivative everywhere that there is one."""
    return not _MAY_HAVE_PIECES.isdisjoint(graph.kinds())


def may_be_singular(graph: Graph) -> bool:
    """Say whether the rule of a root may fail at single points, as for sqrt(x**4)."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    for i in graph.order():
        if operations[i] == "sqrt" or (
            operations[i] == "pow" and not _is_whole(graph, arguments[i][1])
        ):
            base = arguments[i][0]
            inside = [operations[j] for j in graph.nodes.children(base)]
            if operations[base] == "pow" or "pow" in inside:
                return True
    return False


def _is_whole(graph: Graph, node: int) -> bool:
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    while operations[node] == "neg":
        node = arguments[node][0]
    return operations[node] == "number" and type(arguments[node][0]) is int
