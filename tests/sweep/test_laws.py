"""Laws that hold for every graph: reading, writing, simplifying, differentiating."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.derivative.formula import formula
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import LEAVES, Graph, Nodes
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.sweep.derivatives import adjoints, tangents
from calcdl.sweep.forward import apply, values
from tests.support.strategies import VARIABLES, directions, graphs, points

pytestmark = pytest.mark.slow

often = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)


def canonical(graph: Graph) -> Any:
    """Return a graph in a form that is equal for equal graphs, sharing left out of account."""
    nodes, table, numbers = graph.nodes, {}, {}
    for i in graph.order():
        operation, args = nodes.operations[i], nodes.arguments[i]
        parts = args if operation in LEAVES else tuple(numbers[j] for j in args)
        numbers[i] = table.setdefault((operation, parts), len(table))
    return sorted(table, key=repr), numbers[graph.root] == len(table) - 1


def tidied(graph: Graph) -> Graph:
    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    return lay_out(Graph(symbols.nodes, values(graph, symbols, inputs)[graph.root]))


def value(graph: Graph, point: dict[str, Any], length: int = 1, direction: Any = None) -> Any:
    """Return the Taylor coefficients at a point along a direction, None where there are none."""
    taylor = Taylor(length)
    inputs: dict[str, Any] = {}
    for name in VARIABLES:
        start, slope = point[name], 0 if direction is None else direction[name]
        inputs[name] = [start, slope] if slope else taylor.number(start)
    try:
        result = apply(graph, taylor, inputs)
    except (CalcdlError, Kink):
        return None
    return [taylor.ball(taylor.coefficient(result, k)) for k in range(length)]


def read_back(graph: Graph) -> Graph:
    return read(write(graph)).graph


@pytest.fixture(autouse=True)
def _precision():
    with precision(200):
        yield


@often
@given(graphs())
def test_what_is_written_reads_back_as_what_it_says(graph):
    once = read_back(graph)
    assert canonical(read_back(once)) == canonical(once)
    assert write(read_back(once)) == write(once)


@often
@given(graphs(), points())
def test_what_is_written_has_the_same_value(graph, point):
    ours, theirs = value(graph, point), value(read_back(graph), point)
    assert (ours is None) == (theirs is None)
    assert ours is None or ours[0].overlaps(theirs[0])


@often
@given(graphs(), points())
def test_a_tidied_formula_has_the_same_value(graph, point):
    raw = value(graph, point)
    assume(raw is not None)
    tidy = value(tidied(graph), point)
    assert tidy is not None
    assert raw[0].overlaps(tidy[0])


@often
@given(graphs(), points())
def test_the_formula_is_the_slope_of_the_taylor_series(graph, point):
    slope = value(graph, point, 2, {"x": 1, "y": 0, "z": 0})
    assume(slope is not None)
    found = value(formula(graph, "x"), point)
    assume(found is not None)
    assert slope[1].overlaps(found[0])


@often
@given(graphs(), points(), directions())
def test_forward_and_reverse_agree(graph, point, direction):
    """<1, J v> is <J^T 1, v>."""
    taylor = Taylor(1)
    inputs = {name: taylor.number(point[name]) for name in VARIABLES}
    steps = {name: taylor.number(direction[name]) for name in VARIABLES}
    try:
        found = values(graph, taylor, inputs)
        forward = tangents(graph, taylor, found, steps).get(graph.root, [])
        backward = adjoints(graph, taylor, found)
    except CalcdlError:
        assume(False)
    nodes = graph.nodes
    total = taylor.add(
        [
            taylor.mul((backward[i], steps[nodes.arguments[i][0]]))
            for i in graph.order()
            if nodes.operations[i] == "symbol" and i in backward
        ]
    )
    ours, theirs = (taylor.ball(taylor.coefficient(u, 0)) for u in (forward, total))
    assert ours.overlaps(theirs)


def test_a_wrong_rule_is_caught():
    point = {"x": 2, "y": 1, "z": 1}
    slope = value(read("sin(x)*x").graph, point, 2, {"x": 1, "y": 0, "z": 0})
    wrong = value(read("1.001*x*cos(x) + sin(x)").graph, point)
    assert not slope[1].overlaps(wrong[0])


# Size and depth


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "x" + ")" * 10_000,
        "-(" * 10_000 + "x" + ")" * 10_000,
        "|" + "(|" * 5_000 + "x" + "|)" * 5_000 + "|",
        "√" * 10_000 + "x",
        "-" * 10_000 + "x",
        "x**" * 10_000 + "x",
        "where(x > 0, x, " * 5_000 + "x" + ")" * 5_000,
    ],
    ids=lambda text: text[:8],
)
def test_depth_is_not_limited(text):
    graph = read(text).graph
    assert write(read_back(graph)) == write(graph)


def test_a_sum_of_200_000_terms_is_one_node():
    graph = read("+".join(["x", "1"] * 100_000)).graph
    assert graph.operation_count() == 1
    assert write(formula(graph, "x")) == "100000"


@pytest.mark.parametrize("depth", [100, 10_000])
def test_a_deep_nest_costs_as_many_operations_as_it_has_functions(depth):
    text = "sin(" * depth + "x" + ")" * depth
    graph = read(text).graph
    assert graph.operation_count() == depth
    assert write(graph) == text
    assert formula(graph, "x").operation_count() <= 4 * depth


def test_the_derivative_of_a_deep_nest_names_its_parts_and_reads_back():
    depth = 200
    graph = read("sin(" * depth + "x" + ")" * depth).graph
    found = formula(graph, "x")
    text = write(found)
    assert text.startswith("t1 = sin(")
    assert len(text) < 60 * depth
    again = read(text).graph
    assert again.operation_count() == found.operation_count()
    point = {"x": Fraction(1, 2), "y": 0, "z": 0}
    slope = value(graph, point, 2, {"x": 1, "y": 0, "z": 0})
    assert slope[1].overlaps(value(again, point)[0])


def test_nodes_are_stored_once():
    nodes = Nodes()
    x = nodes.symbol("x")
    assert nodes.make("sin", (x,)) == nodes.make("sin", (x,))
    assert len(nodes) == 2
