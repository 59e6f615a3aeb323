"""What is said of texts of arrays that are not written as NumPy has it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from calcdl.arithmetic.shapes.shaping import Shapes
from calcdl.arithmetic.shapes.shown import as_written
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import broadcast
from calcdl.reading.writing import write_arrays
from calcdl.syntax.shaped.parser import ArrayParser

__all__ = ["Spelled", "has_matrix_powers", "spelled"]

_MOST = 6  # notes of one text


class Spelled(NamedTuple):
    """A text: how it was parsed, the graph as it was written, and the values of its nodes."""

    parser: ArrayParser
    raw: Graph
    found: Mapping[int, Any]
    arithmetic: Shapes
    columns: bool


def spelled(text: Spelled, graph: Graph) -> list[str]:
    """Return how what NumPy writes in another way was read."""
    if text.columns:
        written = " ".join(text.parser.text.split())
        return [
            f"I read '{written}' as '{_typed(text, graph.root)}': * is the product of matrices and"
            " a vector a column, as in MATLAB"
        ]
    said = []
    for node, (first, last) in sorted(text.parser.places.items(), key=lambda item: item[1]):
        if isinstance(text.found.get(node), int):
            written = text.parser.tokens.written(first, last)
            said.append(_of_operation(text, node, written))
    return list(dict.fromkeys(filter(None, said)))[:_MOST]


def _typed(text: Spelled, node: int) -> str:
    graph = Graph(text.arithmetic.nodes, node)
    return write_arrays(as_written(graph, text.arithmetic.shapes))


def _of_operation(text: Spelled, node: int, written: str) -> str:
    nodes, arithmetic = text.raw.nodes, text.arithmetic
    operation = nodes.operations[node]
    if operation not in ("mul", "pow", "^"):
        return ""
    values = [arithmetic.array(text.found[j]) for j in nodes.arguments[node]]
    read = _typed(text, text.found[node])
    if operation == "mul":
        shapes = [arithmetic.shape(value) for value in values]
        if broadcast(shapes) is None:
            return f"I read '{written}' as '{read}'"
        is_numpy = "@" in text.parser.kinds
        if not is_numpy and _may_be_a_product(arithmetic, values):
            return f"I read '{written}' entry by entry, as NumPy does: @ is the product of matrices"
        return ""
    is_power = operation == "^" or arithmetic.value(values[1]) == -1
    return f"I read '{written}' as '{read}'" if is_power and arithmetic.is_square(values[0]) else ""


def _may_be_a_product(arithmetic: Shapes, values: list[int]) -> bool:
    """Say whether two factors side by side could be multiplied by @ as well."""
    shapes = [arithmetic.shape(value) for value in values]
    return any(
        [
            len(left) == 2 and bool(right) and left[-1] == right[0]
            for left, right in pairwise(shapes)
        ]
    )


def has_matrix_powers(raw: Graph, found: Mapping[int, Any], arithmetic: Shapes) -> bool:
    """Say whether a text has A^2 of a square matrix."""
    nodes = raw.nodes
    return any(
        [
            nodes.operations[i] == "^" and arithmetic.is_square(arithmetic.array(found[base]))
            for i in raw.order()
            for base in nodes.children(i)[:1]
        ]
    )
