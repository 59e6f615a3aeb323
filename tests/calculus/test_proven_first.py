"""A claim that is proven, and undefined nowhere, is tried at one point; the verdict is the same."""

from __future__ import annotations

from unittest import mock

import pytest

from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.calculus.check import answer as room
from calcdl.calculus.question import FORMULAS, VALUES
from calcdl.calculus.smooth import has_slopes_everywhere
from calcdl.functions import FUNCTIONS
from calcdl.reading.expressions import read
from calcdl.render.check import rows

pytestmark = pytest.mark.process  # SymPy gets only so much time

EVERYWHERE = [
    name
    for name, row in FUNCTIONS.items()
    if len(row.args) == 1 and not row.variadic and has_slopes_everywhere(read(f"{name}(x)").graph)
]
POINTS = ("-1000", "-30", "-7/3", "-2", "-1", "-1/2", "0", "1/3", "1", "2", "5", "30", "1000")


def test_the_table_has_functions_without_bounds() -> None:
    assert {"exp", "sin", "tanh", "sigmoid", "erf"} <= set(EVERYWHERE)


@pytest.mark.parametrize("name", EVERYWHERE)
def test_a_function_without_bounds_has_values_and_slopes_everywhere(name: str) -> None:
    result = answer(ask("deriv", f"{name}(x)", at=POINTS))
    assert [point.at for point in result.points if point.error is not None] == []


@pytest.mark.parametrize(
    "text",
    ["log(x)", "sqrt(x)", "abs(x)", "tan(x)", "floor(x)", "1/x", "x**-1", "x**y", "x**(1/2)",
     "s(x)", "x/0", "where(x > 0, x, 1)", "gamma(x)", "relu(x)", "exp(x) + asin(x)", "max(x, 1)",
     "2**x"],
)  # fmt: skip
def test_what_has_bounds_or_may_have_them_is_not_among_them(text: str) -> None:
    assert not has_slopes_everywhere(read(text).graph)


@pytest.mark.parametrize("text", ["x", "3", "x**2*y/7 - 2", "(x - y)**1", "sin(exp(-x**2))*pi**2"])
def test_polynomials_and_what_is_made_of_them_are(text: str) -> None:
    assert has_slopes_everywhere(read(text).graph)


CLAIMS = [
    ("x**2", "2*x"), ("sin(x)", "cos(x)"), ("(x + 1)**3", "3*x^2 + 6*x + 3"), ("x**2", "x"),
    ("sin(x)**2", "sin(2*x)"), ("tanh(x)", "1 - tanh(x)**2"), ("exp(x)*x", "exp(x)"),
    ("sin(x)", "cos(x) + 1e-60"), ("1/x", "-1/x**2"), ("abs(x)", "sign(x)"), ("x*y", "y"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim"), CLAIMS)
def test_a_pipe_and_who_wants_more_get_the_same_verdict(text: str, claim: str) -> None:
    wrt = ["x"] if "y" in text else []
    asked = [
        ask("check", text, claims=[claim], wrt=wrt, detail=detail) for detail in (VALUES, FORMULAS)
    ]
    assert rows(answer(asked[0])) == rows(answer(asked[1]))


def test_what_is_proven_is_tried_once_where_nobody_asks_how_often() -> None:
    with mock.patch.object(room, "sampled_at_all", side_effect=AssertionError):
        asked = ask("check", "sin(3*x)", claims=["3*cos(3*x)"], detail=VALUES)
        assert rows(answer(asked)) == [["equal"]]
    with (
        mock.patch.object(room, "sampled_at_all", side_effect=AssertionError),
        pytest.raises(AssertionError),
    ):
        answer(ask("check", "log(x)", claims=["1/x"], detail=VALUES))
