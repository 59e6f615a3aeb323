"""Graph → markup, as it is written: nothing is sorted, multiplied out or cancelled.

The steps of the chain rule need that, where 2*u1*1 shows the factors that it is made of, and a
result has been given the form that reads best.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from calcdl.errors import TooLarge
from calcdl.graph.nodes import COMPARISONS, LEAVES, Graph, Undefined
from calcdl.render.notation.markup import Markup
from calcdl.syntax.numerals import whole_text

__all__ = ["Writer", "assembled", "is_tall", "written"]

_CASES, _SUM, _PRODUCT, _NEGATIVE, _POWER, _ATOM = 1, 2, 3, 4, 5, 6
_PRECEDENCE = {"where": _CASES, "add": _SUM, "mul": _PRODUCT, "neg": _NEGATIVE, "pow": _POWER}
_LONGEST = 20_000  # nodes, shared ones counted each time

_WITH_POWERS = frozenset(
    ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth", "log")
)
_ARITHMETIC = frozenset(("add", "mul", "div", "neg", "pow", "where"))


def written(graph: Graph, markup: Markup) -> str:
    """Return a formula in a language of markup. Raises TooLarge."""
    _require_size(graph)
    return assembled(graph, Writer(graph, markup))


def assembled(graph: Graph, writer: Writer) -> str:
    """Return what a writer makes of a formula."""
    nodes = graph.nodes
    pieces: list[str] = []
    stack: list[Any] = [(graph.root, 0)]
    while stack:
        item = stack.pop()
        if type(item) is str:
            pieces.append(item)
            continue
        node, least = item
        operation = nodes.operations[node]
        if operation in LEAVES:
            pieces.append(writer.leaf(node, least))
        elif writer.precedence(node) < least:
            before, behind = writer.fence(node)
            stack += (behind, (node, 0), before)
        else:
            stack += reversed(writer.parts(node))
    return "".join(pieces)


class Writer:
    """What to write for a node: texts, and nodes with the precedence that they need there."""

    def __init__(self, graph: Graph, markup: Markup) -> None:
        self.nodes = graph.nodes
        self.operations, self.arguments = self.nodes.operations, self.nodes.arguments
        self.markup = markup
        self.tall = _tall(graph)

    def fence(self, *nodes: int) -> tuple[str, str]:
        """Return the parentheses around nodes, as high as these are."""
        return self.markup.fence_of(not self.tall.isdisjoint(nodes))

    def leaf(self, node: int, least: int) -> str:
        operation = self.operations[node]
        if operation == "symbol":
            return self.markup.name(self.nodes.name_of(node))
        if operation == "constant":
            return self.markup.constant(self.nodes.name_of(node))
        content = self.nodes.value_of(node)
        above = whole_text(content.numerator)
        if content.denominator == 1:
            text = self.markup.numeral(above)
        else:
            below = self.markup.numeral(whole_text(content.denominator))
            text = "".join(self.markup.fraction_of(self.markup.numeral(above), below))
        if (above.isdigit() and content.denominator == 1) or least < _ATOM:
            return text
        before, behind = self.fence(node)
        return f"{before}{text}{behind}"

    def parts(self, node: int) -> list[Any]:
        markup, operation, args = self.markup, self.operations[node], self.arguments[node]
        match operation:
            case "add":
                return self._sum(args)
            case "mul":
                return self._product(args)
            case "div" if (above := self._without_minus(args[0])) is not None:
                before, between, behind = markup.fraction
                numerator = [markup.minus, before, *self._product(above)]
                return [*numerator, between, (args[1], 0), behind]
            case "div":
                return markup.fraction_of((args[0], 0), (args[1], 0))
            case "neg":
                return [markup.minus, (args[0], _POWER)]
            case "pow" if self._is_power_of_call(args):
                name = markup.function(str(self.operations[args[0]]))
                inside = self.arguments[args[0]]
                return [*markup.power_of(name, (args[1], 0)), *self._arguments(inside)]
            case "pow":
                least = _ATOM + (self.operations[args[0]] in ("div", "exp"))
                return markup.power_of((args[0], least), (args[1], 0))
            case "exp":
                return markup.power_of(markup.constant("e"), (args[0], 0))
            case "where":
                return self._cases(args)
        if operation in COMPARISONS:
            return [(args[0], _SUM), markup.relations[str(operation)], (args[1], _SUM)]
        if operation in markup.around:
            before, behind = markup.around_of(str(operation), args[0] in self.tall)
            return [before, (args[0], 0), behind]
        return [self._called(operation), *self._arguments(args)]

    def _arguments(self, args: tuple[int, ...]) -> list[Any]:
        before, behind = self.fence(*args)
        inner: list[Any] = [self.markup.apply, before]
        for k, arg in enumerate(args):
            inner += (self.markup.comma, (arg, 0)) if k else ((arg, 0),)
        return [*inner, behind]

    def precedence(self, node: int) -> int:
        operation, args = self.operations[node], self.arguments[node]
        if operation == "div" and self._without_minus(args[0]) is not None:
            return _NEGATIVE
        return _PRECEDENCE.get(str(operation), _ATOM)

    def _without_minus(self, numerator: int) -> tuple[int, ...] | None:
        """Return the factors of a numerator that begins with a minus, without it, or None."""
        is_product = self.operations[numerator] == "mul"
        factors = self.arguments[numerator] if is_product else (numerator,)
        if self.operations[factors[0]] != "neg":
            return None
        return (self.arguments[factors[0]][0], *factors[1:])

    def _product(self, args: tuple[int, ...]) -> list[Any]:
        if len(args) == 1:
            return [(args[0], 0)]
        parts: list[Any] = [(args[0], _PRODUCT + (self.operations[args[0]] == "mul"))]
        for left, right in pairwise(args):
            parts += (self._times(left, right), (right, _POWER))
        return parts

    def _is_power_of_call(self, args: tuple[int, ...]) -> bool:
        """Say whether a power is written as that of a name: sin^2(x)."""
        value = self.arguments[args[1]][0] if self.operations[args[1]] == "number" else None
        return self.operations[args[0]] in _WITH_POWERS and type(value) is int and value > 1

    def _sum(self, args: tuple[int, ...]) -> list[Any]:
        parts: list[Any] = [(args[0], _PRODUCT)]
        for arg in args[1:]:
            if self.operations[arg] == "neg":
                inner = self.arguments[arg][0]
                least = _POWER if self.begins_with_minus(inner) else _PRODUCT
                parts += (self.markup.less, (inner, least))
            else:
                parts += (self.markup.plus, (arg, _PRODUCT))
        return parts

    def begins_with_minus(self, node: int) -> bool:
        return self.precedence(node) == _NEGATIVE

    def _times(self, left: int, right: int) -> str:
        """Return what stands between two factors: nothing between 2 and x, or x and sin(x)."""
        operations = self.operations
        if operations[left] == "neg":
            left = self.arguments[left][0]
        left_base, right_base = (
            self.arguments[node][0] if operations[node] == "pow" else node for node in (left, right)
        )
        plain = operations[left_base] in ("symbol", "constant") or (
            left == left_base and operations[left] == "number"
        )
        last = operations[right_base]
        is_fenced = last == "exp" and right != right_base  # x(e^y)^2 would be a call of x
        needs_none = plain and last != "number" and last not in _ARITHMETIC and not is_fenced
        return self.markup.beside if needs_none else self.markup.times

    def _cases(self, args: tuple[int, ...]) -> list[Any]:
        markup = self.markup
        parts: list[Any] = [markup.cases[0]]
        while True:
            condition, value, otherwise = args
            parts += ((value, 0), markup.if_, (condition, 0), markup.next_case)
            if self.operations[otherwise] != "where":
                break
            args = self.arguments[otherwise]
        if self.nodes.is_undefined(otherwise):
            return [*parts[:-1], markup.cases[1]]
        return [*parts, (otherwise, 0), markup.otherwise, markup.cases[1]]

    def _called(self, operation: Any) -> str:
        """Return a function's name: s'' and the partial derivative of s by its second argument."""
        markup = self.markup
        if type(operation) is not Undefined:
            return markup.function(operation)
        name, orders = operation
        text = markup.name(name) if len(name) == 1 else markup.undefined(name)
        if len(orders) == 1:
            return markup.primed(text, orders[0])
        places = [str(place) for place, n in enumerate(orders, 1) for _ in range(n)]
        return markup.partial(text, places) if places else text


def is_tall(graph: Graph) -> bool:
    """Say whether a formula is higher than a line of text."""
    return graph.root in _tall(graph)


def _tall(graph: Graph) -> set[int]:
    """Return the nodes in which there is a fraction, or cases."""
    nodes = graph.nodes
    tall: set[int] = set()
    for i in graph.order():
        operation = nodes.operations[i]
        is_fraction = operation == "number" and type(nodes.value_of(i)) is not int
        if is_fraction or operation in ("div", "where") or not tall.isdisjoint(nodes.children(i)):
            tall.add(i)
    return tall


def _require_size(graph: Graph) -> None:
    nodes = graph.nodes
    size: dict[int, int] = {}
    for i in graph.order():
        size[i] = 1 + sum([size[child] for child in nodes.children(i)])
    if size[graph.root] > _LONGEST:
        raise TooLarge(f"a formula may have {_LONGEST} parts here, and this one has more")
