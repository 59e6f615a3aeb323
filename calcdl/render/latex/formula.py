"""Graph → LaTeX, as it is written: nothing is sorted, multiplied out or cancelled.

The steps of the chain rule need that, where 2*u1*1 shows the factors that it is made of, and a
result has been given the form that reads best.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from calcdl.errors import TooLarge
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Nodes, Undefined
from calcdl.render.latex.names import name_latex, upright
from calcdl.syntax.numerals import whole_text

__all__ = ["formula_latex"]

_CASES, _SUM, _PRODUCT, _NEGATIVE, _POWER, _ATOM = 1, 2, 3, 4, 5, 6
_PRECEDENCE = {"where": _CASES, "add": _SUM, "mul": _PRODUCT, "neg": _NEGATIVE, "pow": _POWER}
_LONGEST = 20_000  # nodes, shared ones counted each time

_KNOWN = frozenset(
    ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth", "log", "max", "min")
)
_WITH_POWERS = _KNOWN - {"max", "min"}
_ARITHMETIC = frozenset(("add", "mul", "div", "neg", "pow", "where"))
_NAMES = {"asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan", "gamma": r"\Gamma"}
_AROUND = {
    "sqrt": (r"\sqrt{", "}"),
    "cbrt": (r"\sqrt[3]{", "}"),
    "abs": (r"\left|", r"\right|"),
    "floor": (r"\left\lfloor ", r" \right\rfloor"),
    "ceil": (r"\left\lceil ", r" \right\rceil"),
}
_RELATIONS = {"<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq", "==": "=", "!=": r"\neq"}


def formula_latex(graph: Graph) -> str:
    """Return a formula in LaTeX, as it is written. Raises TooLarge.

    >>> from calcdl.reading.expressions import read
    >>> print(formula_latex(read("2*u1*1").graph))
    2 u_{1} \\cdot 1
    >>> print(formula_latex(read("(2*u2)*cos(u1)/x**2").graph))
    \\frac{\\left(2 u_{2}\\right) \\cdot \\cos\\left(u_{1}\\right)}{x^{2}}
    """
    nodes = graph.nodes
    _require_size(graph)
    pieces: list[str] = []
    stack: list[Any] = [(graph.root, 0)]
    while stack:
        item = stack.pop()
        if type(item) is str:
            pieces.append(item)
            continue
        node, least = item
        operation, args = nodes.operations[node], nodes.arguments[node]
        if operation == "symbol":
            pieces.append(name_latex(args[0]))
        elif operation in LEAVES:
            text = _leaf(operation, args[0])
            lone = text.isdigit() or operation == "constant" or least < _ATOM
            pieces.append(text if lone else rf"\left({text}\right)")
        elif _precedence(nodes, node) < least:
            stack += (r"\right)", (node, 0), r"\left(")
        else:
            stack += reversed(_parts(nodes, operation, args))
    return "".join(pieces)


def _leaf(operation: Any, content: Any) -> str:
    if operation == "constant":
        return r"\pi" if content == "pi" else "e"
    if content.denominator == 1:
        return whole_text(content.numerator)
    return rf"\frac{{{whole_text(content.numerator)}}}{{{whole_text(content.denominator)}}}"


def _parts(nodes: Nodes, operation: Any, args: tuple[int, ...]) -> list[Any]:
    """Return what to write for an operation: texts, and nodes with the precedence they need."""
    match operation:
        case "add":
            return _sum(nodes, args)
        case "mul":
            return _product(nodes, args)
        case "div" if (above := _without_minus(nodes, args[0])) is not None:
            return [r"-\frac{", *_product(nodes, above), "}{", (args[1], 0), "}"]
        case "div":
            return [r"\frac{", (args[0], 0), "}{", (args[1], 0), "}"]
        case "neg":
            return ["-", (args[0], _POWER)]
        case "pow" if _is_power_of_call(nodes, args):
            name, inside = str(nodes.operations[args[0]]), nodes.arguments[args[0]]
            return [f"\\{name}^{{", (args[1], 0), "}", r"\left(", (inside[0], 0), r"\right)"]
        case "pow":
            least = _ATOM + (nodes.operations[args[0]] in ("div", "exp"))
            return [(args[0], least), "^{", (args[1], 0), "}"]
        case "exp":
            return ["e^{", (args[0], 0), "}"]
        case "where":
            return _cases(nodes, args)
    if operation in COMPARISONS:
        return [(args[0], _SUM), f" {_RELATIONS[operation]} ", (args[1], _SUM)]
    if operation in _AROUND:
        before, after = _AROUND[operation]
        return [before, (args[0], 0), after]
    inner: list[Any] = [_called(operation), r"\left("]
    for k, arg in enumerate(args):
        inner += (", ", (arg, 0)) if k else ((arg, 0),)
    return [*inner, r"\right)"]


def _precedence(nodes: Nodes, node: int) -> int:
    operation, args = nodes.operations[node], nodes.arguments[node]
    if operation == "div" and _without_minus(nodes, args[0]) is not None:
        return _NEGATIVE
    return _PRECEDENCE.get(str(operation), _ATOM)


def _without_minus(nodes: Nodes, numerator: int) -> tuple[int, ...] | None:
    """Return the factors of a numerator that begins with a minus, without it; None for another."""
    operations, arguments = nodes.operations, nodes.arguments
    factors = arguments[numerator] if operations[numerator] == "mul" else (numerator,)
    if operations[factors[0]] != "neg":
        return None
    return (arguments[factors[0]][0], *factors[1:])


def _product(nodes: Nodes, args: tuple[int, ...]) -> list[Any]:
    if len(args) == 1:
        return [(args[0], 0)]
    parts: list[Any] = [(args[0], _PRODUCT + (nodes.operations[args[0]] == "mul"))]
    for left, right in pairwise(args):
        parts += (_times(nodes, left, right), (right, _POWER))
    return parts


def _is_power_of_call(nodes: Nodes, args: tuple[int, ...]) -> bool:
    """Say whether a power is written as that of a name: sin^2(x)."""
    value = nodes.arguments[args[1]][0] if nodes.operations[args[1]] == "number" else None
    return nodes.operations[args[0]] in _WITH_POWERS and type(value) is int and value > 1


def _sum(nodes: Nodes, args: tuple[int, ...]) -> list[Any]:
    parts: list[Any] = [(args[0], _PRODUCT)]
    for arg in args[1:]:
        if nodes.operations[arg] == "neg":
            parts += (" - ", (nodes.arguments[arg][0], _POWER))
        else:
            parts += (" + ", (arg, _PRODUCT))
    return parts


def _times(nodes: Nodes, left: int, right: int) -> str:
    """Return what stands between two factors: nothing between 2 and x, or x and sin(x)."""
    if nodes.operations[left] == "neg":
        left = nodes.arguments[left][0]
    left_base, right_base = (
        nodes.arguments[node][0] if nodes.operations[node] == "pow" else node
        for node in (left, right)
    )
    plain = nodes.operations[left_base] in ("symbol", "constant") or (
        left == left_base and nodes.operations[left] == "number"
    )
    last = nodes.operations[right_base]
    return " " if plain and last != "number" and last not in _ARITHMETIC else r" \cdot "


def _cases(nodes: Nodes, args: tuple[int, ...]) -> list[Any]:
    parts: list[Any] = [r"\begin{cases} "]
    while True:
        condition, value, otherwise = args
        parts += ((value, 0), r" & \text{if } ", (condition, 0), r" \\ ")
        if nodes.operations[otherwise] != "where":
            break
        args = nodes.arguments[otherwise]
    if nodes.is_undefined(otherwise):
        return [*parts[:-1], r" \end{cases}"]
    return [*parts, (otherwise, 0), r" & \text{otherwise} \end{cases}"]


def _called(operation: Any) -> str:
    """Return a function's name: s'' and the partial derivative of s by its second argument."""
    if type(operation) is Undefined:
        name, orders = operation
        text = name_latex(name) if len(name) == 1 else upright("operatorname", name)
        if len(orders) == 1:
            return text + "'" * orders[0]
        below = [str(place) for place, n in enumerate(orders, 1) for _ in range(n)]
        return rf"\partial_{{{','.join(below)}}} {text}" if below else text
    if operation in _NAMES:
        return _NAMES[operation]
    return f"\\{operation}" if operation in _KNOWN else upright("operatorname", operation)


def _require_size(graph: Graph) -> None:
    nodes = graph.nodes
    written: dict[int, int] = {}
    for i in graph.order():
        written[i] = 1 + sum([written[child] for child in nodes.children(i)])
    if written[graph.root] > _LONGEST:
        raise TooLarge(f"a formula in LaTeX may have {_LONGEST} parts, and this one has more")
