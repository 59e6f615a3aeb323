"""Proven digits at many points: the balls of a formula, prepared once.

The formula is the derivative wherever the function is differentiable, so that beside it all that
could speak against that is computed too: the function itself, what its domain demands, and what
is zero at its corners. A point at which anything is not certain is left to the long way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from operator import neg, truediv
from typing import TYPE_CHECKING, Any

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.arithmetic.taylor.balls import ball_of_constant, ball_of_number, power_of
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import (
    bound,
    condition_graphs,
    corner_graphs,
    definition_graph,
)
from calcdl.graph.nodes import Graph, Nodes, Undefined, reachable
from calcdl.graph.rewrite import rewrite, transplant

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["ProvenPoints"]

_PRECISION = 96  # bits

Step = tuple[int, Callable[..., Any], tuple[int, ...]]


class NotPrepared(Exception):
    """The formula has an operation for which there is no short way."""


class ProvenPoints:
    """Formulas to be evaluated in balls, together with the function that they belong to.

    ``steps`` is None where the formulas have pieces, which take the long way.
    """

    def __init__(self, graph: Graph, outputs: Sequence[Graph]) -> None:
        self.nodes = Nodes()
        self.nonzero: list[int] = []
        self.signs: list[tuple[int, int]] = []  # nodes with the sign that they need
        self.inputs: dict[str, int] = {}
        self.steps: list[Step] | None = None
        try:
            self.root = self.copied(graph, watched=True)
            self.outputs = [self.copied(output, watched=False) for output in outputs]
            self.steps = self.compiled()
        except NotPrepared:
            pass

    def copied(self, graph: Graph, watched: bool, replace: Mapping[str, int] | None = None) -> int:
        """Copy a graph, functions without balls by their definitions; note what has to hold."""
        if graph.is_conditional():
            raise NotPrepared

        def prepared(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
            if operation == "symbol":
                return (replace or {}).get(graph.nodes.name_of(node))
            row = FUNCTIONS.get(operation) if type(operation) is str else None
            if row is None:
                return None
            named = bound(row.name, args, lambda default: transplant(default, self.nodes))
            if watched:
                self.watch(row.name, named)
            if row.balls is not None:
                return None
            definition = definition_graph(row.name)
            if definition is None:
                raise NotPrepared
            return self.copied(definition, watched, named)

        return rewrite(graph, self.nodes, prepared)[graph.root]

    def watch(self, name: str, named: Mapping[str, int]) -> None:
        """Note what has to hold so that a function is defined and smooth."""
        for corner in corner_graphs(name):
            self.nonzero.append(self.copied(corner, False, named))
        for _, condition in condition_graphs(name):
            test = condition.nodes.arguments[condition.root][0]
            operation = condition.nodes.operations[test]
            left, right = (
                self.copied(Graph(condition.nodes, side), False, named)
                for side in condition.nodes.arguments[test]
            )
            difference = self.nodes.make("add", (left, self.nodes.make("neg", (right,))))
            if operation == "!=":
                self.nonzero.append(difference)
            else:
                self.signs.append((difference, 1 if operation in (">", ">=") else -1))

    def compiled(self) -> list[Step]:
        """Return the operations in order, each as a function of balls."""
        roots = [self.root, *self.outputs, *self.nonzero, *[node for node, _ in self.signs]]
        steps: list[Step] = []
        for i in reachable(self.nodes, roots):
            operation, args = self.nodes.operations[i], self.nodes.arguments[i]
            if operation == "symbol":
                self.inputs[self.nodes.name_of(i)] = i
            elif operation == "number":
                steps.append((i, ball_of_number(self.nodes.value_of(i)), ()))
            elif operation == "constant":
                steps.append((i, ball_of_constant(self.nodes.name_of(i)), ()))
            elif operation == "add" or operation == "mul":
                steps.append((i, _total if operation == "add" else _product, args))
            elif operation == "neg":
                steps.append((i, neg, args))
            elif operation == "div":
                steps.append((i, truediv, args))
            elif operation == "pow":
                steps.append(self.power(i, args))
            else:
                row = None if type(operation) is Undefined else FUNCTIONS.get(operation)
                how = None if row is None else row.balls
                if how is None:  # a comparison, a function without balls or without a definition
                    raise NotPrepared
                steps.append((i, _method(how) if isinstance(how, str) else how, args))
        return steps

    def power(self, node: int, args: tuple[int, ...]) -> Step:
        base, exponent = args
        if self.nodes.operations[exponent] != "number":
            raise NotPrepared
        value = self.nodes.arguments[exponent][0]
        if type(value) is not int:
            self.signs.append((base, 1))  # a root begins at zero
        return node, power_of(value), (base,)

    # At a point

    def at(self, point: Mapping[str, str]) -> list[str] | None:
        """Return the outputs at a point of numerals as proven texts; None where not certain."""
        if self.steps is None:
            return None
        try:
            with precision(_PRECISION):
                return self.texts(point)
        except (ValueError, ZeroDivisionError):  # flint's, for what it cannot read or divide by
            return None

    def texts(self, point: Mapping[str, str]) -> list[str] | None:
        ball = Taylor(1).flint.arb
        values: dict[int, Any] = {}
        for name, node in self.inputs.items():
            values[node] = ball(point[name])
        assert self.steps is not None
        for node, function, args in self.steps:
            values[node] = function(*[values[j] for j in args])
        if not values[self.root].is_finite():
            return None
        for node in self.nonzero:
            if values[node].contains(0) or not values[node].is_finite():
                return None
        for node, sign in self.signs:
            if not (values[node] > 0 if sign > 0 else values[node] < 0):
                return None
        texts = [nearest_double(values[node]) for node in self.outputs]
        return None if None in texts else texts  # type: ignore[return-value]


def nearest_double(ball: Any) -> str | None:
    """Return the shortest text of the double that is certainly nearest to what a ball holds."""
    middle = float(ball.mid())
    if middle == 0:
        return "0" if ball.is_zero() else None
    if not 1e-290 < abs(middle) < 1e290:
        return None
    # Below a power of two the doubles are twice as dense.
    gap = min(math.ulp(middle), abs(middle - math.nextafter(middle, 0.0)))
    if not abs(ball - middle) < gap / 2:
        return None
    return repr(middle).removesuffix(".0")


def _method(name: str) -> Callable[..., Any]:
    def call(u: Any, *others: Any) -> Any:
        return getattr(u, name)(*others)

    return call


def _total(first: Any, *others: Any) -> Any:
    for other in others:
        first = first + other
    return first


def _product(first: Any, *others: Any) -> Any:
    for other in others:
        first = first * other
    return first
