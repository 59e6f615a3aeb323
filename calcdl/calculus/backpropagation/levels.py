"""Which parts of a function of arrays are levels: those that a lecture gives a name to.

A level is a product by @ with what is added to it, a function, or a definition. What is done entry
by entry with + and * stays inside of the level that uses it, and so does what makes one number of
arrays at the end: the loss is a level.
"""

from __future__ import annotations

from calcdl.graph.nodes import COMPARISONS, LEAVES, is_on_arrays
from calcdl.graph.shapes import as_shaped
from calcdl.reading.shaped import ShapedReading

__all__ = ["nodes_of_levels"]

_ARITHMETIC = frozenset(("add", "mul", "div", "neg", "pow", "where", *COMPARISONS))
# Functions that losses are written with; all others that go entry by entry are activations.
_OF_LOSSES = frozenset(("exp", "log", "log1p", "expm1", "sqrt", "abs", "sign", "max", "min"))
# What only arranges entries has no name of its own.
_ARRANGING = frozenset(
    ("transpose", "expand", "newaxis", "squeeze", "diag", "diagonal", "index", "reshape")
)
# What is linear, such as a layer before its activation: what is added to it belongs to it.
_LINEAR = frozenset(("matmul", "transpose", "conv1d", "convolve", "einsum"))


def nodes_of_levels(reading: ShapedReading) -> set[int]:
    """Return the nodes that are levels, the root among them."""
    parts = _Parts(reading)
    levels = {i for i in reading.names if i in parts.composite} | {reading.graph.root}
    whole = parts.wholes(levels)
    for i in parts.order:
        if parts.is_function(i) and parts.has_name(whole[i]):
            levels.add(whole[i])
    for i in parts.order:
        if parts.is_worth_sharing(i, levels):
            levels.add(i)
    return levels


class _Parts:
    """The nodes of a function that depend on variables, and what uses them."""

    def __init__(self, reading: ShapedReading) -> None:
        graph, nodes = reading.graph, reading.graph.nodes
        self.operations, self.arguments, self.shapes = (
            nodes.operations, nodes.arguments, reading.shapes,
        )  # fmt: skip
        active = {nodes.symbol(name) for name in reading.variables()}
        for i in graph.order():
            if not active.isdisjoint(nodes.children(i)):
                active.add(i)
        self.order = [i for i in graph.order() if i in active and self.operations[i] not in LEAVES]
        self.composite = set(self.order)
        self.users: dict[int, list[int]] = {i: [] for i in graph.order()}
        for i in self.order:
            for j in dict.fromkeys(self.arguments[i]):
                self.users[j].append(i)

    def name(self, node: int) -> str:
        """Return the name of an operation on arrays; an empty one of what goes entry by entry."""
        shaped = as_shaped(self.operations[node])
        return "" if shaped is None else shaped.name

    def is_function(self, node: int) -> bool:
        """Say whether a node is a product by @, an operation on arrays, or an activation."""
        return self.name(node) not in _ARRANGING and (
            is_on_arrays(self.operations[node]) or self.is_activation(node)
        )

    def is_activation(self, node: int) -> bool:
        operation = self.operations[node]
        return not is_on_arrays(operation) and operation not in _ARITHMETIC | _OF_LOSSES

    def has_name(self, node: int) -> bool:
        """Say whether a function is a level: a number is only where it does not make the loss."""
        if self.shapes[node] or self.is_activation(node):
            return True
        return any([self.name(i) == "expand" or self.is_activation(i) for i in self.users[node]])

    def wholes(self, levels: set[int]) -> dict[int, int]:
        """Return for each node the one that it is a part of: Q@K.T of Q@K.T/sqrt(d)."""
        whole: dict[int, int] = {}
        for i in reversed(self.order):
            users = self.users[i]
            inside = i not in levels and len(users) == 1 and self.belongs(i, users[0])
            whole[i] = whole[users[0]] if inside else i
        return whole

    def belongs(self, node: int, user: int) -> bool:
        """Say whether a node is in one level with what uses it, as a product is with its bias."""
        name, above = self.name(node), self.name(user)
        if above == "squeeze":
            return name not in _ARRANGING  # sum(A, axis=0)
        if above == "matmul":
            return name == "matmul" and self.arguments[user][0] == node
        if self.is_activation(node) or (name and name not in _LINEAR):
            return False
        if self.operations[user] in ("mul", "div"):
            return all([self.is_number(i) for i in self.arguments[user] if i != node])
        return self.operations[user] in ("add", "neg") or above == "transpose"

    def is_number(self, node: int) -> bool:
        """Say whether all entries of a node are the same number."""
        if self.name(node) == "expand":
            (node,) = self.arguments[node]
        return not self.shapes[node]

    def is_worth_sharing(self, node: int, levels: set[int]) -> bool:
        """Say whether a node that is used several times is more than one operation on names."""
        if self.name(node) in _ARRANGING or self.uses(node) < 2:
            return False
        inside = [self.arranged(i) for i in self.arguments[node]]
        return self.operations[node] == "add" or any(
            [i in self.composite and i not in levels for i in inside]
        )

    def uses(self, node: int) -> int:
        """Return how often a node is used, arranged or not."""
        waiting, count = [node], 0
        while waiting and count < 2:
            for user in self.users[waiting.pop()]:
                if self.name(user) in _ARRANGING:
                    waiting.append(user)
                else:
                    count += 1
        return count

    def arranged(self, node: int) -> int:
        """Return what a node arranges."""
        while self.name(node) in _ARRANGING:
            (node,) = self.arguments[node]
        return node
