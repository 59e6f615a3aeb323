"""A computational graph as rows and as a record."""

from __future__ import annotations

from calcdl.calculus.graph.operations import operation_counts
from calcdl.graph.nodes import LEAVES, Undefined, is_on_arrays
from calcdl.render.picture.boxes import expression_text
from calcdl.render.picture.rails import drawing
from calcdl.render.record import Record, error_record, present, value_record
from calcdl.render.rows import Rows
from calcdl.results.graph import Computation, ComputationNode, OperationCounts

__all__ = ["record", "rows"]


def rows(result: Computation | OperationCounts) -> Rows:
    """Return the lines of the drawing, without a heading; or how often operations occur."""
    if isinstance(result, OperationCounts):
        return [[name, str(count)] for name, count in result.counts.items()]
    return [[line] for line in drawing(result, heading=False)]


def record(result: Computation) -> Record:
    """Return the record of a computational graph, with numbers as nodes of their own."""
    return {
        "command": "graph",
        "expression": expression_text(result),
        "operations": operation_counts(result.expression),
        **present({"at": result.at}),
        "nodes": [_node_record(i, node) for i, node in enumerate(result.nodes)],
    }


def _node_record(i: int, node: ComputationNode) -> Record:
    leaf, operation = node.operation in LEAVES, node.operation
    if type(operation) is Undefined:
        operation = "undefined"
    elif is_on_arrays(operation):
        operation = operation.name
    numbers = {
        "value": node.value if isinstance(node.value, bool) else value_record(node.value),
        "adjoint": value_record(node.adjoint),
        "error": error_record(node.error),
        "shape": None if node.shape is None else list(map(str, node.shape)),
    }
    return {
        "id": i,
        "operation": operation,
        "label": node.label,
        "name": node.name,
        "arguments": [] if leaf else list(node.arguments),
        **present(numbers),
    }
