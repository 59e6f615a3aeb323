"""A formula in the form that reads best, and what has to hold for it to be the same."""

from __future__ import annotations

from calcdl.arithmetic.formulas.choice import Choice
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.calculus.explain import placing
from calcdl.calculus.nowhere import require_values
from calcdl.calculus.question import Asked
from calcdl.calculus.simplification.conditions import conditions_lost
from calcdl.graph.nodes import Graph
from calcdl.reading.writing import write
from calcdl.results.simplification import Simplification
from calcdl.sweep.forward import values

__all__ = ["answer"]


def answer(asked: Asked) -> Simplification:
    """Return an expression in a form that is equal wherever it has a value, and no longer.

    >>> from calcdl.calculus.asking import ask
    >>> found = answer(ask("simplify", "(x**2 - 1)/(x - 1)"))
    >>> write(found.formula), [write(condition) for condition in found.conditions]
    ('x + 1', ['Ne(x, 1)'])
    """
    graph = asked.graph
    with placing(asked.reading):
        simple, given_up = _in_form(graph, asked.form)
    if asked.form == "best" and _size(simple) >= _size(graph):
        simple = graph
    return Simplification(graph, simple, conditions_lost(graph, simple), tuple(given_up))


class _Simplifying(Symbols):
    """Formulas that are equal where conditions hold that are told."""

    def power_of_zero(self, exponent: int) -> int:
        return self.zero


def _size(graph: Graph) -> tuple[int, int]:
    """Return how long a formula is, and how many fractions it has: a*d/(b*c) is (a/b)/(c/d)."""
    operations = [graph.nodes.operations[i] for i in graph.order()]
    return len(write(graph)), operations.count("div")


def _in_form(graph: Graph, form: str) -> tuple[Graph, list[str]]:
    """Return a formula in a form, and why it has not got it."""
    symbols = _Simplifying()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    found = values(graph, symbols, inputs)
    if symbols.holds_constants:
        require_values(graph, symbols, found)
    tidied = found[graph.root]
    choice = Choice(symbols, tidied, form, strict=True)
    root = tidied if form == "rules" else choice.best(tidied)
    return lay_out(Graph(symbols.nodes, root)), choice.given_up
