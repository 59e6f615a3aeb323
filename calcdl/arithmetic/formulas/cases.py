"""Piecewise functions as cases: where an operation is which of its pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, Undecided
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import (
    bound,
    definition_graph,
    local_rule,
)
from calcdl.graph.nodes import Graph, reachable
from calcdl.graph.rewrite import rewrite_nodes
from calcdl.sweep.corners import corners
from calcdl.sweep.forward import apply, apply_operation

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["DEFINED", "PIECEWISE", "Cases", "by_definition"]

_CASES = frozenset(("where", "abs", "relu", "sign", "heaviside", "max", "min"))
PIECEWISE = frozenset(["where", *[row.name for row in FUNCTIONS.values() if row.pieces]])
DEFINED = frozenset([name for name in PIECEWISE - _CASES if FUNCTIONS[name].definition])
_SPLIT = _CASES | DEFINED

_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


class Cases:
    """The cases of formulas of one table."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols, self.nodes = symbols, symbols.nodes
        self.work = 0

    def first_piecewise(self, roots: Sequence[int]) -> int | None:
        """Return the innermost node that is a case of several."""
        operations = self.nodes.operations
        for i in reachable(self.nodes, roots):
            if operations[i] in _SPLIT:
                return i
        return None

    def cases(self, node: int) -> tuple[int, int, int]:
        """Return a piecewise operation as a condition and what it is where that holds or not."""
        symbols = self.symbols
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        u = args[0]
        if operation == "where":
            return args[0], args[1], args[2]
        if operation == "max" or operation == "min":
            v = args[1]
            if symbols.value(u) is not None:  # it is what the other is compared with
                u, v = v, u
            return (self.greater(u, v), u, v) if operation == "max" else (self.greater(v, u), u, v)
        positive = self.greater(u, symbols.zero)
        if operation == "relu":
            return positive, u, symbols.zero
        if operation == "abs":
            return positive, u, symbols.neg(u)
        low = symbols.zero if operation == "heaviside" else symbols.neg(symbols.one)
        return positive, symbols.one, low

    def greater(self, left: int, right: int) -> int:
        """Return the comparison left > right, a number on its right side."""
        return self.compared(">", self.symbols.add((left, self.symbols.neg(right))))

    def compared(self, operation: str, difference: int) -> int:
        """Return the comparison of a formula with zero, > or ==, a number on its right side."""
        symbols = self.symbols
        constant = symbols.value(difference)
        if constant is not None:
            return symbols.compare(operation, difference, symbols.zero)
        rest = difference
        bound: Rational = 0
        if self.nodes.operations[difference] == "add":
            numbers = [symbols.value(j) for j in self.nodes.arguments[difference]]
            bound = -sum(value for value in numbers if value is not None)
            rest = symbols.add((difference, symbols.number(bound)))
        if self.nodes.operations[rest] == "add":
            content, rest = symbols.content(rest)
            if symbols.coefficient(self.nodes.arguments[rest][0]) < 0:
                content, rest = -content, symbols.neg(rest)
        else:
            content, rest = symbols.split(rest)
        limit = symbols.number(exact.quotient(bound, content))
        if operation == ">" and content < 0:
            operation = "<"
        return symbols.compare(operation, rest, limit)

    def choose(self, condition: int, chosen: int, otherwise: int) -> int:
        """Return a case distinction; one inside another stands behind, where it reads better."""
        operations = self.nodes.operations
        if operations[chosen] == "where" and operations[otherwise] != "where":
            left, right = self.nodes.arguments[condition]
            opposite = self.symbols.compare(_OPPOSITE[str(operations[condition])], left, right)
            return self.symbols.choose(opposite, otherwise, chosen)
        return self.symbols.choose(condition, chosen, otherwise)

    def rebuilt(self, roots: Sequence[int], old: int, new: int) -> list[int]:
        """Return formulas with one of their nodes replaced, tidied anew."""

        def tidied(node: int, operation: Operation, args: tuple[int, ...]) -> int:
            if args == self.nodes.arguments[node]:
                return node
            return int(apply_operation(self.symbols, operation, args))

        order = reachable(self.nodes, roots)
        self.work += len(order)
        copied = rewrite_nodes(self.nodes, order, self.nodes, tidied, {old: new})
        return [copied[root] for root in roots]

    def may_be_singular(self, operation: Any, args: Sequence[int]) -> bool:
        if operation == "pow":
            exponent = self.symbols.value(args[1])
            return type(exponent) is not int and (exponent is None or exponent < 1)
        if type(operation) is not str or operation in PIECEWISE:
            return False
        row = FUNCTIONS.get(operation)
        return row is not None and bool(row.corners or row.removable)

    def is_corner(self, operation: str, args: Sequence[int]) -> bool:
        """Say whether it is proven that constants are a corner of an operation."""
        from calcdl.arithmetic.formulas.closed import Closed

        closed = Closed(None)
        numbers = [closed.fold(apply(Graph(self.nodes, node), closed, {})) for node in args]
        return any(closed.sign_or_none(u) == 0 for u in corners(closed, operation, numbers))

    def without_slope(self, operation: str, args: Sequence[int], places: Sequence[int]) -> bool:
        """Say whether an operation has a value at these arguments, but its rule has no slope."""
        if operation == "pow" and self.symbols.value(args[1]) is None:
            return args[0] == self.symbols.zero
        if any(Graph(self.nodes, node).symbols() for node in args):
            return False
        taylor = Taylor(1)
        try:
            numbers = [apply(Graph(self.nodes, node), taylor, {}) for node in args]
            value = apply_operation(taylor, operation, numbers)
        except Undecided:  # at -1/e, say, which no ball is exactly
            return self.is_corner(operation, args)
        except CalcdlError:
            return False
        return any(not _has_slope(taylor, operation, k, numbers, value) for k in places)


def by_definition(symbols: Symbols, node: int) -> int:
    """Return a function of the table by its definition."""
    operation, args = str(symbols.nodes.operations[node]), symbols.nodes.arguments[node]
    inputs = bound(operation, args, lambda default: apply(default, symbols, {}))
    definition = definition_graph(operation)
    assert definition is not None
    return int(apply(definition, symbols, inputs))


def _has_slope(taylor: Taylor, operation: str, place: int, args: list[Any], value: Any) -> bool:
    """Say whether the rule for a local derivative has a value at these arguments."""
    rule = local_rule(operation, place)
    if rule is None:
        return True
    inputs = bound(operation, args, lambda default: apply(default, taylor, {}))
    try:
        apply(rule, taylor, {**inputs, "y": value})
    except CalcdlError:
        return False
    return True
