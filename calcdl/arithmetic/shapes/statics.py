"""What is no array in the language of arrays: axes, sizes, texts, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.errors import ExpressionError
from calcdl.graph.nodes import LEAVES, Nodes, reachable
from calcdl.graph.shapes import ONE, Call, Size, size

if TYPE_CHECKING:
    from calcdl.functions.shaped.builder import Builder

__all__ = ["Items", "Static", "several", "size_of"]


class Static(NamedTuple):
    """What is no array: a number that counts, a text, None, a truth value, several of them."""

    content: Any


class Items(NamedTuple):
    """Arrays in a list: [x, y]."""

    values: tuple[Any, ...]


def several(build: Builder, call: Call, values: Sequence[Any]) -> Static:
    """Return what is between brackets: sizes, axes, or arrays."""
    if call.name == "list":
        return Static(Items(tuple(values)))
    try:
        return Static(tuple([build.static(one) for one in values]))
    except ExpressionError:
        return Static(Items(tuple(values)))


def size_of(nodes: Nodes, value: int, known: Mapping[int, Size]) -> Size | None:
    """Return the size that a node is, made of sizes by sums, products and rounded quotients."""
    sizes: dict[int, Size] = {}
    for i in reachable(nodes, (value,)):
        operation, args = nodes.operations[i], nodes.arguments[i]
        if i in known:
            sizes[i] = known[i]
        elif operation == "number" and type(args[0]) is int:
            sizes[i] = size(args[0])
        elif operation in LEAVES or not all([j in sizes for j in args]):
            continue
        elif operation == "add" or operation == "mul":
            total = size(0) if operation == "add" else ONE
            for j in args:
                total = total.plus(sizes[j]) if operation == "add" else total.times(sizes[j])
            sizes[i] = total
        elif operation == "neg":
            sizes[i] = size(0).minus(sizes[args[0]])
        elif operation == "div":
            quotient = sizes[args[0]].over(sizes[args[1]])
            if quotient is not None:
                sizes[i] = quotient
        if operation == "ceil" and nodes.operations[args[0]] == "div":
            above, below = nodes.arguments[args[0]]
            number = sizes[below].value if below in sizes else None
            if above in sizes and number is not None and number > 0:
                sizes[i] = sizes[above].over_rounded_up(number)
    return sizes.get(value)
