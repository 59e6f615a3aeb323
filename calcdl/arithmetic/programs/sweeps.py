"""The program of a value and its derivatives, by reverse sweeps over the operations of a graph."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from calcdl.arithmetic.programs.exponentials import is_sum_above
from calcdl.arithmetic.programs.guards import Guarded, Piece
from calcdl.arithmetic.programs.operations import Operations
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import row_of, text_graph
from calcdl.functions.stable import STABLE
from calcdl.graph.nodes import COMPARISONS, Graph, reachable
from calcdl.results.code import Program
from calcdl.sweep import forward
from calcdl.sweep.derivatives import adjoints, local_derivatives, rule_program

if TYPE_CHECKING:
    from calcdl.sweep.derivatives import Pullback

__all__ = ["differentiated", "operations_of"]

_BESIDE = tuple([name for name, stable in STABLE.items() if stable.beside])


def operations_of(graph: Graph) -> Graph:
    """Return a graph as a machine will compute it: operations of two arguments, none twice."""
    lean = Operations()
    inputs = {name: lean.nodes.symbol(name) for name in graph.symbols()}
    return Graph(lean.nodes, forward.apply(graph, lean, inputs))


def differentiated(
    graph: Graph, variables: Sequence[str], order: int = 1, calls: Container[str] = FUNCTIONS
) -> Program:
    """Return the program of a graph of operations: its value, gradient and, of order 2, Hessian.

    ``calls`` are the functions that a target has, so that they will not be written out.
    Of the Hessian, which is symmetric, the rows begin at the diagonal. It takes one sweep for the
    gradient, which is at most a small multiple of the function, and one more a variable.
    """
    nodes = graph.nodes
    beside = frozenset() if order > 1 else frozenset([one for one in _BESIDE if one not in calls])
    gradient = _partials(graph, variables, beside)
    hessian: list[tuple[int, ...]] = []
    if order > 1:
        for k, partial in enumerate(gradient):
            hessian.append(_partials(Graph(nodes, partial), variables[k:], beside))
    return Program(nodes, graph.root, gradient, tuple(hessian))


def _partials(graph: Graph, variables: Sequence[str], beside: frozenset[str]) -> tuple[int, ...]:
    """Return the partial derivatives; those functions take the slopes beside their values."""
    lean = Operations(graph.nodes)
    arithmetic = Guarded(lean)
    found = _as_pieces(graph, reachable(graph.nodes, (graph.root,)))
    bars = adjoints(
        graph, arithmetic, found, variables, pull=_pullback(graph, arithmetic, found, beside)
    )
    nodes = graph.nodes
    by_name = {nodes.name_of(i): bar for i, bar in bars.items() if nodes.operations[i] == "symbol"}
    return tuple([arithmetic.settled(by_name.get(name, arithmetic.zero)) for name in variables])


def _as_pieces(graph: Graph, order: Iterable[int]) -> dict[int, Any]:
    """Return every node as a number of the guarded arithmetic; a condition is itself."""
    operations = graph.nodes.operations
    return {i: i if operations[i] in COMPARISONS else Piece(i) for i in order}


def _pullback(
    graph: Graph, arithmetic: Guarded, found: dict[int, Any], beside: frozenset[str]
) -> Pullback[Piece]:
    """Return what the arguments of an operation get, with what they share computed once."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments

    def pulled(node: int, bar: Piece, wanted: Sequence[int]) -> dict[int, Piece]:
        operation, args = operations[node], arguments[node]
        if operation == "mul":
            return {k: arithmetic.mul((bar, found[args[1 - k]])) for k in wanted}
        if operation == "div":
            inverse = arithmetic.div(bar, found[args[1]])
            shares = (inverse, arithmetic.neg(arithmetic.mul((inverse, found[node]))))
            return {k: shares[k] for k in wanted}
        if operation == "logsumexp" and len(args) == 2:  # exp(u - y) has the rounding of y
            u, v = (found[j] for j in args)
            gap = arithmetic.add((u, arithmetic.neg(v)))
            gaps = (gap, arithmetic.neg(gap))
            gates = {k: arithmetic.call("sigmoid", (gaps[k],)) for k in wanted}
            return {k: arithmetic.mul((bar, gate)) for k, gate in gates.items()}
        is_beside = operation in beside and not is_sum_above(graph.nodes, args[0])
        rule = _rule_beside if is_beside else _stable_rule
        local = local_derivatives(arithmetic, graph, node, wanted, found, rule)
        return {k: arithmetic.mul((bar, local[k])) for k in wanted if k in local}

    return pulled


@cache
def _stable_rule(operation: str, place: int) -> forward.Program | None:
    """Return a local derivative that keeps its digits in machine numbers."""
    stable = STABLE.get(operation)
    row = row_of(operation)
    text = stable.local[0 if row.variadic else place] if stable and stable.local else None
    if text is None:
        return rule_program(operation, place)
    return forward.Program(text_graph(text), (*row.args, "y"))


@cache
def _rule_beside(operation: str, place: int) -> forward.Program:
    """Return, likewise, one that shares most with the value where that is written out."""
    text = STABLE[operation].beside[place]
    return forward.Program(text_graph(text), (*row_of(operation).args, "y"))
