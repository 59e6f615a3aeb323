"""The value of every node of a graph, in any arithmetic: the forward sweep that all others need."""

from __future__ import annotations

from calcdl.errors import CalcdlError
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph
from calcdl.lean import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from calcdl.graph.nodes import Operation, Rational
    from calcdl.sweep.arithmetic import Arithmetic, N

__all__ = ["Facts", "Program", "apply", "apply_operation", "choose_or_apply", "values"]


class Facts(NamedTuple):
    """What is proven of some nodes: exact values, equality with earlier ones, not being smooth.

    Nodes are the same wherever both have values: nothing is proven of where one has none.
    """

    exact: dict[int, Rational]
    same: dict[int, int]
    kinks: set[int]


def values(
    graph: Graph, arithmetic: Arithmetic[N], inputs: Mapping[str, N], facts: Facts | None = None
) -> dict[int, N]:
    """Return the value of every node that the root depends on; a forward sweep.

    In a graph with conditions, a branch that is not taken may be undefined: the error of a node
    is raised only if the root needs its value, and stands in the place of that value. A comparison
    has its condition there.
    """
    known = facts is not None and any(facts)
    if graph.is_conditional() or known:
        return _values_lazily(graph, arithmetic, inputs, facts if known else None)
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    found: dict[int, N] = {}
    value_of = found.__getitem__
    i = graph.root
    try:
        for i in graph.order():
            operation, args = operations[i], arguments[i]
            if operation == "symbol":
                found[i] = inputs[cast("str", args[0])]
            elif operation == "number":
                found[i] = arithmetic.number(args[0])
            elif operation == "mul":
                found[i] = arithmetic.mul(list(map(value_of, args)))
            elif operation == "add":
                found[i] = arithmetic.add(list(map(value_of, args)))
            elif operation == "constant":
                found[i] = arithmetic.constant(graph.nodes.name_of(i))
            else:
                found[i] = apply_operation(arithmetic, operation, list(map(value_of, args)))
    except CalcdlError as error:
        error.node = i
        raise
    return found


def _values_lazily(
    graph: Graph, arithmetic: Arithmetic[N], inputs: Mapping[str, N], facts: Facts | None
) -> dict[int, N]:
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    exact, same = (facts.exact, facts.same) if facts else ({}, {})
    found: dict[int, N] = {}
    for i in graph.order():
        operation, args = operations[i], arguments[i]
        try:
            if i in exact:
                found[i] = arithmetic.number(exact[i])
            elif i in same and _have_values(found, (same[i], *_parts(operation, args))):
                found[i] = found[same[i]]
            elif operation == "symbol":
                found[i] = inputs[cast("str", args[0])]
            elif operation == "number":
                found[i] = arithmetic.number(args[0])
            elif operation == "constant":
                found[i] = arithmetic.constant(graph.nodes.name_of(i))
            else:
                found[i] = choose_or_apply(arithmetic, operation, [found[j] for j in args])
        except CalcdlError as error:
            if operation in LEAVES or not any([error is found[j] for j in args]):
                error.node = i  # and not where an error of an argument is handed on
            if i == graph.root:
                raise
            found[i] = cast("N", error)
    return found


def _parts(operation: Operation, args: Sequence[Any]) -> Sequence[int]:
    """Return the nodes that have values if an operation has one, whatever a condition says."""
    if operation in LEAVES:
        return ()
    return args[1:] if operation == "where" else args


def _have_values(found: Mapping[int, Any], nodes: Iterable[int]) -> bool:
    return all([j in found and not isinstance(found[j], CalcdlError) for j in nodes])


def apply(graph: Graph, arithmetic: Arithmetic[N], inputs: Mapping[str, N]) -> N:
    """Return the value of a graph's root."""
    return values(graph, arithmetic, inputs)[graph.root]


class Program:
    """A graph as a list of steps, for one that is evaluated time and again."""

    __slots__ = ("conditional", "graph", "names", "result", "steps")

    def __init__(self, graph: Graph, names: Sequence[str]) -> None:
        self.graph, self.names = graph, names
        self.conditional = graph.is_conditional()
        self.steps: list[tuple[Operation, Any]] = []  # with a leaf's content, else with places
        places: dict[int, int] = {}  # of nodes in the list of all that is known
        for i in graph.order():
            operation, args = graph.nodes.operations[i], graph.nodes.arguments[i]
            if operation == "symbol":
                places[i] = names.index(graph.nodes.name_of(i))
                continue
            places[i] = len(names) + len(self.steps)
            leaf = operation in LEAVES
            self.steps.append((operation, args[0] if leaf else [places[j] for j in args]))
        self.result = places[graph.root]

    def run(self, arithmetic: Arithmetic[N], inputs: Sequence[N]) -> N:
        """Return the value of the root, ``inputs`` being the values of the names in order."""
        if self.conditional:
            return apply(self.graph, arithmetic, dict(zip(self.names, inputs, strict=True)))
        known = list(inputs)
        value_of = known.__getitem__
        for operation, args in self.steps:
            if operation == "mul":
                known.append(arithmetic.mul(list(map(value_of, args))))
            elif operation == "number":
                known.append(arithmetic.number(args))
            elif operation == "constant":
                known.append(arithmetic.constant(args))
            else:
                known.append(apply_operation(arithmetic, operation, list(map(value_of, args))))
        return known[self.result]


def apply_operation(arithmetic: Arithmetic[N], operation: Operation, parts: Sequence[N]) -> N:
    """Return the value of an operation that is not a leaf."""
    if operation == "mul":
        return arithmetic.mul(parts)
    if operation == "add":
        return arithmetic.add(parts)
    if operation == "pow":
        return arithmetic.pow(parts[0], parts[1])
    if operation == "neg":
        return arithmetic.neg(parts[0])
    if operation == "div":
        return arithmetic.div(parts[0], parts[1])
    if operation == "where":
        return arithmetic.choose(parts[0], parts[1], parts[2])
    if operation in COMPARISONS:
        return cast("N", arithmetic.compare(operation, parts[0], parts[1]))
    return arithmetic.call(operation, parts)


def choose_or_apply(arithmetic: Arithmetic[N], operation: Operation, parts: Sequence[N]) -> N:
    """Apply an operation whose arguments may be errors, which only matter if they are used."""
    if operation == "where" and isinstance(parts[0], bool):
        chosen = parts[1] if parts[0] else parts[2]
        if isinstance(chosen, CalcdlError):
            raise chosen
        return chosen
    for part in parts:
        if isinstance(part, CalcdlError):
            raise part
    return apply_operation(arithmetic, operation, parts)
