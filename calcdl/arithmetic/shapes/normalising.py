"""Normalised arrays: (x - mean(x))/std(x), and x/sqrt(mean(x**2)), recognised as they are divided.

As one operation each they have the pullback that lectures have, in which the normalised array
itself occurs; taken apart, what is left of it are its parts in no order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from calcdl.graph.nodes import Nodes
from calcdl.graph.shapes import as_shaped

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Scale", "centred", "scale_of"]


class Scale(NamedTuple):
    """What an array is divided by: of which array, along which axis, with which number added.

    ``operation`` is what both together are.
    """

    operation: str
    array: int
    axis: int | None
    added: int | None = None


def centred(nodes: Nodes, node: int) -> tuple[int, int | None] | None:
    """Return the array, and the axis, of x - mean(x)."""
    if nodes.operations[node] != "add" or len(nodes.arguments[node]) != 2:
        return None
    array, negated = nodes.arguments[node]
    negated = _unrepeated(nodes, negated)
    if nodes.operations[negated] != "neg":
        return None
    mean = _reduction(nodes, nodes.arguments[negated][0], ("mean",))
    return (array, mean[1]) if mean is not None and mean[0] == array else None


def scale_of(nodes: Nodes, node: int) -> Scale | None:
    """Return what a divisor is: std(x), sqrt(var(x) + eps), sqrt(mean(x**2) + eps)."""
    inside = _unrepeated(nodes, node)
    deviation = _reduction(nodes, inside, ("std",))
    if deviation is not None:
        return Scale("standardize", *deviation)
    if nodes.operations[inside] != "sqrt":
        return None
    (radicand,) = nodes.arguments[inside]
    added = None
    if nodes.operations[radicand] == "add" and len(nodes.arguments[radicand]) == 2:
        radicand, added = nodes.arguments[radicand]
        added = _unrepeated(nodes, added)
        if nodes.operations[added] == "number" and nodes.value_of(added) == 0:
            added = None
    suffix = "" if added is None else "_eps"
    variance = _reduction(nodes, radicand, ("var",))
    if variance is not None:
        return Scale(f"standardize{suffix}", *variance, added)
    squares = _reduction(nodes, radicand, ("mean",))
    if squares is None or nodes.operations[squares[0]] != "pow":
        return None
    array, exponent = nodes.arguments[squares[0]]
    if nodes.operations[exponent] != "number" or nodes.value_of(exponent) != 2:
        return None
    return Scale(f"rms_scale{suffix}", array, squares[1], added)


def _reduction(nodes: Nodes, node: int, names: Sequence[str]) -> tuple[int, int | None] | None:
    """Return the array and the axis of a reduction with one of these names, repeated or not."""
    node = _unrepeated(nodes, node)
    shaped = as_shaped(nodes.operations[node])
    if shaped is None or shaped.name not in names:
        return None
    return nodes.arguments[node][0], shaped.get("axis")


def _unrepeated(nodes: Nodes, node: int) -> int:
    """Return what a node repeats along new axes; a first axis that was left out is one of them."""
    for name in ("expand", "squeeze"):
        shaped = as_shaped(nodes.operations[node])
        if shaped is not None and shaped.name == name and not shaped.get("axis"):
            (node,) = nodes.arguments[node]
    return node
