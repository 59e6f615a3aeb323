"""What functions are of: arguments in the form that reads best.

Of a function that a person wrote a derivative keeps the argument as it is. But what ``max`` and the
like compare is a difference that nobody wrote, and only its sign counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import STEPS
from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import LEAVES, Graph, Undefined
from calcdl.sweep.forward import apply_operation

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["with_best_arguments"]

_MADE = frozenset(("add", "mul", "pow"))  # what an argument may be that has another form
_MOST_ARGUMENTS = 24


def with_best_arguments(
    symbols: Symbols,
    root: int,
    is_kept: Callable[[str, int], bool],
    best: Callable[[int], int],
) -> int:
    """Return a formula whose functions are of arguments in their ``best`` form.

    ``is_kept`` says of a function and an argument that this stays as it is. So does a formula with
    very many others.
    """
    nodes = symbols.nodes
    operations = nodes.operations
    order = Graph(nodes, root).order()
    places = [
        (i, k)
        for i in order
        for k, j in enumerate(_arguments(symbols, i))
        if operations[j] in _MADE and not is_kept(str(operations[i]), j)
    ]
    if not places or len(places) > _MOST_ARGUMENTS:
        return root
    new: dict[int, int] = {}
    chosen = set(places)
    for i in order:
        name, args = operations[i], list(nodes.children(i))
        parts = [new[j] for j in args]
        for k in range(len(parts)):
            if (i, k) in chosen:
                form = best(parts[k])
                if name in STEPS and k == 0:
                    form = _of_same_sign(symbols, form)
                if operations[form] not in LEAVES or _has_value(symbols, name, parts, k, form):
                    parts[k] = form
        new[i] = i if parts == args else apply_operation(symbols, name, parts)
    return new[root]


def _has_value(
    symbols: Symbols, name: Operation, parts: Sequence[int], place: int, form: int
) -> bool:
    """Say whether a function has a value, if an argument is a leaf: log(0) has none."""
    if symbols.nodes.operations[form] == "symbol":
        return True
    made = apply_operation(symbols, name, [*parts[:place], form, *parts[place + 1 :]])
    return symbols.nodes.operations[made] in LEAVES


def _arguments(symbols: Symbols, node: int) -> tuple[int, ...]:
    """Return what a function is of, and of a root what it is the root of."""
    operation, args = symbols.nodes.operations[node], symbols.nodes.arguments[node]
    if operation == "pow":
        return () if type(symbols.value(args[1])) is int else args
    return args if operation in FUNCTIONS or type(operation) is Undefined else ()


def _of_same_sign(symbols: Symbols, node: int) -> int:
    """Return what has everywhere the sign of a formula: it, without a positive number before it."""
    if node == symbols.zero:
        return node
    of_sum = symbols.nodes.operations[node] == "add"
    number, rest = symbols.content(node) if of_sum else symbols.split(node)
    return rest if number > 0 else symbols.neg(rest)
