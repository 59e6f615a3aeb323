"""Claims at sample points: what is called different is, and what is called equal agrees."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calcdl.calculus.check import samples
from calcdl.calculus.check.samples import (
    DIGITS,
    SIMPLE,
    Trial,
    claimed_at,
    compare,
    compare_at_corner,
    points,
    trials,
)
from calcdl.calculus.derivative.formula import formula
from calcdl.errors import CalcdlError, NoValue
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.points import Point, read_point
from calcdl.reading.writing import write
from tests.support.strategies import SMOOTH, VARIABLES, graphs
from tests.support.strategies import points as any_points

pytestmark = pytest.mark.slow

often = settings(max_examples=80, deadline=None)


def trial(expression: str, claim: str) -> Trial:
    return Trial(read(expression).graph, read(claim).graph, {})


def point(values: dict[str, Any]) -> Point:
    return read_point(",".join(f"{name}={value}" for name, value in values.items()), list(values))


def verdict(expression: str, claim: str, at: str, order: int = 1) -> str | None:
    return compare(trial(expression, claim), "x", order, read_point(at, ["x"]))


# Laws


def with_claim(graph: Graph, change: str) -> Trial:
    """Return a function and its derivative, changed."""
    try:
        claim = write(formula(graph, "x"))
    except CalcdlError:
        assume(False)
        raise
    return Trial(graph, read(change.format(claim)).graph, {})


@often
@given(graphs(SMOOTH, 5), any_points())
def test_the_derivative_never_differs(graph: Graph, values: dict[str, Any]) -> None:
    found = compare(with_claim(graph, "{}"), "x", 1, point(values))
    assert found in ("agree", "nowhere", "corner", None)


@often
@given(graphs(SMOOTH, 5), any_points(), st.integers(0, DIGITS + 30))
def test_another_number_never_agrees_to_fifty_digits(
    graph: Graph, values: dict[str, Any], digits: int
) -> None:
    """A part of 10**-digits more is seen to be different, or is beyond what is compared."""
    found = compare(with_claim(graph, f"({{}})*(1 + 10**-{digits})"), "x", 1, point(values))
    is_zero = compare(with_claim(graph, "0*x"), "x", 1, point(values)) == "agree"
    assert found != "agree" or is_zero or digits > DIGITS
    assert found != "differ" or not is_zero


def test_a_comparison_of_a_few_digits_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Agreement to ten digits would call x + 1e-20*x and x equal."""
    almost = trial("exp(x)", "exp(x)*(1 + exp(-60))")
    at = read_point("2", ["x"])
    assert compare(almost, "x", 1, at) == "differ"
    monkeypatch.setattr(samples, "PRECISIONS", (53,))
    assert compare(almost, "x", 1, at, (53,)) is None  # no digit is guessed
    monkeypatch.setattr(samples, "DIGITS", 10)
    assert compare(almost, "x", 1, at, (53,)) == "agree"


@pytest.mark.parametrize(
    ("expression", "claim", "at", "expected"),
    [
        ("x**2", "2*x", "3", "agree"),
        ("x**2", "2*x + 1e-200", "3", "differ"),
        ("sin(x)", "cos(x) + 1e-45", "1", "differ"),
        ("sin(x)", "cos(x) + exp(-1000)", "1", "agree"),
        ("log(x)", "1/x", "-1", "nowhere"),
        ("x**2", "2*x**2/x", "0", "undefined"),
        ("x", "log(x)/log(x)", "-2", "undefined"),
        ("abs(x)", "sign(x)", "0", "corner"),
        ("sqrt(x**2)", "sign(x)", "0", "corner"),
        ("abs(x)", "sign(x)", "-3", "agree"),
        ("sin(x)**2 + cos(x)**2", "0", "1", "agree"),
        ("sin(x)**2 + cos(x)**2", "exp(-1000)", "1", "differ"),
    ],
)
def test_what_is_said_of_a_claim_at_a_point(
    expression: str, claim: str, at: str, expected: str
) -> None:
    assert verdict(expression, claim, at) == expected


@pytest.mark.parametrize(
    ("expression", "claim", "expected"),
    [
        ("x*abs(x)", "2*abs(x)", "agree"),
        ("x*abs(x)", "2*abs(x) + 1", "differ"),
        ("x*abs(x)", "2*abs(x) + x/x", "undefined"),
        ("abs(x)", "sign(x)", "nowhere"),
        ("where(x < 0, x**2, x**3)", "where(x < 0, 2*x, 3*x**2)", "agree"),
        ("sqrt(x)", "1/(2*sqrt(x))", "nowhere"),
    ],
)
def test_at_a_corner_both_sides_decide(expression: str, claim: str, expected: str) -> None:
    assert compare_at_corner(trial(expression, claim), "x", 1, read_point("0", ["x"])) == expected


@pytest.mark.parametrize("order", [1, 2, 3, 7])
def test_higher_derivatives_are_compared_as_such(order: int) -> None:
    claim = f"(x + {order})*exp(x)"
    assert verdict("x*exp(x)", claim, "2/3", order) == "agree"
    assert verdict("x*exp(x)", claim, "2/3", order + 1) == "differ"


def test_the_value_of_a_claim_has_proven_digits() -> None:
    at = read_point("1/7", ["x"])
    assert claimed_at(read("1/(x + 3)").graph, at, 20).decimal == "0.31818181818181818182"
    assert claimed_at(read("where(log(e) == 1, x, 2)").graph, at).exact == "1/7"
    with pytest.raises(NoValue):
        claimed_at(read("1/(x - 1/7)").graph, at)


# The points


@pytest.mark.parametrize("names", [["x"], ["x", "y"], list(VARIABLES)])
def test_points_are_always_the_same_simple_ones_first(names: list[str]) -> None:
    pairs = list(islice(points(names), 400))
    values = [tuple(p.texts[name] for name in names) for p, _ in pairs]
    assert values == [tuple(p.texts.values()) for p, _ in islice(points(names), 400)]
    assert [is_random for _, is_random in pairs] == [False] * SIMPLE + [True] * (400 - SIMPLE)
    assert len(set(values)) > 390
    numbers = [Fraction(value[0]) for value in values]
    assert min(numbers) < -100
    assert max(numbers) > 100
    assert sum(abs(number) < 1 for number in numbers) > 60


# What stands in for undefined functions


@pytest.mark.parametrize(
    ("expression", "claim", "equal"),
    [
        ("s(2x)", "2*s'(2x)", True),
        ("s(x)*t(x)", "s'(x)*t(x) + s(x)*t'(x)", True),
        ("s(x)*t(x)", "s'(x)*t'(x)", False),
        ("s(x, x**2)", "D1(s)(x, x**2) + 2*x*D2(s)(x, x**2)", True),
        ("s(x, x**2)", "D1(s)(x, x**2) + D2(s)(x, x**2)", False),
        ("s'(x)", "s''(x)", True),
        ("s(x)", "s(x)", False),
    ],
)
def test_a_claim_holds_for_each_stand_in_or_not_for_all(
    expression: str, claim: str, equal: bool
) -> None:
    tried = trials(read(expression).graph, read(claim).graph)
    at = read_point("1/3", ["x"])
    said = [compare(each, "x", 1, at) for each in tried]
    assert len(tried) == 3
    assert set(said) == {"agree"} if equal else "differ" in said
    assert len({each.stand_ins for each in tried}) == 3


def test_without_undefined_functions_there_is_one_trial_of_the_graphs_themselves() -> None:
    graph, claim = read("x**2*y").graph, read("2*x*y").graph
    (only,) = trials(graph, claim)
    assert (only.graph, only.claim, only.stand_ins) == (graph, claim, ())
    assert only.place == {i: i for i in graph.order()}
