"""Parts of a function that lose digits or overflow, computed by functions that do not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from calcdl.arithmetic.programs.exponentials import better_with_exponentials
from calcdl.arithmetic.programs.operations import Operations
from calcdl.arithmetic.programs.sweeps import operations_of
from calcdl.functions.respellings import RESPELLINGS
from calcdl.functions.rules import text_graph
from calcdl.graph.nodes import LEAVES, Graph
from calcdl.results.code import Respelled
from calcdl.sweep.forward import apply, apply_operation

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.graph.nodes import Nodes, Operation

    Bindings: TypeAlias = dict[str, int]  # from the names of a pattern to nodes

__all__ = ["respelled"]

_MOST_TIMES = 4  # that one node is respelled, each time as something else
_NUMBER = "n"  # what it stands for in a pattern is a positive number
_COMMUTATIVE = frozenset(("add", "mul"))


def respelled(graph: Graph) -> tuple[Graph, tuple[Respelled, ...]]:
    """Return a graph of operations in which such parts are computed otherwise, and which those are.

    Linear in the graph: at each node a fixed number of patterns is tried.
    """
    lean = Operations()
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    places: dict[int, int] = {}
    changes: dict[int, Respelled] = {}
    for i in graph.order():
        operation, args = operations[i], arguments[i]
        if operation in LEAVES:
            places[i] = lean.nodes.make(operation, args)
            continue
        node = apply_operation(lean, operation, [places[j] for j in args])
        for _ in range(_MOST_TIMES):
            better = _better(lean, node)
            if better is None:
                break
            changes[node] = Respelled(Graph(lean.nodes, node), Graph(lean.nodes, better))
            node = better
        places[i] = node
    return Graph(lean.nodes, places[graph.root]), tuple(changes.values())


def _better(lean: Operations, node: int) -> int | None:
    """Return a node that is equal and keeps its digits, None where there is none."""
    nodes = lean.nodes
    if nodes.operations[node] == "neg":  # which has moved out of a quotient that is new
        inner = nodes.arguments[node][0]
        better = _better(lean, inner) if nodes.operations[inner] == "div" else None
        return None if better is None else lean.neg(better)
    better = better_with_exponentials(lean, node)
    if better is not None:
        return better
    for pattern, computed in _patterns().get(nodes.operations[node], ()):
        for bindings in _matches(pattern.nodes, pattern.root, nodes, node, {}):
            return apply(computed, lean, bindings)
    return None


@cache
def _patterns() -> dict[Operation, list[tuple[Graph, Graph]]]:
    """Return what is looked for and what is computed in its place, by the operation at the root."""
    patterns: dict[Operation, list[tuple[Graph, Graph]]] = {}
    for typed, computed in RESPELLINGS:
        pattern = operations_of(text_graph(typed))
        operation = pattern.nodes.operations[pattern.root]
        patterns.setdefault(operation, []).append((pattern, text_graph(computed)))
    return patterns


def _matches(
    pattern: Nodes, part: int, nodes: Nodes, node: int, bindings: Bindings
) -> Iterator[Bindings]:
    """Yield what the names of a pattern stand for where a node is one."""
    operation = pattern.operations[part]
    if operation == "symbol":
        if pattern.name_of(part) == _NUMBER and not _is_positive(nodes, node):
            return
        if bindings.setdefault(pattern.name_of(part), node) == node:
            yield bindings
        return
    if operation != nodes.operations[node]:
        return
    parts, args = pattern.arguments[part], nodes.arguments[node]
    if operation in LEAVES:
        if parts == args:
            yield bindings
        return
    if len(parts) != len(args):
        return
    orders = [args, args[::-1]] if operation in _COMMUTATIVE and len(args) == 2 else [args]
    for order in orders:
        yield from _matches_all(pattern, parts, nodes, order, dict(bindings))


def _is_positive(nodes: Nodes, node: int) -> bool:
    return nodes.operations[node] == "number" and nodes.value_of(node) > 0


def _matches_all(
    pattern: Nodes, parts: tuple[int, ...], nodes: Nodes, args: tuple[int, ...], bindings: Bindings
) -> Iterator[Bindings]:
    if not parts:
        yield bindings
        return
    for found in _matches(pattern, parts[0], nodes, args[0], dict(bindings)):
        yield from _matches_all(pattern, parts[1:], nodes, args[1:], found)
