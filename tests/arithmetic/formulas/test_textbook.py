"""The derivatives of 500 textbook functions: short, and true."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from flint import arb

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.derivative.formula import formula
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.sweep.forward import apply, values
from tests.support.textbook import compared, pairs, variable_of

POINTS = [Fraction(n, 16) for n in (-23, -5, 0, 3, 9, 21, 40)]
FUNCTIONS = [function for function, _ in pairs()]
SIMPLER = list(pairs(Path(__file__).parent / "simpler.txt"))


@pytest.mark.slow
def test_formulas_are_as_short_as_the_shortest_of_others() -> None:
    found = compared()
    assert len(found) > 490
    assert sum(one.ratio <= 1 for one in found) / len(found) >= 0.9
    assert max(one.ratio for one in found) <= 1.3


def value(graph: Graph, point: dict[str, Fraction]) -> arb | None:
    taylor = Taylor(1)
    try:
        number = apply(graph, taylor, {name: taylor.number(u) for name, u in point.items()})
        ball = taylor.ball_of(number)
    except (CalcdlError, ZeroDivisionError):
        return None
    return ball if ball.is_finite() else None


def slope(graph: Graph, point: dict[str, Fraction], variable: str) -> arb | None:
    taylor = Taylor(2)
    try:
        inputs = {name: taylor.number(u) for name, u in point.items()}
        inputs[variable] = taylor.variable(inputs[variable])
        series = values(graph, taylor, inputs)[graph.root]
        ball = taylor.ball(taylor.result(series, 1))
    except (CalcdlError, ZeroDivisionError):
        return None
    return ball if ball.is_finite() else None


@pytest.mark.parametrize("part", range(10))
def test_formulas_are_the_derivatives_wherever_there_is_one(part: int) -> None:
    with precision(192):
        for text in FUNCTIONS[part::10]:
            graph, variable = read(text).graph, variable_of(text)
            derivative = formula(graph, variable)
            for x in POINTS:
                point = {name: x + k for k, name in enumerate(graph.symbols())}
                expected = slope(graph, point, variable)
                if expected is not None:
                    found = value(derivative, point)
                    assert found is not None, f"{text} at {point}"
                    assert found.overlaps(expected), f"{text} at {point}"


@pytest.mark.parametrize(("text", "simpler"), SIMPLER, ids=[text for text, _ in SIMPLER])
def test_a_simpler_formula_has_the_values_of_the_other_one(text: str, simpler: str) -> None:
    graph, other = read(text).graph, read(simpler).graph
    with precision(192):
        for x in POINTS:
            point = {name: x + k for k, name in enumerate(graph.symbols())}
            expected, number = value(graph, point), value(other, point)
            if expected is not None:
                assert number is not None, f"{text} at {point}"
                assert number.overlaps(expected), f"{text} at {point}"
