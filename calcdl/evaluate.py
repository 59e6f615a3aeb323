"""The value of every node of a graph, in any arithmetic: the forward sweep that all others need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from calcdl.errors import CalcdlError
from calcdl.graph import COMPARISONS, Graph

__all__ = ["Arithmetic", "apply", "values"]


class Arithmetic(Protocol):
    """What a sweep needs to compute with."""

    def number(self, value: Any) -> Any: ...
    def constant(self, name: str) -> Any: ...
    def add(self, terms: Sequence[Any]) -> Any: ...
    def mul(self, factors: Sequence[Any]) -> Any: ...
    def neg(self, u: Any) -> Any: ...
    def div(self, u: Any, v: Any) -> Any: ...
    def pow(self, u: Any, v: Any) -> Any: ...
    def call(self, name: Any, arguments: Sequence[Any]) -> Any: ...
    def compare(self, operation: str, u: Any, v: Any) -> Any: ...
    def choose(self, condition: Any, chosen: Any, otherwise: Any) -> Any: ...
    def is_zero(self, u: Any) -> bool: ...


def values(graph: Graph, arithmetic: Arithmetic, inputs: Mapping[str, Any]) -> dict[int, Any]:
    """Return the value of every node that the root depends on; a forward sweep.

    In a graph with conditions, a branch that is not taken may be undefined: the error of a node
    is raised only if the root needs its value.
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    order = graph.order()
    lazy = any(operations[i] == "where" for i in order)
    found: dict[int, Any] = {}
    for i in order:
        operation, args = operations[i], arguments[i]
        try:
            if operation == "symbol":
                found[i] = inputs[args[0]]
            elif lazy and operation not in _LEAF_VALUES:
                found[i] = _lazily(arithmetic, operation, [found[j] for j in args])
            else:
                found[i] = _value(arithmetic, operation, args, found)
        except CalcdlError as error:
            error.node = i
            if not lazy or i == graph.root:
                raise
            found[i] = error
    return found


def apply(graph: Graph, arithmetic: Arithmetic, inputs: Mapping[str, Any]) -> Any:
    """Return the value of a graph's root."""
    return values(graph, arithmetic, inputs)[graph.root]


_LEAF_VALUES = ("number", "constant")


def _value(arithmetic: Arithmetic, operation: Any, args: Any, found: dict[int, Any]) -> Any:
    if operation == "number":
        return arithmetic.number(args[0])
    if operation == "constant":
        return arithmetic.constant(args[0])
    if operation == "add":
        return arithmetic.add([found[j] for j in args])
    if operation == "mul":
        return arithmetic.mul([found[j] for j in args])
    return _apply_operation(arithmetic, operation, [found[j] for j in args])


def _apply_operation(arithmetic: Arithmetic, operation: Any, parts: list[Any]) -> Any:
    if operation == "neg":
        return arithmetic.neg(parts[0])
    if operation == "div":
        return arithmetic.div(parts[0], parts[1])
    if operation == "pow":
        return arithmetic.pow(parts[0], parts[1])
    if operation == "add":
        return arithmetic.add(parts)
    if operation == "mul":
        return arithmetic.mul(parts)
    if operation == "where":
        return arithmetic.choose(*parts)
    if operation in COMPARISONS:
        return arithmetic.compare(operation, parts[0], parts[1])
    return arithmetic.call(operation, parts)


def _lazily(arithmetic: Arithmetic, operation: Any, parts: list[Any]) -> Any:
    """Apply an operation whose arguments may be errors, which only matter if they are used."""
    if operation == "where" and isinstance(parts[0], bool):
        chosen = parts[1] if parts[0] else parts[2]
        if isinstance(chosen, CalcdlError):
            raise chosen
        return chosen
    for part in parts:
        if isinstance(part, CalcdlError):
            raise part
    return _apply_operation(arithmetic, operation, parts)
