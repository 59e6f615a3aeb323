"""Graphs with any numbers as leaves, as calcdl makes them, are written so that they read back."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.graph.nodes import Graph, Nodes
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.sweep.forward import apply

numbers = st.one_of(st.integers(-40, 40), st.fractions(-9, 9, max_denominator=60))
steps = st.lists(
    st.tuples(st.sampled_from(("add", "mul", "neg", "div", "sin")), st.integers(0, 99), numbers),
    min_size=1,
    max_size=8,
)


def tidied(graph: Graph) -> tuple[Symbols, int]:
    symbols = Symbols()
    return symbols, apply(graph, symbols, {"x": symbols.nodes.symbol("x")})


@given(steps)
def test_any_numbers_read_back(steps: list[tuple[str, int, Fraction]]) -> None:
    nodes = Nodes()
    made = [nodes.symbol("x")]
    for operation, place, number in steps:
        left = made[place % len(made)]
        args = (left,) if operation in ("neg", "sin") else (left, nodes.number(number or 1))
        made.append(nodes.make(operation, args if place % 2 else args[::-1]))
    graph = Graph(nodes, made[-1])
    symbols, root = tidied(graph)
    back = apply(read(write(graph)).graph, symbols, {"x": symbols.nodes.symbol("x")})
    assert back == root


def test_a_power_of_such_numbers() -> None:
    nodes = Nodes()
    power = nodes.make("pow", (nodes.number(-2), nodes.number(Fraction(-1, 3))))
    assert write(Graph(nodes, power)) == "(-2)**(-1/3)"
