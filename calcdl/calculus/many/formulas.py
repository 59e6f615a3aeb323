"""What is computed at many points: derivatives and where they hold, as nodes of one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.errors import NoValue, TooLarge
from calcdl.graph.nodes import LEAVES, Graph, Undefined, reachable
from calcdl.graph.rewrite import rewrite, rewrite_nodes
from calcdl.sweep.corners import corners
from calcdl.sweep.derivatives import active_nodes, tangents
from calcdl.sweep.forward import apply_operation, values

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["Formulas"]

_LARGEST = 20_000  # nodes of a program


class Formulas:
    """Derivatives of a function and what tells where they hold, as nodes of one table.

    ``outputs`` are the derivatives asked for, ``function`` is the function as it was written, and
    ``corners``, which are zero where parts of it are not smooth, come with these parts.
    """

    def __init__(self, graph: Graph, outputs: Sequence[Sequence[str]]) -> None:
        for operation in (graph.nodes.operations[i] for i in graph.order()):
            if type(operation) is Undefined:
                raise NoValue(f"{operation.name} is an undefined function, so it has no value")
        self.symbols = Symbols()
        self.nodes = self.symbols.nodes
        self.written = rewrite(graph, self.nodes)
        self.function = self.written[graph.root]
        tidy = values(graph, self.symbols, {n: self.nodes.symbol(n) for n in graph.symbols()})
        known: dict[tuple[str, ...], int] = {(): tidy[graph.root]}
        for names in outputs:
            for k, name in enumerate(names):
                before, here = tuple(names[:k]), tuple(names[: k + 1])
                if here not in known:
                    known[here] = self._slope(known[before], name)
        self.outputs = [known[tuple(names)] for names in outputs]
        self.corners = self._find_corners(graph, tidy)

    def _slope(self, root: int, name: str) -> int:
        graph = Graph(self.nodes, root)
        found = {i: i for i in graph.order()}
        slopes = tangents(graph, self.symbols, found, {name: self.symbols.one})
        self.require_size()
        return int(slopes.get(root, self.symbols.zero))

    def require_size(self) -> None:
        """Raise TooLarge where the formulas have too many parts."""
        if len(self.nodes) > _LARGEST:
            raise TooLarge(f"the formula has more than {_LARGEST} parts, which is too large here")

    def _find_corners(self, graph: Graph, tidy: Mapping[int, int]) -> dict[int, set[int]]:
        symbols, active = self.symbols, active_nodes(graph)
        found: dict[int, set[int]] = {}
        for i in graph.order():
            operation = graph.nodes.operations[i]
            if operation in LEAVES or active.isdisjoint(graph.nodes.arguments[i]):
                continue
            args = [tidy[j] for j in graph.nodes.arguments[i]]
            for corner in corners(symbols, operation, args):
                found.setdefault(corner, set()).add(self.written[i])
        return found

    def make_stable(self) -> None:
        """Write 1 - sigmoid(u) and 1 - tanh(u)**2, which cancel, as sigmoid(-u) and sech(u)**2."""
        symbols = self.symbols
        copied: dict[int, int] = {}

        def stable(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
            if operation in LEAVES:
                return None
            old = self.nodes.arguments[node]
            simple = self._complement(old) if operation == "add" else None
            if simple is None:
                return int(apply_operation(symbols, operation, args))
            return symbols.mul([copied.get(j, j) for j in simple])

        order = reachable(self.nodes, self.outputs)
        rewrite_nodes(self.nodes, order, self.nodes, stable, copied)
        self.outputs = [copied[i] for i in self.outputs]

    def _complement(self, terms: tuple[int, ...]) -> tuple[int, ...] | None:
        """Return the factors of 1 - y for a y with y -> 1, None for other sums."""
        symbols, nodes = self.symbols, self.nodes
        if len(terms) != 2 or symbols.one not in terms:
            return None
        coefficient, y = symbols.split(terms[0] if terms[1] == symbols.one else terms[1])
        inner = nodes.arguments[y]
        if coefficient != -1:
            return None
        if nodes.operations[y] == "sigmoid":
            return (symbols.call("sigmoid", [symbols.neg(inner[0])]),)
        if nodes.operations[y] == "pow" and symbols.value(inner[1]) == 2:
            if nodes.operations[inner[0]] != "tanh":
                return None
            return (symbols.call("sech", nodes.arguments[inner[0]]),) * 2
        return None
