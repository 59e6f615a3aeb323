"""Equality of two formulas on an interval, proven with the branches that are taken there."""

from __future__ import annotations

from fractions import Fraction

from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.calculus.check.polynomials import quotient_of, roots, value_of
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import bound, definition_graph
from calcdl.graph.nodes import COMPARISONS, Graph, Nodes, Undefined
from calcdl.graph.rewrite import rewrite, transplant
from calcdl.lean import TYPE_CHECKING
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from calcdl.graph.nodes import Operation

__all__ = ["Interval", "is_zero_everywhere", "proven_on"]

Interval = tuple[Fraction | None, Fraction | None]  # open; None: without an end

_STEPS = frozenset(("abs", "sign", "heaviside", "max", "min"))
_DISTANCE = "_distance"  # a positive variable


def proven_on(first: Graph, second: Graph, variable: str, interval: Interval) -> bool:
    """Say whether two formulas are proven to be equal wherever both are defined in an interval."""
    nodes = Nodes()
    inside = nodes.symbol(variable) if interval == (None, None) else _inside(nodes, *interval)
    moved = [
        Graph(nodes, transplant(_resolved(formula, variable, interval), nodes, {variable: inside}))
        for formula in (first, second)
    ]
    return is_zero_everywhere(moved[0], moved[1], [_DISTANCE])


def is_zero_everywhere(first: Graph, second: Graph, positive: Sequence[str] = ()) -> bool:
    """Say whether the difference of two formulas tidies or simplifies to zero."""
    symbols = Symbols()
    parts = []
    for formula in (first, second):
        inputs = {name: symbols.nodes.symbol(name) for name in formula.symbols()}
        parts.append(apply(formula, symbols, inputs))
    difference = symbols.add((parts[0], symbols.neg(parts[1])))
    if difference == symbols.zero:
        return True
    from calcdl.arithmetic.formulas.proof import is_zero

    if is_zero(symbols, difference):
        return True
    from calcdl import algebra

    graph = lay_out(_without_undefined(Graph(symbols.nodes, difference)))
    return algebra.is_zero(graph, positive) is True


def _without_undefined(graph: Graph) -> Graph:
    """Return a graph with a variable in place of each value of an undefined function."""
    nodes = Nodes()

    def hidden(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        return nodes.symbol(f"_value_{node}") if type(operation) is Undefined else None

    return Graph(nodes, rewrite(graph, nodes, hidden)[graph.root])


def _inside(nodes: Nodes, low: Fraction | None, high: Fraction | None) -> int:
    """Return a number that takes each value of an interval for some positive distance."""
    distance = nodes.symbol(_DISTANCE)
    if low is not None and high is not None:  # (low + high*t)/(1 + t)
        above = nodes.make("add", (nodes.number(low), _scaled(nodes, distance, high)))
        return nodes.make("div", (above, nodes.make("add", (nodes.number(1), distance))))
    if low is not None:
        return nodes.make("add", (nodes.number(low), distance))
    assert high is not None
    return nodes.make("add", (nodes.number(high), nodes.make("neg", (distance,))))


def _scaled(nodes: Nodes, node: int, factor: Fraction) -> int:
    return nodes.make("mul", (nodes.number(factor), node))


# The branches


def _resolved(graph: Graph, variable: str, interval: Interval) -> Graph:
    """Return a formula that is the same in the interval, without the conditions decided there."""
    nodes = Nodes()
    decided: dict[int, bool] = {}  # comparisons, by their nodes in the new table

    def resolved(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if operation in COMPARISONS:
            sign = _sign(nodes, args, variable, interval)
            if sign is not None:
                decided[nodes.make(operation, args)] = _holds(operation, sign)
        elif operation == "where" and args[0] in decided:
            return int(args[1] if decided[args[0]] else args[2])
        elif operation in _STEPS:
            compared = args[:2] if operation in ("max", "min") else args[:1]
            sign = _sign(nodes, compared, variable, interval)
            return None if sign is None else _step(nodes, operation, args, sign)
        return None

    graph = _written_out(graph)
    return Graph(nodes, rewrite(graph, nodes, resolved)[graph.root])


def _written_out(graph: Graph) -> Graph:
    """Return a graph with the definitions of functions that have corners in place of these."""
    nodes = Nodes()

    def written_out(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        row = FUNCTIONS.get(operation) if type(operation) is str else None
        if row is None or not row.corners or row.variadic:
            return None
        definition = definition_graph(row.name)
        if definition is None:
            return None
        inside = bound(row.name, args, lambda default: transplant(default, nodes))
        return transplant(_written_out(definition), nodes, inside)

    return Graph(nodes, rewrite(graph, nodes, written_out)[graph.root])


def _sign(nodes: Nodes, parts: Sequence[int], variable: str, interval: Interval) -> int | None:
    """Return the sign of a number, or of a difference, if it is the same in all of an interval."""
    node = parts[0]
    if len(parts) == 2:
        node = nodes.make("add", (parts[0], nodes.make("neg", (parts[1],))))
    quotient = quotient_of(Graph(nodes, node), variable)
    if quotient is None:
        return None
    if not quotient[0]:
        return 0
    low, high = interval
    ends = [root for part in quotient for root in roots(part)]
    if any((low is None or root.high > low) and (high is None or root.low < high) for root in ends):
        return None
    inner = _inner(low, high)
    above, below = (value_of(part, inner) for part in quotient)
    return 1 if above * below > 0 else -1


def _inner(low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is None:
        return Fraction(0) if high is None else high - 1
    return low + 1 if high is None else (low + high) / 2


def _holds(operation: str, sign: int) -> bool:
    if sign == 0:
        return operation in ("==", "<=", ">=")
    return operation == "!=" or ((operation in (">", ">=")) == (sign > 0) and operation != "==")


def _step(nodes: Nodes, operation: Any, parts: Sequence[int], sign: int) -> int:
    """Return the value of a function of a number whose sign is known, or of two to compare."""
    if operation == "max" or operation == "min":
        return parts[0] if (sign > 0) == (operation == "max") else parts[1]
    if operation == "abs":
        return parts[0] if sign >= 0 else nodes.make("neg", (parts[0],))
    if operation == "sign":
        return nodes.number(sign)
    if sign:
        return nodes.number(int(sign > 0))
    return parts[1] if len(parts) > 1 else nodes.number(Fraction(1, 2))
