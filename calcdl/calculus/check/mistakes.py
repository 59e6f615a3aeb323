"""The mistakes in differentiating that calcdl knows, the likeliest first, and how to say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.calculus.derivative.formula import formula
from calcdl.functions import lookup
from calcdl.graph.nodes import Graph, Nodes, Undefined
from calcdl.graph.rewrite import transplant
from calcdl.reading.writing import write
from calcdl.sweep.forward import apply
from calcdl.syntax.unparse import Spelling

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["MISTAKES", "Mistake", "say"]


class Mistake(NamedTuple):
    """A wrong rule at a node of a graph; ``part`` is the argument that it is about."""

    kind: str
    node: int
    part: int = 0


# The sentences, the likeliest mistake first. {y} is the operation, {u} the argument that it is
# about, {du} its derivative, {term} its term of the product rule, {name} the function's name.
_SENTENCES = {
    "inner-derivative": "the derivative of the inner function {u}, {du}, is missing",
    "product-term": "the term {term} of the product rule is missing",
    "product-of-derivatives": "the derivative of {y} was taken for the product of the derivatives",
    "quotient-upside-down": "the quotient rule for {y} is upside down, which changes its sign",
    "quotient-square": "the square of the denominator is missing in the quotient rule for {y}",
    "quotient-plus": "the quotient rule for {y} has a minus, not a plus",
    "quotient-of-derivatives": "the derivative of {y} was taken for a quotient of derivatives",
    "quotient-term": "the derivative of the {what} is missing in the quotient rule for {y}",
    "quotient-denominator": "the denominator is missing in the quotient rule for {y}",
    "power-exponent": "the exponent of {y} was not lowered by one in the power rule",
    "power-factor": "the factor of the power rule, the exponent of {y}, is missing",
    "exponential-as-power": "the power rule was used for the exponential function {y}",
    "exponential-logarithm": "the factor log({base}) of the derivative of {y} is missing",
    "degrees": "{y} was taken for one of degrees: calcdl computes in radians",
    "logarithm-base": "{y} is the {base}",
    "sign": "the sign of the derivative of {y} is wrong",
    "product-sign": "the term {term} of the product rule has the wrong sign",
    "sum-sign": "the sign of the derivative of the term {u} is wrong",
    "sum-term": "the derivative of the term {u} is missing",
    "factor": "the factor {u} is missing",
    "divisor": "the division by {u} is missing",
    "factor-derived": "the constant factor {u} was differentiated, too",
    "value-of-inner": "{u} stands where {y}, the value of the function, belongs in its derivative",
    "inner-inside": "{name} was taken at the derivative of {u}, not at {u} itself",
    "outer-elsewhere": "the derivative of {name} was taken at {variable}, not at {u}",
    "outer-derivative": "the outer function {name} was not differentiated",
    "outer-missing": "the derivative of the outer function {name} is missing",
    "constant-kept": "the constant {u} was kept: its derivative is 0",
}
MISTAKES = {kind: rank for rank, kind in enumerate(_SENTENCES)}


def say(graph: Graph, variable: str, mistake: Mistake, spelling: Spelling) -> str:
    """Return a sentence about a mistake in a graph."""
    nodes, node = graph.nodes, mistake.node
    operation, children = nodes.operations[node], nodes.arguments[node]
    part = children[mistake.part]
    named = type(operation) is Undefined or lookup(operation) is not None
    term = None
    if operation == "mul":
        term = _product_term(nodes, variable, children, mistake.part)
    whole = write(Graph(nodes, node), spelling)
    return _SENTENCES[mistake.kind].format(
        y=whole,
        u=write(Graph(nodes, _plain(nodes, part) if operation == "add" else part), spelling),
        du=write(formula(Graph(nodes, part), variable), spelling),
        term=write(term, spelling) if term is not None else "",
        name=_name(operation, spelling) if named else whole,
        variable=variable,
        base=_LOGARITHMS.get(operation) or write(Graph(nodes, children[0]), spelling),
        what="denominator" if mistake.part else "numerator",
    )


_LOGARITHMS: dict[Operation, str] = {
    "log": "natural logarithm, not that to base 10",
    "log10": "logarithm to base 10, not the natural one",
}


def _name(operation: Any, spelling: Spelling) -> str:
    return str(operation.name) if type(operation) is Undefined else spelling.function(operation)


def _plain(nodes: Nodes, term: int) -> int:
    """Return a term without the minus in front of it."""
    return nodes.arguments[term][0] if nodes.operations[term] == "neg" else term


def _product_term(nodes: Nodes, variable: str, factors: Sequence[int], k: int) -> Graph:
    """Return one term of the product rule as a formula: the other factors times a derivative."""
    new = Nodes()
    parts = [transplant(Graph(nodes, j), new) for j in factors]
    parts[k] = transplant(formula(Graph(nodes, factors[k]), variable), new)
    term = Graph(new, new.make("mul", tuple(parts)))
    return _tidied(term)


def _tidied(graph: Graph) -> Graph:
    from calcdl.arithmetic.formulas.layout import lay_out
    from calcdl.arithmetic.formulas.products import Symbols

    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    return lay_out(Graph(symbols.nodes, apply(graph, symbols, inputs)))
