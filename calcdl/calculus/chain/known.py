"""Local derivatives of levels; those of small ones are remembered.

Lines of a stream have the same levels again and again, sin(u1) and u1**2, and to derive one takes
longer than to find it.
"""

from __future__ import annotations

from calcdl.calculus.partials.formulas import gradient_formulas
from calcdl.graph.nodes import LEAVES, Graph
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["local_formulas"]

_SMALL = 8  # nodes
_MOST_KNOWN = 512
_known: dict[tuple[Any, ...], dict[str, Graph]] = {}


def local_formulas(level: Graph, inputs: Sequence[str], form: str) -> dict[str, Graph]:
    """Return the derivatives of a level by its inputs, as formulas in a form."""
    if len(level.order()) > _SMALL:
        return gradient_formulas(level, inputs, form)
    key = (form, *inputs, *_outline(level))
    formulas = _known.get(key)
    if formulas is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        formulas = _known[key] = gradient_formulas(level, inputs, form)
    return formulas


def _outline(graph: Graph) -> list[tuple[Any, ...]]:
    """Return what tells a graph from others, whatever table its nodes are in."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    order = graph.order()
    place = {node: k for k, node in enumerate(order)}
    return [
        (operations[i], *arguments[i])
        if operations[i] in LEAVES
        else (operations[i], *[place[j] for j in arguments[i]])
        for i in order
    ]
