"""Expressions as graphs: operations on earlier nodes, equal nodes stored once."""

from __future__ import annotations

from calcdl.errors import TooLarge
from calcdl.lean import TYPE_CHECKING, NamedTuple, cast, final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction
    from typing import Any, TypeAlias

    Rational: TypeAlias = int | Fraction  # what is whole is an int
    Operation: TypeAlias = "str | Undefined"

__all__ = [
    "COMPARISONS",
    "LEAVES",
    "Graph",
    "Nodes",
    "Undefined",
    "is_on_arrays",
    "reachable",
    "require_limited",
]

LEAVES = frozenset(("number", "symbol", "constant"))
COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))
_LARGEST_NUMBER = 1 << 17  # bits


@final
class Undefined(NamedTuple):
    """The operation of a function that has a name and no definition, such as s in s(x + y).

    ``orders`` counts, for each argument, how often it has been differentiated: s'(x) is
    Undefined("s", (1,)).
    """

    name: str
    orders: tuple[int, ...]


def is_on_arrays(operation: object) -> bool:
    """Say whether an operation is one on arrays, a ``Shaped`` of ``graph.shapes``.

    What works with numbers alone loads nothing of it.
    """
    return type(operation) is not str and type(operation) is not Undefined


class Nodes:
    """A growing table of nodes; a node is its index, and its arguments have smaller indices.

    ``operations[i]`` is "add", "mul" (any number of arguments), "neg", "div", "pow", "where", a
    comparison, the canonical name of a function, or an Undefined; ``arguments[i]`` are the nodes
    it works on. A leaf has its content there instead, for ``value_of`` and ``name_of`` to tell:
    ("number", (3,)) with an int or a Fraction that is not whole, ("symbol", ("x",)),
    ("constant", ("pi",)). ``copied`` counts the nodes that calls of definitions took, whether or
    not they were new.
    """

    __slots__ = ("_index", "_numbers", "arguments", "copied", "operations")

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.arguments: list[tuple[int, ...]] = []
        self._index: dict[tuple[Operation, tuple[Any, ...]], int] = {}
        self._numbers: dict[Rational, int] = {}  # those that were asked for by their value
        self.copied = 0

    def __len__(self) -> int:
        return len(self.operations)

    def copy(self) -> Nodes:
        """Return a table with the same nodes, in which others may be made."""
        new = Nodes()
        new.operations, new.arguments = self.operations.copy(), self.arguments.copy()
        new._index, new._numbers = self._index.copy(), self._numbers.copy()
        new.copied = self.copied
        return new

    def make(self, operation: Operation, arguments: tuple[Any, ...]) -> int:
        """Return the node with this operation and these arguments, a new one only if it is new."""
        key = (operation, arguments)
        node = self._index.get(key)
        if node is None:
            node = self._index[key] = len(self.operations)
            self.operations.append(operation)
            self.arguments.append(arguments)
        return node

    def find(self, operation: Operation, arguments: tuple[Any, ...]) -> int | None:
        """Return the node with this operation and these arguments, None where there is none yet."""
        return self._index.get((operation, arguments))

    def number(self, value: Rational) -> int:
        """Return the leaf of an exact number: an int, or a Fraction (stored as int when whole).

        Raises TooLarge.
        """
        node = self._numbers.get(value)
        if node is None:
            if type(value) is not int and value.denominator == 1:
                value = value.numerator
            require_limited(value)
            node = self._numbers[value] = self.make("number", (value,))
        return node

    def value_of(self, node: int) -> Rational:
        """Return the number that a leaf holds."""
        return self.arguments[node][0]

    def name_of(self, node: int) -> str:
        """Return the name of a variable or constant."""
        return cast("str", self.arguments[node][0])

    def undefined(self) -> int:
        """Return 0/0, which has no value: what is left where no case of Piecewise holds."""
        zero = self.number(0)
        return self.make("div", (zero, zero))

    def is_undefined(self, node: int) -> bool:
        """Say whether a node is 0/0."""
        if self.operations[node] != "div":
            return False
        above, below = self.arguments[node]
        return (
            above == below and self.operations[above] == "number" and not self.arguments[above][0]
        )

    def symbol(self, name: str) -> int:
        """Return the leaf of a variable."""
        return self.make("symbol", (name,))

    def children(self, node: int) -> tuple[int, ...]:
        """Return the nodes that a node works on; a leaf has none."""
        return () if self.operations[node] in LEAVES else self.arguments[node]


def require_limited(value: Rational) -> None:
    """Raise TooLarge for an exact number that is not worth to be worked out."""
    if type(value) is int and value.bit_length() <= _LARGEST_NUMBER:
        return
    if max(abs(value.numerator), value.denominator).bit_length() > _LARGEST_NUMBER:
        raise TooLarge(f"an exact number has more than {_LARGEST_NUMBER} bits")


class Graph:
    """One expression: a root in a table of nodes, which other expressions may share."""

    __slots__ = ("_kinds", "_order", "_symbols", "nodes", "root")

    def __init__(self, nodes: Nodes, root: int) -> None:
        self.nodes = nodes
        self.root = root
        self._order: list[int] | None = None
        self._kinds: set[Operation] | None = None
        self._symbols: tuple[str, ...] | None = None

    def order(self) -> list[int]:
        """Return the nodes that the root depends on, itself last, arguments before their users."""
        if self._order is None:
            self._order = reachable(self.nodes, (self.root,))
        return self._order

    def kinds(self) -> set[Operation]:
        """Return the operations that occur."""
        if self._kinds is None:
            operations = self.nodes.operations
            self._kinds = {operations[i] for i in self.order()}
        return self._kinds

    def is_conditional(self) -> bool:
        """Say whether it matters in the graph which branch a condition chooses."""
        return "where" in self.kinds()

    def symbols(self) -> list[str]:
        """Return the names of the variables, sorted."""
        if self._symbols is None:
            nodes = self.nodes
            names = [nodes.name_of(i) for i in self.order() if nodes.operations[i] == "symbol"]
            self._symbols = tuple(sorted(names))
        return list(self._symbols)

    def operation_count(self) -> int:
        """Return the number of operations; one that is used twice counts once."""
        return sum(self.nodes.operations[i] not in LEAVES for i in self.order())


def reachable(nodes: Nodes, roots: Iterable[int]) -> list[int]:
    """Return the nodes that any of the roots depends on, in topological order."""
    operations, arguments = nodes.operations, nodes.arguments
    seen = set(roots)
    stack = list(seen)
    for node in stack:
        if operations[node] not in LEAVES:
            for child in arguments[node]:
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
    stack.sort()
    return stack
