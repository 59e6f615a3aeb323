"""A computational graph with numbers."""

from typing import Any, NamedTuple

from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.results.value import Value

__all__ = ["Computation", "ComputationNode", "OperationCounts"]


class ComputationNode(NamedTuple):
    """A node of a computational graph: an operation on earlier nodes, or a leaf.

    ``operation`` and ``arguments`` are as in graph.nodes, except that arguments count the
    nodes of the result. ``label`` is how the operation is written, ``name`` what a variable or a
    definition is called. At a point there are the ``value`` (a bool for a condition) and the
    ``adjoint``, the derivative of the root with respect to the node; nodes that depend on no
    variable have none. ``error`` says why a number is missing. In a graph of arrays each node has
    a ``shape``.
    """

    operation: Any
    arguments: tuple[Any, ...]
    label: str
    name: str | None = None
    value: Value | bool | None = None
    adjoint: Value | None = None
    error: CalcdlError | None = None
    shape: Any = None  # a Shape, which graphs of numbers do not load


class Computation(NamedTuple):
    """The computational graph of an expression, in topological order, the root last."""

    expression: Graph
    nodes: tuple[ComputationNode, ...]
    at: dict[str, str] | None = None


class OperationCounts(NamedTuple):
    """How often each operation occurs in a graph that has more of them than a text may show."""

    counts: dict[str, int]
    total: int
    limit: int
