"""The computational graph of a function of arrays, with the shape of every node."""

from __future__ import annotations

from calcdl.arithmetic.shapes.inferred import shapes_of
from calcdl.arithmetic.shapes.shown import places_as_written
from calcdl.calculus.graph.operations import LARGEST, counted, label_of
from calcdl.calculus.question import Asked
from calcdl.errors import UsageError, parameter
from calcdl.graph.nodes import LEAVES, Graph, Nodes
from calcdl.results.graph import Computation, ComputationNode, OperationCounts

__all__ = ["graph_of_arrays"]


def graph_of_arrays(asked: Asked) -> Computation | OperationCounts:
    """Return the computational graph of a function of vectors and matrices, as it was written."""
    if asked.at:
        raise UsageError("a graph of arrays has shapes and no numbers: leave out ", parameter("at"))
    if len(asked.arrays) > 1:
        raise UsageError("a graph is that of one expression")
    (reading,) = asked.arrays
    table = Nodes()
    places = places_as_written(reading.graph, reading.shapes, table)
    graph = Graph(table, places[reading.graph.root])
    if graph.operation_count() > LARGEST[asked.to]:
        return counted(graph, asked.to)
    shapes = shapes_of(graph, {name: reading.shape_of(name) for name in graph.symbols()})
    names = {places[i]: name for i, name in reading.names.items() if i in places}
    place = {node: k for k, node in enumerate(graph.order())}
    nodes = []
    for i in graph.order():
        operation, args = table.operations[i], table.arguments[i]
        name = names.get(i)
        if operation == "symbol":
            name = table.name_of(i)
        elif operation not in LEAVES:
            args = tuple([place[j] for j in args])
        label = label_of(operation, args)
        nodes.append(ComputationNode(operation, args, label, name, shape=shapes[i]))
    return Computation(graph, tuple(nodes))
