"""Hypothesis strategies: random graphs, and points and directions to go with them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from calcdl.graph.nodes import Graph, Nodes

__all__ = ["SMOOTH", "VARIABLES", "directions", "graphs", "points"]

VARIABLES = ("x", "y", "z")
SMOOTH = ("sin", "cos", "exp", "atan", "tanh", "sigmoid", "asinh", "softplus", "erf")
PARTIAL = ("sqrt", "log", "cbrt", "tan", "asin", "abs", "sign")  # with edges, poles or corners
_OPERATIONS = ("add", "add", "mul", "mul", "neg", "div", "pow", "call", "call", "max", "where")


def _leaf(nodes: Nodes, draw: Any) -> int:
    kind = draw(st.sampled_from(("symbol", "symbol", "number", "constant")))
    if kind == "symbol":
        return nodes.symbol(draw(st.sampled_from(VARIABLES)))
    if kind == "constant":
        return nodes.make("constant", (draw(st.sampled_from(("e",))),))
    return nodes.number(Fraction(draw(st.integers(0, 12)), draw(st.sampled_from((1, 1, 2, 5)))))


@st.composite
def graphs(draw: Any, functions: tuple[str, ...] = SMOOTH + PARTIAL, size: int = 8) -> Graph:
    """Return a graph such as the parser makes, with shared nodes."""
    nodes = Nodes()
    made = [_leaf(nodes, draw) for _ in range(draw(st.integers(2, 4)))]
    for _ in range(draw(st.integers(1, size))):
        some = st.sampled_from(made)
        operation = draw(st.sampled_from(_OPERATIONS))
        if operation in ("add", "mul"):
            made.append(nodes.make(operation, tuple(draw(st.lists(some, min_size=2, max_size=4)))))
        elif operation == "pow":
            exponent = nodes.number(draw(st.sampled_from((0, 1, 2, 3, Fraction(1, 2)))))
            if draw(st.booleans()):
                exponent = nodes.make("neg", (exponent,))
            made.append(nodes.make("pow", (draw(some), exponent)))
        elif operation == "call":
            made.append(nodes.make(draw(st.sampled_from(functions)), (draw(some),)))
        elif operation == "where":
            relation = draw(st.sampled_from(("<", "<=", ">", ">=", "==", "!=")))
            condition = nodes.make(relation, (draw(some), draw(some)))
            made.append(nodes.make("where", (condition, draw(some), draw(some))))
        elif operation == "neg":
            made.append(nodes.make("neg", (draw(some),)))
        else:
            made.append(nodes.make(operation, (draw(some), draw(some))))
    return Graph(nodes, made[-1])


def _values() -> st.SearchStrategy[Fraction]:
    return st.builds(Fraction, st.integers(-40, 40), st.sampled_from((1, 7, 10)))


def points() -> st.SearchStrategy[dict[str, Fraction]]:
    """Return values for all variables, small rational numbers."""
    return st.fixed_dictionaries({name: _values() for name in VARIABLES})


directions = points
