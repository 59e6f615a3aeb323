"""A formula in the form that reads best, and what has to hold for it to be the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from calcdl.arithmetic.formulas.choice import Choice
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.signs import Signs, truth
from calcdl.calculus.question import Asked
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import bound, condition_graphs
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.reading.writing import write
from calcdl.results.simplification import Simplification
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["answer"]


def answer(asked: Asked) -> Simplification:
    """Return an expression in a form that is equal wherever it has a value, and no longer.

    >>> from calcdl.calculus.question import ask
    >>> found = answer(ask("simplify", "(x**2 - 1)/(x - 1)"))
    >>> write(found.formula), [write(condition) for condition in found.conditions]
    ('x + 1', ['Ne(x - 1, 0)'])
    """
    graph = asked.graph
    simple = _in_form(graph, asked.form)
    if asked.form == "best" and len(write(simple)) >= len(write(graph)):
        simple = graph
    kept = {write(condition) for condition in _conditions(simple)}
    lost = {write(condition): condition for condition in _conditions(graph)}
    conditions = [lost[text] for text in lost if text not in kept and _may_fail(lost[text])]
    return Simplification(graph, simple, tuple(conditions))


def _tidied(graph: Graph) -> tuple[Symbols, int]:
    """Return what the arithmetic of formulas makes of a graph by itself."""
    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    return symbols, apply(graph, symbols, inputs)


def _in_form(graph: Graph, form: str) -> Graph:
    symbols, tidied = _tidied(graph)
    root = tidied if form == "rules" else Choice(symbols, tidied, form, strict=True).best(tidied)
    return lay_out(Graph(symbols.nodes, root))


def _conditions(graph: Graph) -> Iterator[Graph]:
    """Yield what has to hold so that each part of a formula has a real value."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    for i in graph.order():
        operation, args = operations[i], arguments[i]
        if operation == "div":
            yield from _compared(graph, _base(graph, args[1]), "!=")
        elif operation == "pow" and (value := _number(graph, args[1])) is not None:
            if type(value) is not int:
                yield from _compared(graph, args[0], ">=" if value > 0 else ">")
            elif value < 0:
                yield from _compared(graph, args[0], "!=")
        elif type(operation) is str and operation in FUNCTIONS:
            yield from _of_domain(graph, operation, args)


def _number(graph: Graph, node: int) -> Rational | None:
    """Return the number that a part is, as 1/2 and -2 are, or None."""
    symbols, tidied = _tidied(Graph(graph.nodes, node))
    return symbols.value(tidied)


def _base(graph: Graph, node: int) -> int:
    """Return what is zero where a part is: the base of a power such as x**2."""
    while graph.nodes.operations[node] == "pow":
        base, exponent = graph.nodes.arguments[node]
        if (_number(graph, exponent) or 0) <= 0:
            break
        node = base
    return node


def _may_fail(condition: Graph) -> bool:
    """Say whether there may be variables for which a comparison does not hold."""
    comparison = str(condition.nodes.operations[condition.root])
    left, right = condition.nodes.arguments[condition.root]
    opposite = condition.nodes.make("neg", (right,))
    difference = condition.nodes.make("add", (left, opposite))
    symbols, tidied = _tidied(Graph(condition.nodes, difference))
    return bool(Signs(symbols).of(tidied) & ~truth(comparison))


def _compared(graph: Graph, node: int, comparison: str) -> Iterator[Graph]:
    """Yield that a part is compared with zero in some way, if it varies."""
    part = _in_form(Graph(graph.nodes, node), "best")
    if part.symbols():
        nodes = Nodes()
        root = nodes.make(comparison, (transplant(part, nodes), nodes.number(0)))
        yield Graph(nodes, root)


def _of_domain(graph: Graph, name: str, args: tuple[int, ...]) -> Iterator[Graph]:
    """Yield the conditions of a function's row, of its arguments."""
    for _, condition in condition_graphs(name):
        nodes = Nodes()
        parts = [transplant(_in_form(Graph(graph.nodes, j), "best"), nodes) for j in args]
        inside = bound(name, parts, partial(transplant, nodes=nodes))
        chosen = transplant(condition, nodes, inside)
        found = Graph(nodes, nodes.arguments[chosen][0])
        if found.symbols():
            yield found
