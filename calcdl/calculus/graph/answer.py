"""The computational graph: every operation with its value, and with its adjoint."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import point_inputs
from calcdl.calculus.certify import certified_all, work_of
from calcdl.calculus.chain.numbers import slope_or_undecided
from calcdl.calculus.exactness import decided
from calcdl.calculus.explain import explain
from calcdl.calculus.graph.operations import LARGEST, counted, label_of
from calcdl.calculus.question import Asked, require_few_digits
from calcdl.calculus.smooth import require_smooth_nodes
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph
from calcdl.reading.points import Point
from calcdl.results.graph import Computation, ComputationNode, OperationCounts
from calcdl.results.value import Value
from calcdl.sweep.derivatives import adjoints
from calcdl.sweep.forward import Facts, values
from calcdl.syntax.parse import Reading

__all__ = ["answer"]


def answer(asked: Asked) -> Computation | OperationCounts:
    """Return the computational graph of an expression, with numbers if there is a point.

    Of one that is too large to be drawn as text there are the counts of its operations. Raises
    TooLarge where another drawing would be too large, and CalcdlError where the expression has no
    value, or an operation no local derivative.

    >>> from calcdl.calculus.asking import ask
    >>> [node.adjoint.decimal for node in answer(ask("graph", "x*sin(x) + y", at="x=0,y=2")).nodes]
    ['0', '0', '1', '1', '1']
    """
    if asked.shapes:
        from calcdl.calculus.graph.arrays import graph_of_arrays

        return graph_of_arrays(asked)
    graph, reading = asked.graph, asked.reading
    if graph.operation_count() > LARGEST[asked.to]:
        return counted(graph, asked.to)
    asked.require_one_point()
    require_few_digits(asked.digits)
    nodes = _nodes(reading)
    if not asked.at:
        return Computation(graph, nodes)
    (point,) = asked.points()
    try:
        numbered = _with_numbers(graph, nodes, point, asked.digits)
    except CalcdlError as error:
        raise explain(_refused(error, graph, point), reading, point) from None
    return Computation(graph, numbered, point.texts)


def _nodes(reading: Reading) -> tuple[ComputationNode, ...]:
    """Return the nodes of a graph, counted from 0 in their order."""
    graph = reading.graph
    place = {node: k for k, node in enumerate(graph.order())}
    nodes = []
    for i in graph.order():
        operation, args = graph.nodes.operations[i], graph.nodes.arguments[i]
        name = reading.names.get(i)
        if operation == "symbol":
            name = graph.nodes.name_of(i)
        elif operation not in LEAVES:
            args = tuple([place[j] for j in args])
        nodes.append(ComputationNode(operation, args, label_of(operation, args), name))
    return tuple(nodes)


# Numbers


def _with_numbers(
    graph: Graph, nodes: tuple[ComputationNode, ...], point: Point, digits: int | None
) -> tuple[ComputationNode, ...]:
    """Return the nodes with values from a forward sweep and adjoints from a reverse one."""
    computed, certain = _sweep_both_ways(graph, point, digits)
    forward, backward = certain[: len(nodes)], certain[len(nodes) :]
    varying = _varying(graph)
    numbered = []
    for i, node, value, adjoint in zip(graph.order(), nodes, forward, backward, strict=True):
        if node.operation == "symbol" and isinstance(adjoint, Undecided):
            adjoint = slope_or_undecided(graph, node.arguments[0], point, digits, adjoint)
        numbered.append(_numbered(node, computed[i], value, adjoint if i in varying else None))
    return tuple(numbered)


def _sweep_both_ways(
    graph: Graph, point: Point, digits: int | None
) -> tuple[dict[int, Any], list[Value | Undecided]]:
    """Return what the nodes are, and then their values and adjoints, in order, with all digits."""
    taylor = Taylor(1)
    order = graph.order()
    computed: dict[int, Any] = {}

    def compute(facts: Facts) -> list[Any]:
        computed.update(values(graph, taylor, point_inputs(taylor, point), facts))
        require_smooth_nodes(graph, taylor, computed, facts=facts)
        bars = _adjoints(graph, taylor, computed)
        numbers = [[] if _is_no_number(computed[i]) else computed[i] for i in order]
        numbers += [bars.get(i, []) for i in order]
        return [taylor.result(number, 0) for number in numbers]

    rounded = decided(
        lambda facts: certified_all(partial(compute, facts), digits, 4 * work_of(graph)),
        graph,
        point,
        graph.symbols(),
        numbers=True,
    )
    return computed, [n if isinstance(n, Undecided) else n[0] for n in rounded]


def _adjoints(graph: Graph, taylor: Taylor, computed: Mapping[int, Any]) -> dict[int, Any]:
    """Return the adjoints; where a local derivative has no value, that is not differentiable."""
    try:
        return adjoints(graph, taylor, computed)
    except NoValue as cause:
        error = NotDifferentiable("an operation has no finite local derivative")
        error.node = cause.node
        raise error from None


def _is_no_number(value: Any) -> bool:
    return isinstance(value, (bool, CalcdlError))


def _varying(graph: Graph) -> set[int]:
    """Return the nodes that have an adjoint: those that depend on a variable, save conditions."""
    operations = graph.nodes.operations
    varying: set[int] = set()
    for i in graph.order():
        depends = not varying.isdisjoint(graph.nodes.children(i))
        if operations[i] == "symbol" or (depends and operations[i] not in COMPARISONS):
            varying.add(i)
    return varying


def _numbered(
    node: ComputationNode,
    computed: Any,
    value: Value | Undecided,
    adjoint: Value | Undecided | None,
) -> ComputationNode:
    """Return a node with its numbers; ``computed`` is what the forward sweep made of it."""
    if isinstance(computed, bool):
        return node._replace(value=computed)
    if isinstance(adjoint, Undecided):
        node = node._replace(error=adjoint)
    elif adjoint is not None:
        node = node._replace(adjoint=adjoint)
    if isinstance(computed, CalcdlError):
        return node._replace(error=computed)
    if isinstance(value, Undecided):
        return node._replace(error=value)
    return node._replace(value=value)


def _refused(error: CalcdlError, graph: Graph, point: Point) -> CalcdlError:
    """Say of a reverse sweep that stopped why there is no adjoint."""
    if not isinstance(error, (Kink, NotDifferentiable)):
        return error
    from calcdl.calculus.point.refusal import refusal

    return refusal(graph, graph.symbols(), point, error)
