"""A simplified formula as rows and as a record."""

from __future__ import annotations

from collections.abc import Callable

from calcdl.graph.nodes import Graph
from calcdl.reading.writing import write
from calcdl.render.record import Record, present
from calcdl.render.rows import Rows
from calcdl.results.simplification import Simplification

__all__ = ["columns", "condition_text", "record", "rows"]


def condition_text(condition: Graph, text: Callable[[Graph], str] = write) -> str:
    """Return a comparison as a person writes it, x != y where SymPy wants Ne(x, y)."""
    nodes = condition.nodes
    operation = nodes.operations[condition.root]
    if operation not in ("==", "!="):
        return text(condition)
    left, right = [text(Graph(nodes, side)) for side in nodes.arguments[condition.root]]
    return f"{left} {operation} {right}"


def _conditions(result: Simplification) -> list[str]:
    return [condition_text(condition) for condition in result.conditions]


def rows(result: Simplification) -> Rows:
    """Return the formula."""
    return [[write(result.formula)]]


def columns(result: Simplification) -> Rows:
    """Return a heading, and the formula with its conditions."""
    row = [write(result.expression), write(result.formula), "; ".join(_conditions(result))]
    return [["expression", "simplified", "where"], row]


def record(result: Simplification) -> Record:
    """Return the record of a simplified formula."""
    return {
        "command": "simplify",
        "expression": write(result.expression),
        "simplified": write(result.formula),
        **present({"where": _conditions(result)}),
    }
