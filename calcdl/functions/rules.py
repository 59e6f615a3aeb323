"""The texts in the table's rows as graphs, each read when it is first needed."""

from __future__ import annotations

from calcdl.errors import NoRule, Wording
from calcdl.functions import lookup
from calcdl.functions.row import Function
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import rewrite
from calcdl.lean import TYPE_CHECKING, cache
from calcdl.syntax.parse import Names, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    from calcdl.graph.nodes import Operation

    N = TypeVar("N")  # what an arithmetic computes with

__all__ = [
    "bound",
    "condition_graphs",
    "corner_graphs",
    "definition_graph",
    "local_rule",
    "missing_rule",
    "needs_graphs",
    "removable_graphs",
    "rule_names",
    "singular_graph",
    "special_values",
    "text_graph",
]

# The two operators that are not linear in each argument have rules like any function.
_OPERATORS = {
    "div": Function("div", args="u v", local=("1/v", "-y/v"), sample=(), says="quotient"),
    "pow": Function("pow", args="u v", local=("v*u**(v - 1)", "y*log(u)"), sample=(), says="power"),
}


def row_of(name: str) -> Function:
    """Return the row of a function or operator, by its canonical name."""
    row = _OPERATORS.get(name) or lookup(name)
    if row is None:
        raise KeyError(name)
    return row


@cache
def local_rule(name: str, place: int) -> Graph | None:
    """Return the local derivative of a function with respect to its argument number ``place``."""
    row = row_of(name)
    text = row.local[0 if row.variadic else place]
    return None if text is None else text_graph(text)


def missing_rule(name: str, place: int) -> NoRule:
    """Return what to raise where a derivative is asked for that no rule of the table gives."""
    row = row_of(name)
    what = f"there is no formula for the derivative of {name} by its argument {row.args[place]}"
    from calcdl.functions.parameters import JOINTLY

    if name not in JOINTLY:
        return NoRule(what)
    return NoRule(f"{what}, only values at points: ", Wording("deriv with at", "deriv with --at"))


@cache
def definition_graph(name: str) -> Graph | None:
    """Return the function written with others, if its row gives that."""
    text = row_of(name).definition
    return None if text is None else text_graph(text)


@cache
def singular_graph(name: str) -> Graph | None:
    """Return what the function is where it is not analytic: an identity, or its definition."""
    row = row_of(name)
    text = row.elsewhere or row.at_infinity or row.definition
    return None if text is None else text_graph(text)


@cache
def condition_graphs(name: str) -> tuple[tuple[str, Graph], ...]:
    """Return, for each condition of the domain, its text and its graph."""
    return _conditions(row_of(name).domain)


@cache
def needs_graphs(name: str) -> tuple[tuple[str, Graph], ...]:
    """Return, likewise, the conditions beside the domain under which it surely has a value."""
    return _conditions(row_of(name).needs)


def _conditions(texts: Sequence[str]) -> tuple[tuple[str, Graph], ...]:
    return tuple([(text, text_graph(f"where({text}, 1, 0)")) for text in texts])


@cache
def corner_graphs(name: str) -> tuple[Graph, ...]:
    """Return expressions that are zero where the function is not smooth."""
    return tuple([text_graph(text) for text in row_of(name).corners])


@cache
def removable_graphs(name: str) -> tuple[Graph, ...]:
    """Return expressions that are zero where the rule gives no slope, and there may be one."""
    return tuple([text_graph(text) for text in row_of(name).removable])


def bound(name: str, arguments: Sequence[N], number_of: Callable[[Graph], N]) -> dict[str, N]:
    """Return a call's arguments by the names in its row's texts; ``number_of`` reads defaults.

    >>> bound("leaky_relu", ["3*x"], lambda default: "what was left out")
    {'u': '3*x', 'a': 'what was left out'}
    """
    row = row_of(name)
    inputs = dict(zip(row.args, arguments, strict=False))
    if not row.variadic:
        for k in range(len(arguments), len(row.args)):
            inputs[row.args[k]] = number_of(_default(name, k))
    return inputs


@cache
def _default(name: str, place: int) -> Graph:
    """Return the value of an argument that was left out."""
    row = row_of(name)
    return text_graph(row.defaults[place - len(row.args)])


@cache
def special_values(name: str) -> dict[Any, tuple[str, Any]]:
    """Return exact values as {(kind, argument): (kind, value)}, kind "number" or "constant".

    Only values that are themselves a number or a constant are of use to the simplifier.
    """
    table = {}
    for argument, value in row_of(name).special:
        key = _leaf(argument)
        result = None if key is None else _leaf(value)
        if result is not None:
            table[key] = result
    return table


def rule_names(name: str) -> tuple[str, ...]:
    """Return the argument names in which a row's texts are written."""
    return row_of(name).args


def _leaf(text: str) -> tuple[str, Any] | None:
    """Return a text that says a number or a constant as (kind, content), else None."""
    negative = text.startswith("-")
    text = text.removeprefix("-")
    numerator, slash, denominator = text.partition("/")
    if numerator.isdecimal() and (not slash or denominator.isdecimal()):
        value: Any = int(numerator)
        if slash:
            from fractions import Fraction

            value = Fraction(value, int(denominator))
        return "number", -value if negative else value
    return ("constant", text) if text in ("pi", "e") and not negative else None


@cache
def text_graph(text: str) -> Graph:
    """Read a text of a row; a minus before a numeral becomes part of the number."""
    graph = parse(text, Names(lookup)).graph
    nodes = Nodes()

    def with_its_sign(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if operation == "neg" and nodes.operations[args[0]] == "number":
            return nodes.number(-nodes.arguments[args[0]][0])
        return None

    return Graph(nodes, rewrite(graph, nodes, with_its_sign)[graph.root])
