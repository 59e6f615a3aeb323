"""Graph → text that reads back as the same graph, and if so spelled SymPy's parser accepts."""

from __future__ import annotations

from math import inf
from types import MappingProxyType

from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Nodes, Undefined, is_on_arrays
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.syntax.numerals import has_numeral, numeral, quotient_text, whole_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

__all__ = ["Spelling", "unparse", "unparse_with_names", "written_length"]

_SUM, _PRODUCT, _NEGATIVE, _POWER, _ATOM = 2, 3, 4, 5, 6
_PRECEDENCE = {"add": _SUM, "mul": _PRODUCT, "div": _PRODUCT, "neg": _NEGATIVE, "pow": _POWER}
_WRITTEN_OUT = 2000  # parts, repeated ones counted each time; a longer text names what it repeats


class Spelling(NamedTuple):
    """How powers, constants, functions and cases are written; whatever is written reads back.

    ``functions`` has the names of functions where these are not their own. An ``exponential``
    spelling has e^x for exp(x), one with ``bars`` |x| for abs(x), a ``flat`` one max(x, y, z) for
    max(max(x, y), z), and ``cases`` is "where" or "Piecewise", which goes with SymPy's Eq and Ne.
    """

    power: str = "**"
    e: str = "E"
    pi: str = "pi"
    exponential: bool = False
    bars: bool = False
    flat: bool = False
    cases: str = "Piecewise"
    functions: Mapping[str, str] = MappingProxyType({})

    def function(self, name: str) -> str:
        """Return the name that a function is called by."""
        return self.functions.get(name, name)


_OWN = Spelling()


def unparse(graph: Graph, spelling: Spelling = _OWN) -> str:
    """Return the text of a graph, as a spelling has it.

    A text that would repeat shared parts at great length names them instead:
    "t1 = sin(x); t2 = sin(t1); cos(t1)*cos(t2)". Linear in the length of what it returns.
    """
    nodes, root = graph.nodes, graph.root
    pieces: list[str] = []
    if _write(nodes, root, spelling, {}, pieces, _WRITTEN_OUT):
        return "".join(pieces)
    return unparse_with_names(graph, _names_of_shared_parts(graph), spelling)


def unparse_with_names(graph: Graph, names: dict[int, str], spelling: Spelling = _OWN) -> str:
    """Return the text of a graph in which some nodes have names, with these defined in front."""
    nodes, root = graph.nodes, graph.root
    pieces: list[str] = []
    inside = set(graph.order())
    names = {node: name for node, name in names.items() if node in inside and node != root}
    for node, name in names.items():
        pieces += (name, " = ")
        _write(nodes, node, spelling, names, pieces)
        pieces.append("; ")
    _write(nodes, root, spelling, names, pieces)
    return "".join(pieces)


def written_length(
    nodes: Nodes, node: int, lengths: Mapping[int, int], spelling: Spelling = _OWN
) -> int:
    """Return the length of the text of a node, given those of its arguments."""
    operation, args = nodes.operations[node], nodes.arguments[node]
    if operation == "number":
        return len(_number(args[0], 0))
    if operation in LEAVES:
        return len(str(args[0]))
    stack: list[Any] = []
    _expand(nodes, operation, args, spelling, stack)
    total = 0
    for item in stack:
        if type(item) is str:
            total += len(item)
        elif item[0] in lengths:
            part, least = item
            inner = nodes.operations[part]
            brackets = inner not in LEAVES and _precedence(inner, spelling) < least
            total += lengths[part] + 2 * brackets
    return total


def _write(
    nodes: Nodes,
    root: int,
    spelling: Spelling,
    names: dict[int, str],
    pieces: list[str],
    most: float = inf,
) -> bool:
    """Append the text of one node, by an explicit stack of what is still to be written.

    Return False, with the text unfinished, if it has more than ``most`` parts.
    """
    operations = nodes.operations
    arguments: list[Any] = nodes.arguments
    stack: list[Any] = [(root, 0)]
    pop, append = stack.pop, pieces.append
    count = 0
    while stack:
        item = pop()
        if type(item) is str:
            append(item)
            continue
        count += 1
        if count > most:
            return False
        node, least = item
        operation, args = operations[node], arguments[node]
        if names and node in names and node != root:
            append(names[node])
        elif operation == "symbol":
            append(args[0])
        elif operation == "number":
            append(_number(args[0], least))
        elif operation == "constant":
            append({"e": spelling.e, "pi": spelling.pi}.get(args[0], args[0]))
        else:
            if least and _precedence(operation, spelling) < least:
                append("(")
                stack.append(")")
                count += 1
            _expand(nodes, operation, args, spelling, stack)
    return True


def _precedence(operation: Any, spelling: Spelling) -> int:
    binds = _PRECEDENCE.get(operation)
    if binds is not None:
        return binds
    if operation == "exp" and spelling.exponential:
        return _POWER
    if is_on_arrays(operation):
        from calcdl.syntax.shaped.unparse import BINDS

        return BINDS.get(operation.name, _ATOM)
    return _ATOM


def _number(value: Any, least: int) -> str:
    """Return the text of a number, in parentheses where one that is no numeral needs them."""
    if type(value) is int and value >= 0:
        return whole_text(value)
    if has_numeral(value):
        return numeral(value)
    kind = _PRODUCT if value.denominator != 1 else _NEGATIVE
    return quotient_text(value) if kind >= least else f"({quotient_text(value)})"


def _expand(
    nodes: Nodes, operation: Any, args: tuple[int, ...], spelling: Spelling, stack: list[Any]
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
        # -A@B is (-A)@B, which is the same
        stack += ((args[0], _PRODUCT if is_on_arrays(nodes.operations[args[0]]) else _POWER), "-")
    elif operation == "pow":
        stack += ((args[1], _POWER), spelling.power, (args[0], _ATOM))
    elif operation == "exp" and spelling.exponential:
        stack += ((args[0], _POWER), f"{spelling.e}{spelling.power}")
    elif operation == "abs" and spelling.bars:
        stack += ("|", (args[0], 0), "|")
    elif operation in COMPARISONS:
        if operation in ("==", "!=") and spelling.cases == "Piecewise":
            _call("Eq" if operation == "==" else "Ne", args, stack)
        else:
            stack += ((args[1], _SUM), f" {operation} ", (args[0], _SUM))
    elif operation == "where":
        _expand_cases(nodes, args, spelling, stack)
    elif is_on_arrays(operation):
        from calcdl.syntax.shaped.unparse import push_operation

        push_operation(nodes, operation, args, stack)
    elif spelling.flat and operation in ("max", "min"):
        _call(spelling.function(operation), _flattened(nodes, operation, args), stack)
    else:
        _call(_called(operation, spelling), args, stack)


def _call(name: str, args: Sequence[int], stack: list[Any]) -> None:
    stack.append(")")
    for i in reversed(args[1:]):
        stack += ((i, 0), ", ")
    stack += ((args[0], 0), f"{name}(")


def _flattened(nodes: Nodes, operation: str, args: tuple[int, ...]) -> list[int]:
    """Return all arguments of calls that are each the first argument of the next."""
    *others, first = reversed(args)
    while nodes.operations[first] == operation:
        args = nodes.arguments[first]
        others += reversed(args[1:])
        first = args[0]
    return [first, *reversed(others)]


def _expand_cases(
    nodes: Nodes, args: tuple[int, ...], spelling: Spelling, stack: list[Any]
) -> None:
    """Push cases that follow each other; where none of them holds, there may be no value."""
    cases = [args[:2]]
    otherwise = args[2]
    while nodes.operations[otherwise] == "where":
        cases.append(nodes.arguments[otherwise][:2])
        otherwise = nodes.arguments[otherwise][2]
    has_value = not nodes.is_undefined(otherwise)
    parts: list[Any] = []
    if has_value and spelling.cases == "where":
        for condition, value in cases:
            parts += ("where(", (condition, 0), ", ", (value, 0), ", ")
        parts += ((otherwise, 0), ")" * len(cases))
    else:
        parts.append("Piecewise(")
        for condition, value in cases:
            parts += ("(", (value, 0), ", ", (condition, 0), "), ")
        if has_value:
            parts += ("(", (otherwise, 0), ", True))")
        else:
            parts[-1] = "))"
    stack += reversed(parts)


def _called(operation: Any, spelling: Spelling) -> str:
    """Return the text in front of the parenthesis of a call."""
    if type(operation) is not Undefined:
        return spelling.function(operation)
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
        and any([len(arguments[i]) > 1 or operations[j] not in LEAVES for j in arguments[i]])
    ]
    fresh = (name for k in range(1, len(order) + len(taken) + 1) if (name := f"t{k}") not in taken)
    return dict(zip(shared, fresh, strict=False))
