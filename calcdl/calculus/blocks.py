"""Values and derivatives at many points at once, in double precision.

Where doubles cannot be honest - a result that is not finite, a corner, a point outside of the
domain - a mask says so, and the caller asks for that point by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from calcdl.arithmetic.arrays import Arrays
from calcdl.evaluate import apply
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import corner_graphs, default_graph, rule_names
from calcdl.graph import COMPARISONS, LEAVES, Graph, Nodes, reachable, transplant

__all__ = ["Block", "Blocks"]


class Block(NamedTuple):
    """An array for each output, and which points have to be asked for by themselves."""

    outputs: list[Any]
    doubtful: Any


class Blocks:
    """Formulas to be evaluated on arrays, together with the function that they belong to."""

    def __init__(self, graph: Graph, outputs: Sequence[Graph]) -> None:
        self.nodes = Nodes()
        self.arithmetic = Arrays()
        self.root = transplant(graph, self.nodes)
        self.outputs = [self.without_cancellation(output) for output in outputs]
        own = reachable(self.nodes, [self.root])
        self.order = reachable(self.nodes, [self.root, *self.outputs])
        self.tests = {i: tests for i in own if (tests := self.corner_tests(i))}
        self.last = self.last_uses()

    def without_cancellation(self, graph: Graph) -> int:
        """Copy a formula, 1 - sigmoid(u) as sigmoid(-u) and 1 - tanh(u)**2 as sech(u)**2.

        In doubles these are zero far too early, and with them gradients that merely are small.
        """
        operations, arguments = graph.nodes.operations, graph.nodes.arguments
        found: dict[int, int] = {}
        for i in graph.order():
            operation, args = operations[i], arguments[i]
            parts = args if operation in LEAVES else tuple([found[j] for j in args])
            other = self.one_minus(parts) if operation == "add" else None
            found[i] = self.nodes.make(operation, parts) if other is None else other
        return found[graph.root]

    def one_minus(self, terms: Sequence[int]) -> int | None:
        """Return 1 - f in another form, None where these terms are not that."""
        nodes = self.nodes
        if len(terms) != 2 or nodes.number(1) not in terms:
            return None
        other = terms[0] if terms[1] == nodes.number(1) else terms[1]
        if nodes.operations[other] != "neg":
            return None
        (function,) = nodes.arguments[other]
        if nodes.operations[function] == "sigmoid":
            return nodes.make("sigmoid", (nodes.make("neg", nodes.arguments[function]),))
        if nodes.operations[function] == "pow":
            base, exponent = nodes.arguments[function]
            if nodes.operations[base] == "tanh" and exponent == nodes.number(2):
                return nodes.make("pow", (nodes.make("sech", nodes.arguments[base]), exponent))
        return None

    def corner_tests(self, node: int) -> list[Graph] | str | None:
        """Return what is zero where an operation on variables is not smooth, if it ever is not."""
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if operation in LEAVES or self.is_constant(node):
            return None
        if operation in COMPARISONS:
            return "equal"
        if operation in ("floor", "ceil"):
            return "whole"
        if operation == "pow":
            exponent = self.nodes.arguments[args[1]][0] if self.is_number(args[1]) else None
            return None if type(exponent) is int else "zero"
        row = FUNCTIONS.get(operation) if type(operation) is str else None
        return list(corner_graphs(operation)) if row is not None and row.corners else None

    def is_number(self, node: int) -> bool:
        return bool(self.nodes.operations[node] == "number")

    def is_constant(self, node: int) -> bool:
        return not Graph(self.nodes, node).symbols()

    def last_uses(self) -> dict[int, list[int]]:
        """Return, for each node, the nodes that nothing needs once it is computed."""
        last: dict[int, int] = {}
        for i in self.order:
            for j in self.nodes.children(i):
                last[j] = i
        found: dict[int, list[int]] = {}
        for j, i in last.items():
            if j not in self.outputs and j != self.root:
                found.setdefault(i, []).append(j)
        return found

    def at(self, inputs: Mapping[str, Any]) -> Block:
        """Return the outputs at points that are given as an array for each variable."""
        size = max((len(array) for array in inputs.values()), default=1)
        flags: list[str] = []
        with np.errstate(all="call", under="ignore", call=lambda kind, _: flags.append(kind)):
            found, doubtful = self.sweep(inputs, careful=False)
            finite = all(bool(np.all(np.isfinite(found[i]))) for i in (self.root, *self.outputs))
        if flags or not finite:
            with np.errstate(all="ignore"):
                found, doubtful = self.sweep(inputs, careful=True)
        outputs = [np.broadcast_to(found[i], size) for i in self.outputs]
        return Block(outputs, np.broadcast_to(doubtful, size))

    def sweep(self, inputs: Mapping[str, Any], careful: bool) -> tuple[dict[int, Any], Any]:
        """Return the values of root and outputs, and where they are doubtful.

        ``careful`` follows what is not finite through all operations; a branch that is not taken
        does no harm.
        """
        operations, arguments = self.nodes.operations, self.nodes.arguments
        found: dict[int, Any] = {}
        bad: dict[int, Any] = {}
        corners: Any = np.False_
        for i in self.order:
            args = arguments[i]
            if operations[i] == "symbol":
                found[i] = inputs[args[0]]
            else:
                parts = [] if operations[i] in LEAVES else [found[j] for j in args]
                found[i] = self.apply(operations[i], args, parts)
                if i in self.tests:
                    corners = corners | self.corners(i, parts)
            if careful:
                bad[i] = self.badness(i, found, bad)
            for j in self.last.get(i, ()):
                del found[j]
        doubtful = corners
        for i in (self.root, *self.outputs):
            if careful:
                doubtful = doubtful | bad[i]
        return found, doubtful

    def apply(self, operation: Any, args: Sequence[Any], parts: list[Any]) -> Any:
        arithmetic = self.arithmetic
        if operation == "number":
            return arithmetic.number(args[0])
        if operation == "constant":
            return arithmetic.constant(args[0])
        if operation in ("add", "mul"):
            return (arithmetic.add if operation == "add" else arithmetic.mul)(parts)
        if operation in ("pow", "div"):
            return (arithmetic.pow if operation == "pow" else arithmetic.div)(*parts)
        if operation == "neg":
            return arithmetic.neg(parts[0])
        if operation == "where":
            return arithmetic.choose(*parts)
        if operation in COMPARISONS:
            return arithmetic.compare(operation, *parts)
        return arithmetic.call(operation, parts)

    def badness(self, node: int, found: Mapping[int, Any], bad: Mapping[int, Any]) -> Any:
        """Return where a value is not finite, or rests on one that is not."""
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        own = ~np.isfinite(found[node]) if operation not in COMPARISONS else np.False_
        if operation in LEAVES:
            return own
        if operation == "where":
            condition, chosen, otherwise = args
            branch = np.where(found[condition], bad[chosen], bad[otherwise])
            return own | bad[condition] | branch
        for j in args:
            own = own | bad[j]
        return own

    def corners(self, node: int, parts: Sequence[Any]) -> Any:
        """Return where an operation is not smooth."""
        tests, operation = self.tests[node], self.nodes.operations[node]
        if tests == "equal":
            return parts[0] == parts[1]
        if tests == "whole":
            return parts[0] == np.floor(parts[0])
        if tests == "zero":
            return parts[0] == 0
        assert not isinstance(tests, str)
        names = rule_names(operation)
        inputs = dict(zip(names, parts, strict=False))
        for k in range(len(parts), len(names)):
            inputs[names[k]] = apply(default_graph(operation, k), self.arithmetic, {})
        found: Any = np.False_
        for test in tests:
            found = found | (apply(test, self.arithmetic, inputs) == 0)
        return found
