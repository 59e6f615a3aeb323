"""Derivatives in the names of parts: equal to those that are written out, or not there."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from calcdl import api
from calcdl.arithmetic.precision import precision
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.named import named_formulas
from calcdl.calculus.question import Asked
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import LEAVES, Graph
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.render.named import named_text
from calcdl.results.named import NamedFormula
from calcdl.syntax.parse import Reading
from tests.calculus.test_partials import ball_at, series_at
from tests.support.command import in_process
from tests.support.strategies import VARIABLES, graphs, points


@pytest.fixture(autouse=True)
def _precision():
    with precision(200):
        yield


def derivative(reading: Reading, *by: str) -> tuple[Graph, NamedFormula | None]:
    """Return the derivative written out, and in names whether or not that is shorter."""
    written_out = reading.graph
    for name in by:
        written_out = formula(written_out, name)
    asked = Asked("deriv", named=True, readings=(reading,))
    return written_out, named_formulas(asked, {by: written_out}).get(by)


SHORTER = [
    ("z = w*x + b; a = sigmoid(z); (a - y)**2", "w", "2*a*x*(1 - a)*(a - y)"),
    ("z = w*x + b; a = sigmoid(z); (a - y)**2", "y", "2*y - 2*a"),
    ("h1 = tanh(w1*x1 + b1); yhat = sigmoid(v1*h1 + c); (yhat - y)**2/2", "w1",
     "v1*x1*yhat*(1 - h1**2)*(1 - yhat)*(yhat - y)"),
    ("z = w*x + b; h = relu(z); (h - y)**2", "w", "2*x*(h - y)*Heaviside(z)"),
    ("r = sqrt(x**2 + y**2); log(r)/r", "x", "x*(1 - log(r))/r**3"),
    ("c = sqrt(2/pi); tanh(c*x)**2", "x", "2*c*tanh(c*x)/cosh(c*x)**2"),
    ("a(t) = t + 1; u = a(x)**2; u**2", "x", "4*a*u"),
    ("s = exp(a) + exp(b); log(s)", "a", "exp(a)/s"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "by", "expected"), SHORTER)
def test_names_are_kept(text: str, by: str, expected: str) -> None:
    written_out, named = derivative(read(text), by)
    assert named is not None
    assert write(named.formula) == expected
    assert len(expected) < len(write(written_out))
    as_read = read(named_text(named)).graph  # with its definitions it stands by itself
    point = {name: Fraction(k + 2, 7) for k, name in enumerate(as_read.symbols())}
    point |= {name: Fraction(1, 5) for name in read(text).graph.symbols() if name not in point}
    value = series_at(read(text).graph, point, {by: 1}, 1)
    assert ball_at(as_read, point).overlaps(value)


NOT_THERE = [
    "u = cbrt(x); v = u**2; v**2",  # 4*v/(3*u) has no value at 0, where the derivative is 0
    "u = where(x == 0, 1, sin(x)/x); u**2",
    "2*x",
    "u = x; u**2",
]


@pytest.mark.parametrize("text", NOT_THERE)
def test_a_formula_without_a_value_where_there_is_a_derivative_is_none(text: str) -> None:
    assert derivative(read(text), "x")[1] is None


def named_reading(graph: Graph) -> Reading:
    """Return a reading in which every part has a name."""
    inner = [i for i in graph.order() if graph.nodes.operations[i] not in LEAVES]
    reading = read("x")
    return reading._replace(graph=graph, names={i: f"n{i}" for i in inner})


@settings(max_examples=150, deadline=None)
@given(graphs(), points())
def test_names_change_nothing(graph: Graph, point: dict[str, Any]) -> None:
    for by in ((VARIABLES[0],), (VARIABLES[0], VARIABLES[1])):
        try:
            written_out, named = derivative(named_reading(graph), *by)
        except CalcdlError:  # defined nowhere
            return
        value = ball_at(written_out, point)
        if named is None or value is None:
            continue
        same = ball_at(read(named_text(named)).graph, point)
        assert same is not None
        assert same.overlaps(value)


def test_a_pipe_gets_names_only_if_it_asks_for_them() -> None:
    text = "z = w*x + b; a = sigmoid(z); (a - y)**2"
    plain = in_process("gradient", text, "--wrt", "w").stdout
    assert "a*" not in plain.replace("sigmoid", "")
    named = in_process("gradient", text, "--wrt", "w", "--named").stdout
    assert named == "w\tz = w*x + b; a = sigmoid(z); 2*a*x*(1 - a)*(a - y)\n"


def test_records_have_both() -> None:
    text = "u = x + 1; (u**2 + 3)**4"
    record = json.loads(in_process("deriv", text, "--json").stdout)
    assert record["named"] == "8*u*(u**2 + 3)**3"
    assert record["definitions"] == {"u": "x + 1"}
    record = json.loads(in_process("gradient", "u = x + y; u**2", "--json").stdout)
    assert record["gradient"]["x"]["named"] == "2*u"
    assert record["definitions"] == {"u": "x + y"}


def test_no_other_thing_has_the_name_of_a_part() -> None:
    table = in_process("deriv", "f = x + 1; y = f**3; y**2*f", "--format", "table", "--at", "1")
    assert "f(x)" in table.stdout  # no name is part of the formula
    table = in_process("gradient", "f = x + 1; y = f**3*w; y**2*f", "--format", "table")
    assert "∂g/∂w" in table.stdout
    assert "= 2*f**4*y" in table.stdout


def test_python_asks_for_names_too() -> None:
    found = api.derivative("u = x + 1; u**5", named=True)
    assert found.named is not None
    assert write(found.named.formula) == "5*u**4"
    assert api.gradient("u = x + y; u**2", named=True).entries[0].named is not None
    assert api.gradient("u = x + y; u**2").entries[0].named is None
