"""A computational graph as rows and as a record."""

from __future__ import annotations

from calcdl.calculus.graph.answer import operation_counts
from calcdl.graph.nodes import LEAVES, Undefined
from calcdl.reading.writing import write
from calcdl.render.picture.rails import drawing
from calcdl.render.record import Record, error_record, value_record
from calcdl.render.rows import Rows
from calcdl.results.graph import Computation, ComputationNode

__all__ = ["record", "rows"]


def rows(result: Computation) -> Rows:
    """Return the lines of the drawing, without a heading."""
    return [[line] for line in drawing(result, heading=False)]


def record(result: Computation) -> Record:
    """Return the record of a computational graph, with numbers as nodes of their own."""
    return {
        "command": "graph",
        "expression": write(result.expression),
        "operations": operation_counts(result.expression),
        **({} if result.at is None else {"at": result.at}),
        "nodes": [_node_record(i, node) for i, node in enumerate(result.nodes)],
    }


def _node_record(i: int, node: ComputationNode) -> Record:
    leaf, undefined = node.operation in LEAVES, type(node.operation) is Undefined
    record: Record = {
        "id": i,
        "operation": "undefined" if undefined else node.operation,
        "label": node.label,
        "name": node.name,
        "arguments": [] if leaf else list(node.arguments),
    }
    if node.value is not None:
        record["value"] = node.value if isinstance(node.value, bool) else value_record(node.value)
    if node.adjoint is not None:
        record["adjoint"] = value_record(node.adjoint)
    if node.error is not None:
        record["error"] = error_record(node.error)
    return record
