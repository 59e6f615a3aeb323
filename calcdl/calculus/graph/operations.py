"""The operations of a graph: how they are written, and how many there are."""

from __future__ import annotations

from collections import Counter
from typing import Any

from calcdl.errors import TooLarge, parameter
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Nodes, is_on_arrays
from calcdl.reading.writing import write
from calcdl.results.graph import OperationCounts

__all__ = ["LARGEST", "counted", "label_of", "operation_counts"]

LARGEST = {"text": 60, "svg": 300, "dot": 5000, "mermaid": 5000, "json": 5000}  # operations
_SIGNS = {"add": "+", "mul": "*", "neg": "-", "div": "/", "pow": "**", "where": "where"}


def counted(graph: Graph, to: str) -> OperationCounts:
    """Return the operations of a graph that is too large; raises TooLarge but for a text."""
    counts, total = operation_counts(graph), graph.operation_count()
    if to == "text":
        return OperationCounts(counts, total, LARGEST[to])
    listed = ", ".join(f"{name} {count}" for name, count in counts.items())
    other = ("; ", parameter("to", "dot"), " takes more") if to == "svg" else ()
    raise TooLarge(
        "the graph is too large for ",
        parameter("to", to),
        f": it has {total} operations ({listed}), and the limit is {LARGEST[to]}",
        *other,
    )


def operation_counts(graph: Graph) -> dict[str, int]:
    """Return how often each operation occurs in a graph, the most frequent first.

    >>> from calcdl.reading.expressions import read
    >>> operation_counts(read("sin(x) + sin(y) + 1").graph)
    {'sin': 2, '+': 1}
    """
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    counts = Counter(
        label_of(operations[i], arguments[i]) for i in graph.order() if operations[i] not in LEAVES
    )
    return dict(counts.most_common())


def label_of(operation: Any, arguments: tuple[Any, ...]) -> str:
    """Return how an operation is written, as the formulas have it: "+", "Max", "s'", "2"."""
    if operation in COMPARISONS:
        return str(operation)
    if operation in _SIGNS:
        return _SIGNS[operation]
    if is_on_arrays(operation):
        return "@" if operation.name == "matmul" else str(operation.name)
    nodes = Nodes()
    if operation in LEAVES:
        return write(Graph(nodes, nodes.make(operation, arguments)))
    call = nodes.make(operation, (nodes.symbol("x"),) * len(arguments))
    text = write(Graph(nodes, call))
    return text[: text.rindex("(")]
