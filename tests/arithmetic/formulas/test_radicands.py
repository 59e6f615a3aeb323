"""Roots of squares are sizes, where that loses no point at which there is a value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from calcdl.calculus.asking import ask
from calcdl.calculus.check.places import point_of
from calcdl.calculus.check.samples import claimed_at
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.simplification.answer import answer
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.points import Point
from calcdl.reading.writing import write

WITHOUT_ROOT = (
    "asin(2*x/(1 + x**2))",
    "acos((1 - x**2)/(1 + x**2))",
    "asin((x**2 - y**2)/(x**2 + y**2))",
    "sqrt(1 - (2*x/(1 + x**2))**2)",
    "acosh((x**2 + 1)/(2*x))",
)
SHORTER_ROOT = ("asin(3*x - 4*x**3)", "acos(2*x**2 - 1)", "acos(4*x**3 - 3*x)")
WITHOUT_FRACTION = ("asin(x/sqrt(1 + x**2))", "acos(1/sqrt(1 + x**2))", "asin(x/sqrt(4 + x**2))",
                    "acos((1 - x)/(1 + x))", "asin((x - 1)/(x + 2))", "asin(x/(1 + abs(x)))",
                    "atanh(sqrt(1 - x/(x + 1)))", "sqrt(1 - (x/(x - 2))**2)",
                    "acos(1/sqrt(1 + exp(x)))", "sqrt(1 - x**2/(x**2 + y**2 + 1))")  # fmt: skip
PLACES = [Fraction(n, 12) for n in (-30, -12, -11, -6, -1, 0, 1, 5, 6, 7, 12, 25)]


@pytest.mark.parametrize("text", WITHOUT_ROOT + SHORTER_ROOT)
def test_squares_leave_roots_and_the_formula_is_the_derivative(text: str) -> None:
    graph = read(text).graph
    found = formula(graph, "x")
    assert "sqrt" not in write(found).replace("sqrt(1 - x**2)", "" if text in SHORTER_ROOT else "?")
    assert text in WITHOUT_ROOT or "sqrt(1 - x**2)" in write(found)
    require_derivative(graph, found)


@pytest.mark.parametrize("text", WITHOUT_FRACTION)
def test_fractions_leave_roots_and_the_formula_is_the_derivative(text: str) -> None:
    graph = read(text).graph
    found = formula(graph, "x")
    nodes = found.nodes
    bases = [nodes.arguments[i][0] for i in found.order() if nodes.operations[i] == "pow"]
    roots = [nodes.arguments[i][0] for i in found.order() if nodes.operations[i] == "sqrt"]
    assert not any("/" in write(Graph(nodes, base)) for base in bases + roots), write(found)
    require_derivative(graph, found)


def require_derivative(graph: Graph, found: Graph) -> None:
    compared = 0
    for x in PLACES:
        point = point_of({"x": x, "y": Fraction(2, 3)})
        try:
            true = float(derivative_at(graph, "x", point)[0].decimal)
        except CalcdlError:
            continue
        assert abs(float(claimed_at(found, point).decimal) - true) <= 1e-12 * (1 + abs(true))
        compared += 1
    assert compared > 3


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(x**2*(x + 1) + x**2*(y - 1))",
        "sqrt((x - 1)**2*(x + y) - y*(x - 1)**2)",
        "1/sqrt(x**2*(x + 1) + x**2*(y - 1))",
    ],
)
def test_a_simpler_root_has_a_value_where_the_root_has_one(text: str) -> None:
    """sqrt(x**2*(x + y)) is 0 at x = 0, whatever y is: abs(x)*sqrt(x + y) would need y >= 0."""
    given = ask("simplify", text)
    simple = answer(given).formula
    for x in PLACES:
        for y in (Fraction(-1), Fraction(0), Fraction(3, 2)):
            point = point_of({"x": x, "y": y})
            before = decimal_of(given.graph, point)
            assert before is None or decimal_of(simple, point) == before


def decimal_of(graph: Graph, point: Point) -> str | None:
    try:
        return value_at(graph, point)[0].decimal
    except CalcdlError:
        return None
