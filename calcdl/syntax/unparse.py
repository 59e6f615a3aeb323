"""Graph → text that reads back as the same graph, and that SymPy's parser accepts."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Nodes, Undefined
from calcdl.syntax.numerals import has_numeral, numeral, quotient_text

__all__ = ["unparse"]

_SUM, _PRODUCT, _NEGATIVE, _POWER, _ATOM = 2, 3, 4, 5, 6
_PRECEDENCE = {"add": _SUM, "mul": _PRODUCT, "div": _PRODUCT, "neg": _NEGATIVE, "pow": _POWER}
_WRITTEN_OUT = 2000  # parts, repeated ones counted each time; a longer text names what it repeats


def unparse(graph: Graph, spell: Callable[[str], str] = str) -> str:
    """Return the text of a graph; ``spell`` gives the name that a function is printed with.

    A text that would repeat shared parts at great length names them instead:
    "t1 = sin(x); t2 = sin(t1); cos(t1)*cos(t2)". Linear in the length of what it returns.
    """
    nodes, root = graph.nodes, graph.root
    pieces: list[str] = []
    if _write(nodes, root, spell, {}, pieces, _WRITTEN_OUT):
        return "".join(pieces)
    pieces.clear()
    names = _names_of_shared_parts(graph)
    for node, name in names.items():
        pieces += (name, " = ")
        _write(nodes, node, spell, names, pieces)
        pieces.append("; ")
    _write(nodes, root, spell, names, pieces)
    return "".join(pieces)


def _write(
    nodes: Nodes,
    root: int,
    spell: Callable[[str], str],
    names: dict[int, str],
    pieces: list[str],
    most: float = inf,
) -> bool:
    """Append the text of one node, by an explicit stack of what is still to be written.

    Return False, with the text unfinished, if it has more than ``most`` parts.
    """
    operations, arguments = nodes.operations, nodes.arguments
    stack: list[Any] = [(root, 0)]
    count = 0
    while stack:
        item = stack.pop()
        if type(item) is str:
            pieces.append(item)
            continue
        count += 1
        if count > most:
            return False
        node, least = item
        operation, args = operations[node], arguments[node]
        if node in names and node != root:
            pieces.append(names[node])
        elif operation == "number":
            pieces.append(_number(args[0], least))
        elif operation == "symbol":
            pieces.append(args[0])
        elif operation == "constant":
            pieces.append("E" if args[0] == "e" else args[0])
        elif _PRECEDENCE.get(operation, _ATOM) < least:
            stack += (")", (node, 0), "(")
        else:
            _expand(nodes, operation, args, spell, stack)
    return True


def _number(value: Any, least: int) -> str:
    """Return the text of a number, in parentheses where one that is no numeral needs them."""
    if has_numeral(value):
        return numeral(value)
    kind = _PRODUCT if value.denominator != 1 else _NEGATIVE
    return quotient_text(value) if kind >= least else f"({quotient_text(value)})"


def _expand(
    nodes: Nodes, operation: Any, args: tuple[int, ...], spell: Callable[[str], str], stack: Any
) -> None:
    """Push the parts of an operation, the last one first."""
    if operation == "add":
        for i in reversed(args[1:]):
            negated = nodes.operations[i] == "neg"
            stack += (
                ((nodes.arguments[i][0], _PRODUCT), " - ") if negated else ((i, _PRODUCT), " + ")
            )
            if negated and nodes.operations[nodes.arguments[i][0]] == "neg":
                stack[-2] = (nodes.arguments[i][0], _POWER)
        stack.append((args[0], _PRODUCT))
    elif operation == "mul":
        for i in reversed(args[1:]):
            stack += ((i, _POWER), "*")
        first = args[0]
        stack.append((first, _POWER if nodes.operations[first] == "mul" else _PRODUCT))
    elif operation == "div":
        stack += ((args[1], _POWER), "/", (args[0], _PRODUCT))
    elif operation == "neg":
        stack += ((args[0], _POWER), "-")
    elif operation == "pow":
        stack += ((args[1], _POWER), "**", (args[0], _ATOM))
    elif operation == "where":
        _expand_where(nodes, args, stack)
    elif operation in COMPARISONS:
        if operation in ("==", "!="):
            name = "Eq" if operation == "==" else "Ne"
            stack += (")", (args[1], 0), ", ", (args[0], 0), f"{name}(")
        else:
            stack += ((args[1], _SUM), f" {operation} ", (args[0], _SUM))
    else:
        stack.append(")")
        for i in reversed(args[1:]):
            stack += ((i, 0), ", ")
        stack += ((args[0], 0), f"{_called(operation, spell)}(")


def _expand_where(nodes: Nodes, args: tuple[int, ...], stack: Any) -> None:
    parts: list[Any] = ["Piecewise("]
    while True:
        condition, value, otherwise = args
        parts += ("(", (value, 0), ", ", (condition, 0), "), ")
        if nodes.operations[otherwise] != "where":
            break
        args = nodes.arguments[otherwise]
    if nodes.is_undefined(otherwise):
        parts[-1] = "))"
    else:
        parts += ("(", (otherwise, 0), ", True))")
    stack += reversed(parts)


def _called(operation: Any, spell: Callable[[str], str]) -> str:
    """Return the text in front of the parenthesis of a call."""
    if type(operation) is not Undefined:
        return spell(operation)
    name, orders = operation
    if len(orders) == 1:
        return name + "'" * orders[0]
    for place, order in reversed(list(enumerate(orders, 1))):
        for _ in range(order):
            name = f"D{place}({name})"
    return name


def _names_of_shared_parts(graph: Graph) -> dict[int, str]:
    """Return names for what would be written more than once, unless it is as short as sin(x)."""
    nodes, order = graph.nodes, graph.order()
    operations, arguments = nodes.operations, nodes.arguments
    uses: dict[int, int] = dict.fromkeys(order, 0)
    taken: set[str] = set()
    for i in order:
        for child in nodes.children(i):
            uses[child] += 1
        if operations[i] == "symbol":
            taken.add(nodes.name_of(i))
        elif type(operation := operations[i]) is Undefined:
            taken.add(operation.name)
    shared = [
        i
        for i in order
        if uses[i] > 1
        and operations[i] not in LEAVES
        and operations[i] not in COMPARISONS
        and (len(arguments[i]) > 1 or operations[arguments[i][0]] not in LEAVES)
    ]
    fresh = (name for k in range(1, len(order) + len(taken) + 1) if (name := f"t{k}") not in taken)
    return dict(zip(shared, fresh, strict=False))
