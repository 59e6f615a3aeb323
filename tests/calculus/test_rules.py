"""The rules that a chain spells out: their parts, and that what they make of them is right."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from calcdl.api import chain
from calcdl.arithmetic.precision import precision
from calcdl.calculus.chain.rules import with_steps
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.results.chain import Level, RuleStep
from tests.calculus.test_partials import ball_at, series_at
from tests.support.command import in_process
from tests.support.strategies import VARIABLES, graphs, points


@pytest.fixture(autouse=True)
def _precision():
    with precision(200):
        yield


RULES = [
    ("x**2*sin(x)", "product", {"u": ("x**2", "2*x"), "v": ("sin(x)", "cos(x)")},
     "u'*v + u*v'", "(2*x)*sin(x) + x**2*cos(x)"),
    ("sin(x)/x", "quotient", {"u": ("sin(x)", "cos(x)"), "v": ("x", "1")},
     "(u'*v - u*v')/v**2", "(cos(x)*x - sin(x)*1)/x**2"),
    ("3/(x**2 + 1)", "quotient", {"u": ("x**2 + 1", "2*x")},
     "-3*u'/u**2", "-3*(2*x)/(x**2 + 1)**2"),
    ("x**x", "power and exponential", {"u": ("x", "1"), "v": ("x", "1")},
     "u'*(v*u**(v - 1)) + v'*(u**v*log(u))", "1*(x*x**(x - 1)) + 1*(x**x*log(x))"),
    ("2*x*exp(x)*cos(x)", "product",
     {"u": ("2*x", "2"), "v": ("exp(x)", "exp(x)"), "w": ("cos(x)", "-sin(x)")},
     "u'*v*w + u*v'*w + u*v*w'",
     "2*exp(x)*cos(x) + (2*x)*exp(x)*cos(x) + (2*x)*exp(x)*(-sin(x))"),
    ("max(x, x**2)", "derivative of max", {"u": ("x", "1"), "v": ("u1", "2*x")},
     "Piecewise((u', u > v), (v', True))", "Piecewise((1, x > u1), (2*x, True))"),
    ("hypot(x, x**2)", "derivative of hypot", {"u": ("x", "1"), "v": ("u1", "2*x")},
     "u'*(u/hypot(u, v)) + v'*(v/hypot(u, v))",
     "1*(x/hypot(x, u1)) + (2*x)*(u1/hypot(x, u1))"),
    ("where(x > 1, x**2, sin(x))", "cases", {"u": ("u1", "2*x"), "v": ("u2", "cos(x)")},
     "Piecewise((u', x > 1), (v', True))", "Piecewise((2*x, x > 1), (cos(x), True))"),
    ("s(x, x**2)", "derivative of s", {"u": ("x", "1"), "v": ("u1", "2*x")},
     "u'*D1(s)(u, v) + v'*D2(s)(u, v)", "1*D1(s)(x, u1) + (2*x)*D2(s)(x, u1)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "parts", "pattern", "written"), RULES)
def test_a_rule_is_spelled_out(
    text: str, rule: str, parts: dict[str, tuple[str, str]], pattern: str, written: str
) -> None:
    step = chain(text, wrt="x").levels[-1].steps[-1]
    assert step.rule == rule
    shown = {p.name: (write(p.formula), write(p.derivative)) for p in step.parts}
    assert shown == parts
    assert [write(step.pattern), write(step.written)] == [pattern, written]


NONE = ["x**3", "2*x", "sin(x)", "x + 1", "2**x", "x*y", "where(x == 0, 0, x)", "x/2"]


@pytest.mark.parametrize("text", NONE)
def test_where_one_part_varies_there_is_nothing_to_combine(text: str) -> None:
    assert [step for level in chain(text, wrt="x").levels for step in level.steps] == []


def test_sums_go_term_by_term_where_that_is_asked_for() -> None:
    text = "x**2 + sin(x) + 3"
    record = json.loads(in_process("chain", text, "--terms", "--json").stdout)
    (step,) = record["levels"][-1]["steps"]
    assert {name: part["derivative"] for name, part in step["parts"].items()} == {
        "u": "2*x", "v": "cos(x)", "w": "0"
    }  # fmt: skip
    assert (step["pattern"], step["derivative"]) == ("u' + v' + w'", "2*x + cos(x) + 0")
    assert "steps" not in json.loads(in_process("chain", text, "--json").stdout)["levels"][-1]


def test_rules_inside_of_others_come_first() -> None:
    steps = chain("x**2*(x + 1)/(x - 3)").levels[-1].steps
    assert [(write(step.whole), step.rule) for step in steps] == [
        ("x**2*(x + 1)", "product"),
        ("x**2*(x + 1)/(x - 3)", "quotient"),
    ]


def test_letters_of_parts_are_those_of_nothing_else() -> None:
    (step,) = chain("u*sin(u)*v", wrt="u").levels[-1].steps
    assert [part.name for part in step.parts] == ["w", "p"]


def test_there_are_numbers_beside_the_parts() -> None:
    (step,) = chain("x**2*sin(x)", at=2).levels[-1].steps
    numbers = [(p.value.decimal, p.slope.decimal) for p in step.parts]
    assert numbers == [("4", "4"), ("0.9092974268256817", "-0.4161468365471424")]


def written_out(step: RuleStep, levels: tuple[Level, ...]) -> tuple[Graph, Graph]:
    """Return what a rule differentiates and its derivative, in variables alone."""
    nodes = Nodes()
    meaning: dict[str, int] = {}
    for level in levels:
        meaning[level.name] = transplant(level.definition, nodes, meaning)
    sides = [transplant(graph, nodes, meaning) for graph in (step.whole, step.written)]
    return Graph(nodes, sides[0]), Graph(nodes, sides[1])


@settings(max_examples=150, deadline=None)
@given(graphs(), points())
def test_a_rule_gives_the_derivative(graph: Graph, point: dict[str, Any]) -> None:
    reading = read("x")._replace(graph=graph)
    try:
        levels = chain(reading, wrt=list(VARIABLES)).levels
    except CalcdlError:  # defined nowhere
        return
    for step in [step for level in levels for step in level.steps]:
        whole, derivative = written_out(step, levels)
        value, slope = ball_at(derivative, point), series_at(whole, point, {step.variable: 1}, 1)
        assert value is None or slope is None or value.overlaps(slope), write(step.whole)


def test_a_wrong_rule_is_caught() -> None:
    levels = chain("x**2*sin(x)").levels
    step = levels[-1].steps[0]
    wrong = step._replace(written=read("2*x*sin(x)").graph)
    whole, derivative = written_out(wrong, levels)
    assert not ball_at(derivative, {"x": 1}).overlaps(series_at(whole, {"x": 1}, {"x": 1}, 1))


def test_very_many_levels_have_no_steps() -> None:
    levels = list(chain("x*sin(x)").levels)
    assert with_steps(levels, ["x"] * 201, {"x"}) == levels


@pytest.mark.parametrize("flag", ["--steps", "--verbose"])
def test_the_steps_of_deriv_are_those_of_chain(flag: str) -> None:
    for form in ("plain", "table", "json"):
        line = ("x**2*sin(x)", "--at", "2", "--format", form)
        assert in_process("deriv", *line, flag) == in_process("chain", *line)
