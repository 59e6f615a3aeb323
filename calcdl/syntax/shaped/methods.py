"""Methods of arrays that no word and no function has the name of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from calcdl.graph.nodes import Nodes
from calcdl.graph.shapes import Call

__all__ = ["METHODS", "node_of_method"]

# Methods of PyTorch that are operators, or that change nothing here.
_OPERATORS = {"add": "add", "mul": "mul", "multiply": "mul", "div": "div", "divide": "div",
              "pow": "pow"}  # fmt: skip
_NOTHING = frozenset(("clone", "contiguous", "copy", "double", "float", "item"))
METHODS = frozenset((*_OPERATORS, *_NOTHING, "set", "sub", "t"))


def node_of_method(nodes: Nodes, name: str, arguments: Sequence[int]) -> int | None:
    """Return what x.add(y), x.t() or x.at[1:].set(y) is; None: it is a word, or a function."""
    if name in _NOTHING and len(arguments) == 1:
        return arguments[0]
    if name == "set" or (name == "add" and _is_place(nodes, arguments[0])):
        return nodes.make(cast("Any", Call("set")), tuple(arguments))
    if name in _OPERATORS and len(arguments) == 2:
        return nodes.make(_OPERATORS[name], tuple(arguments))
    if name == "sub" and len(arguments) == 2:
        return nodes.make("add", (arguments[0], nodes.make("neg", (arguments[1],))))
    if name == "t" and len(arguments) == 1:
        return nodes.make(cast("Any", Call("transpose")), tuple(arguments))
    return None


def _is_place(nodes: Nodes, node: int) -> bool:
    """Say whether a node is x.at[…]."""
    index: object = nodes.operations[node]
    base: object = nodes.operations[nodes.arguments[node][0]] if index == Call("index") else ""
    return base == Call("at")
