"""Functions that have no value anywhere, because a constant in them has none: log(-1) + x."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, NoValue, NowhereDefined
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph
from calcdl.reading.writing import write
from calcdl.sweep.forward import apply, apply_operation

__all__ = ["require_values"]

_PRECISION = 128  # bits


def require_values(graph: Graph, symbols: Symbols, found: Mapping[int, Any]) -> None:
    """Raise NowhereDefined if a part that is needed everywhere is a constant without value.

    ``found`` are the tidied parts. The tidy form of the whole does not show it: what has no value
    may have vanished in a product with zero, or in a derivative.
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    varying = _varying(symbols)
    taylor = Taylor(1)
    for i in _always_needed(graph, symbols, found):
        operation = operations[i]
        if operation in LEAVES or operation in COMPARISONS or operation == "where":
            continue
        parts = [found[j] for j in arguments[i]]
        if operation == "div" and parts[1] not in varying:
            parts[0] = symbols.one  # whatever is divided by zero
        if varying.isdisjoint(parts):
            _require_value(graph, symbols, taylor, i, parts)


def _require_value(
    graph: Graph, symbols: Symbols, taylor: Taylor, node: int, parts: list[int]
) -> None:
    """Raise NowhereDefined if an operation on these constants has no value."""
    try:
        with precision(_PRECISION):
            numbers = [apply(Graph(symbols.nodes, part), taylor, {}) for part in parts]
            apply_operation(taylor, graph.nodes.operations[node], numbers)
    except NoValue as error:
        nowhere = NowhereDefined(error.reason)
        nowhere.node, nowhere.part = node, write(Graph(graph.nodes, node))
        raise nowhere from None
    except CalcdlError:  # not decided: then nothing is said
        pass


def _varying(symbols: Symbols) -> set[int]:
    """Return the tidied nodes that a variable or an undefined function is in."""
    nodes = symbols.nodes
    varying: set[int] = set()
    for i, operation in enumerate(nodes.operations):
        has_name = operation == "symbol" or type(operation) is not str
        if has_name or not varying.isdisjoint(nodes.children(i)):
            varying.add(i)
    return varying


def _always_needed(graph: Graph, symbols: Symbols, found: Mapping[int, Any]) -> list[int]:
    """Return the nodes, in topological order, that no condition can make superfluous."""
    operations = graph.nodes.operations
    needed = {graph.root}
    for i in reversed(graph.order()):
        if i not in needed:
            continue
        children = graph.nodes.children(i)
        if operations[i] == "where":
            condition, chosen, otherwise = children
            certain = found[condition]
            children = (condition,)
            if symbols.value(certain) is not None:
                children = (condition, chosen if certain == symbols.one else otherwise)
        needed.update(children)
    return [i for i in graph.order() if i in needed]
