"""Formulas with pieces: what has to be told apart so that the rules give the derivative.

The chain rule fails where an outer function is singular at a value that an inner one keeps: the
slope of sqrt(relu(x)) is 0 for x < 0, where the rule says 0/0. There the outer function is taken
apart into its pieces. And a branch that holds on a thin set alone, such as x == 0, has no slope of
its own: where there is one, the function is there what it is around it. That is not so of y == 0
where x alone varies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from calcdl.arithmetic.formulas.cases import DEFINED, PIECEWISE, Cases, by_definition
from calcdl.arithmetic.formulas.nonzero import is_nonzero
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.signs import ANY, ZERO, Signs, truth
from calcdl.arithmetic.formulas.ties import Ties
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, reachable
from calcdl.graph.rewrite import rewrite_nodes
from calcdl.sweep.forward import apply_operation

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["by_pieces"]

_MOST_SPLITS = 5  # along one path
_MOST_WORK = 100_000  # nodes that are made anew, in all
_MOST_NESTED = 200  # conditions that are looked at together

Context = Mapping[int, int]  # signs that formulas may have, where a branch has been taken


def by_pieces(
    symbols: Symbols,
    graph: Graph,
    formulas: Mapping[int, int],
    variable: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> tuple[Graph, dict[int, int]]:
    """Return a graph whose tangents are the slopes on all pieces, and the values of its nodes.

    ``formulas`` are those of the nodes of the graph, in the table of ``symbols``. The slopes are
    wanted along a variable, or along any. ``tell`` hears "corners" if the slopes may be wrong at
    points where several of these meet.
    """
    pieces = Pieces(symbols, variable)
    ties = pieces.ties
    broad = pieces.without_thin(formulas[graph.root])
    tidied = Graph(symbols.nodes, ties.with_still_bounds(broad))
    ties.look_at(tidied.root)
    graph, values = pieces.settled(tidied.root) or (tidied, {i: i for i in tidied.order()})
    certain = ties.is_complete
    if meetings := ties.meetings():
        from calcdl.arithmetic.formulas.at_meetings import with_meetings

        function = pieces.split(tidied)
        graph, values, settles = with_meetings(ties, meetings, function, graph, values)
        certain = certain and settles
    if tell is not None and not certain:
        tell("corners")
    return graph, values


class Pieces(Cases):
    """The pieces of formulas of one table."""

    def __init__(self, symbols: Symbols, variable: str | None) -> None:
        super().__init__(symbols)
        self.variable = variable
        self.signs = Signs(symbols)
        self.ties = Ties(self, self.signs, variable)
        self.thin: dict[int, bool] = {}

    def settled(self, root: int) -> tuple[Graph, dict[int, int]] | None:
        """Return a graph whose tangents are the slopes of a formula, and the values of its nodes.

        None says that the formula itself is such a graph.
        """
        operations, arguments = self.nodes.operations, self.nodes.arguments
        order = reachable(self.nodes, (root,))
        varying = self.varying(order)
        copied: dict[int, int] = {}
        values: dict[int, int] = {}

        def settled(node: int, operation: Operation, args: tuple[int, ...]) -> int:
            new = node
            if operation not in COMPARISONS:
                new = self.nodes.make(operation, args)
                tree = self.taken_apart(node) if node in varying else None
                if tree is not None:  # a condition that is known, so that the value stays short
                    new = self.nodes.make(
                        "where", (self.known(True, node), tree, self.symbols.zero)
                    )
                elif (parted := self.ties.parted(node, copied, values)) is not None:
                    new = parted
            if new != node:
                values[new] = node
            return new

        rewrite_nodes(self.nodes, order, self.nodes, settled, copied)
        if copied[root] == root:
            return None
        graph = Graph(self.nodes, copied[root])
        known: dict[int, Any] = {i: i for i in graph.order()}
        for i in graph.order():
            if operations[i] == "constant" and type(arguments[i][0]) is bool:
                known[i] = arguments[i][0]
        return graph, {**known, **values}

    def split(self, graph: Graph) -> Graph:
        """Return a graph with what is singular where an inner function is flat taken apart."""
        order = graph.order()
        varying = self.varying(order)

        def changed(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
            tree = self.taken_apart(node) if node in varying else None
            return None if operation in COMPARISONS else tree

        return Graph(self.nodes, rewrite_nodes(self.nodes, order, self.nodes, changed)[graph.root])

    def known(self, truth: bool, node: int) -> int:
        """Return a leaf that stands for a condition of a node whose truth is known."""
        return self.nodes.make("constant", (truth, node))

    def varying(self, order: Sequence[int]) -> set[int]:
        """Return the nodes that depend on a variable and on a piecewise function."""
        operations = self.nodes.operations
        varying: set[int] = set()
        for i in order:
            if operations[i] in PIECEWISE or not varying.isdisjoint(self.nodes.children(i)):
                varying.add(i)
        return varying

    # Branches that hold on a thin set

    def without_thin(self, root: int) -> int:
        """Return a formula without branches that hold on a thin set alone.

        Where it is differentiable it is continuous, and so is there what it is around that set.
        """
        order = reachable(self.nodes, (root,))
        nested = self.nested_conditions(order, root)
        copied: dict[int, int] = {}

        def broad(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
            if operation in LEAVES or operation in COMPARISONS:
                return node
            if operation == "where":
                return node if node in nested else self.copied_condition(node, copied)
            if args == self.nodes.arguments[node]:
                return node
            return int(apply_operation(self.symbols, operation, args))

        return rewrite_nodes(self.nodes, order, self.nodes, broad, copied)[root]

    def nested_conditions(self, order: Sequence[int], root: int) -> set[int]:
        """Return the conditions that stand in the branches of others, and nowhere else."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        inside: set[int] = set()
        outside = {root}
        for i in order:
            if operations[i] == "where":
                inside.update(arguments[i][1:])
            else:
                outside.update(self.nodes.children(i))
        return {i for i in inside - outside if operations[i] == "where"}

    def copied_condition(self, head: int, copied: Mapping[int, int]) -> int:
        """Return a condition, with those in its branches, without branches that are thin."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        results: list[int] = []
        stack: list[tuple[int, Context, int | None]] = [(head, {}, None)]
        count = 0
        while stack:
            node, context, wanted = stack.pop()
            if wanted is not None:
                results.append(self.joined(node, wanted, results))
                continue
            count += 1
            if operations[node] != "where" or count > _MOST_NESTED:
                results.append(copied.get(node, node))
                continue
            node = self.told_apart(node, context)
            condition, chosen, otherwise = arguments[node]
            holds, inside, outside = self.decided(condition, context)
            stack.append((node, context, 0 if holds is None else 1 if holds else -1))
            if holds is not True:
                stack.append((otherwise, outside, None))
            if holds is not False:
                stack.append((chosen, inside, None))
        return results[0]

    def told_apart(self, node: int, context: Context) -> int:
        """Return a condition by the cases of its condition, if that is known but thinly in one.

        So where(where(y == 0, x, x**2) > 0, u, v) is u for y != 0.
        """
        condition, chosen, otherwise = self.nodes.arguments[node]
        order = reachable(self.nodes, (condition,))
        inner = next((i for i in order if self.nodes.operations[i] == "where"), None)
        if inner is None or self.work > _MOST_WORK:
            return node
        if self.decided(condition, context)[0] is not None:
            return node
        test, *branches = self.nodes.arguments[inner]
        known = [self.rebuilt([condition], inner, branch)[0] for branch in branches]
        if all([self.decided(part, context)[0] is None for part in known]):
            return node
        parts = [self.symbols.choose(part, chosen, otherwise) for part in known]
        return int(self.symbols.choose(test, *parts))

    def joined(self, node: int, wanted: int, results: list[int]) -> int:
        """Return the copy of a condition whose branches have been copied."""
        if wanted:
            return results.pop()
        second = results.pop()
        first = results.pop()
        return self.symbols.choose(self.nodes.arguments[node][0], first, second)

    def decided(self, condition: int, context: Context) -> tuple[bool | None, Context, Context]:
        """Return whether a condition holds but on a thin set, and what is known if it does or not.

        True or False says that the other is the case on a thin set at most.
        """
        operation = self.nodes.operations[condition]
        if operation not in COMPARISONS:
            return None, context, context
        left, right = self.nodes.arguments[condition]
        key = self.signs.key(self.symbols.add((left, self.symbols.neg(right))))
        possible = self.signs.of(key.node) & context.get(key.node, ANY)
        wanted = truth(operation)
        inside = possible & key.where(wanted)
        outside = possible & key.where(ANY & ~wanted)
        holds = None
        if self.is_thin(key.node, inside):
            holds = False
        elif self.is_thin(key.node, outside):
            holds = True
        return holds, {**context, key.node: inside}, {**context, key.node: outside}

    def is_thin(self, node: int, signs: int) -> bool:
        """Say whether a formula has one of these signs on a thin set at most."""
        if signs == 0:
            return True
        if signs != ZERO:
            return False
        if node not in self.thin:
            self.thin[node] = self.is_rarely_zero(node)
        return self.thin[node]

    def is_rarely_zero(self, node: int) -> bool:
        """Say whether no piece of a formula is zero along the variable, as far as can be told."""
        if self.variable is not None and self.variable not in Graph(self.nodes, node).symbols():
            return False
        splits = _Splits(self, None, [node])
        splits.grow()
        return splits.complete and all(
            is_nonzero(self.nodes, piece) for pieces in splits.leaves for piece in pieces
        )

    # Outer functions that are singular where an inner one is flat

    def taken_apart(self, node: int) -> int | None:
        """Return an operation by cases, if it is singular at a value that its arguments keep."""
        operation, args = self.nodes.operations[node], self.nodes.arguments[node]
        if not self.may_be_singular(operation, args):
            return None
        splits = _Splits(self, operation, args)
        tree = splits.grow()
        return tree if splits.singular else None


class _Splits:
    """The cases of an operation on formulas with pieces, or of such formulas alone."""

    def __init__(self, pieces: Pieces, operation: Any, args: Sequence[int]) -> None:
        self.pieces, self.operation, self.args = pieces, operation, args
        self.places = [k for k, u in enumerate(args) if pieces.first_piecewise([u]) is not None]
        self.complete = True  # no piece is left
        self.singular = False  # a piece is flat where the operation has no slope
        self.leaves: list[list[int]] = []

    def grow(self) -> int:
        return self.branch(list(self.args), {}, 0)

    def branch(self, args: list[int], context: Context, depth: int) -> int:
        """Return the operation where the conditions so far hold; at most _MOST_SPLITS deep."""
        pieces, symbols = self.pieces, self.pieces.symbols
        while (node := pieces.first_piecewise(args)) is not None:
            if pieces.nodes.operations[node] in DEFINED:
                args = pieces.rebuilt(args, node, by_definition(symbols, node))
                continue
            condition, chosen, otherwise = pieces.cases(node)
            holds: bool | None
            if symbols.value(condition) is not None:
                holds, inside, outside = condition == symbols.one, context, context
            else:
                holds, inside, outside = pieces.decided(condition, context)
            if holds is not None:
                args = pieces.rebuilt(args, node, chosen if holds else otherwise)
                context = inside if holds else outside
                continue
            if depth == _MOST_SPLITS or pieces.work > _MOST_WORK:
                self.complete = False
                break
            first = self.branch(pieces.rebuilt(args, node, chosen), inside, depth + 1)
            second = self.branch(pieces.rebuilt(args, node, otherwise), outside, depth + 1)
            return pieces.choose(condition, first, second)
        self.leaves.append(args)
        if self.operation is None:
            return args[0]
        if pieces.without_slope(self.operation, args, self.places):
            self.singular = True
        return int(apply_operation(symbols, self.operation, args))
