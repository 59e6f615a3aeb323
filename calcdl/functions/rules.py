"""The texts in the table's rows as graphs, each read when it is first needed."""

from __future__ import annotations

from functools import cache
from typing import Any

from calcdl.errors import UsageError
from calcdl.functions import lookup
from calcdl.functions.row import Function
from calcdl.graph.nodes import LEAVES, Graph, Nodes
from calcdl.syntax.parse import Names, parse

__all__ = [
    "condition_graphs",
    "corner_graphs",
    "default_graph",
    "definition_graph",
    "local_rule",
    "missing_rule",
    "rule_names",
    "special_values",
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
    return None if text is None else _read(text)


def missing_rule(name: str, place: int) -> UsageError:
    """Return what to raise where a derivative is asked for that no rule of the table gives."""
    return UsageError(
        f"calcdl has no rule for the derivative of {name} with respect to its argument"
        f" {row_of(name).args[place]}"
    )


@cache
def definition_graph(name: str) -> Graph | None:
    """Return the function written with others, if its row gives that."""
    text = row_of(name).definition
    return None if text is None else _read(text)


@cache
def condition_graphs(name: str) -> tuple[tuple[str, Graph], ...]:
    """Return, for each condition of the domain, its text and its graph."""
    texts = row_of(name).domain
    return tuple([(text, _read(f"where({text}, 1, 0)")) for text in texts])


@cache
def corner_graphs(name: str) -> tuple[Graph, ...]:
    """Return expressions that are zero where the function is not smooth."""
    return tuple([_read(text) for text in row_of(name).corners])


@cache
def default_graph(name: str, place: int) -> Graph:
    """Return the value of an argument that was left out."""
    row = row_of(name)
    return _read(row.defaults[place - len(row.args)])


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


def _read(text: str) -> Graph:
    """Read a text of a row; a minus before a numeral becomes part of the number."""
    graph = parse(text, Names(lookup)).graph
    nodes = Nodes()
    copied: dict[int, int] = {}
    for i in graph.order():
        operation, args = graph.nodes.operations[i], graph.nodes.arguments[i]
        if operation not in LEAVES:
            args = tuple([copied[j] for j in args])
            if operation == "neg" and nodes.operations[args[0]] == "number":
                operation, args = "number", (-nodes.arguments[args[0]][0],)
        copied[i] = nodes.make(operation, args)
    return Graph(nodes, copied[graph.root])
