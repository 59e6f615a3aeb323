"""What the structure of a function says of its mixed derivatives, where a part has a corner.

Factors of different variables are differentiated each by its own: x*abs(x)*y has a derivative by x
and y where x is 0, though a part of it has a corner on the whole line there.
"""

from __future__ import annotations

from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import rewrite
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from calcdl.graph.nodes import Operation

__all__ = ["independent_factors", "is_sum_without", "with_even_powers"]


def with_even_powers(graph: Graph) -> Graph:
    """Return the same function with u**2 for abs(u)**2, which has no corner."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments

    def changed(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if operation != "pow" or operations[args[0]] != "abs" or operations[args[1]] != "number":
            return None
        exponent = arguments[args[1]][0]
        inside = arguments[args[0]][0] if exponent % 2 == 0 else args[0]
        return graph.nodes.make("pow", (inside, args[1]))

    return Graph(graph.nodes, rewrite(graph, graph.nodes, changed)[graph.root])


def is_sum_without(graph: Graph, names: Sequence[str]) -> bool:
    """Say whether a function is a sum in which no term depends on all of these variables.

    Where it has first derivatives, its mixed derivative by two variables is zero.
    """
    nodes = graph.nodes
    if nodes.operations[graph.root] != "add" or len(names) > 2:
        return False
    terms = nodes.arguments[graph.root]
    return not any([set(names) <= set(Graph(nodes, term).symbols()) for term in terms])


def independent_factors(graph: Graph, names: Collection[str]) -> list[Graph]:
    """Return the factors of a graph, those together that have one of these variables in common.

    >>> from calcdl.reading.expressions import read
    >>> [factor.symbols() for factor in independent_factors(read("x*y*abs(x)*z").graph, "xy")]
    [['y'], ['x'], ['z']]
    """
    nodes = graph.nodes
    groups: list[tuple[set[str], list[int]]] = []
    for factor in _factors(graph):
        own = set(names).intersection(Graph(nodes, factor).symbols())
        sharing = [group for group in groups if not own.isdisjoint(group[0])]
        groups = [group for group in groups if group not in sharing]
        variables = own.union(*[group[0] for group in sharing])
        groups.append((variables, [i for group in sharing for i in group[1]] + [factor]))
    return [Graph(nodes, _product(nodes, factors)) for _, factors in groups]


def _factors(graph: Graph) -> list[int]:
    """Return the factors of a product, those of products in it too."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    factors = []
    stack = [graph.root]
    while stack:
        node = stack.pop()
        if operations[node] == "mul":
            stack.extend(reversed(arguments[node]))
        else:
            factors.append(node)
    return factors


def _product(nodes: Nodes, factors: list[int]) -> int:
    return factors[0] if len(factors) == 1 else nodes.make("mul", tuple(factors))
