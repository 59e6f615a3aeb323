"""Points in blocks of doubles: no number that is not right to twelve digits, and no lost speed."""

from __future__ import annotations

import random

import numpy as np
import pytest

from calcdl.calculus.many.doubles import prepare
from calcdl.functions import spreads
from calcdl.reading.expressions import read
from tests.support import blocks_trial
from tests.support.blocks_trial import ORDERS, expressions_of_rows, made_up, points, tried
from tests.support.command import in_process


@pytest.mark.parametrize("text", expressions_of_rows())
def test_rows_of_the_table_are_right_or_asked_for_by_themselves(text: str) -> None:
    choice = random.Random(text)
    assert tried(text, choice.choice(ORDERS), points(choice, 12)).faults == []


@pytest.mark.slow
def test_made_up_expressions_are_right_or_asked_for_by_themselves() -> None:
    choice = random.Random(7)
    told = 0
    for _ in range(200):
        text = made_up(choice, choice.randint(1, 3))
        tally = tried(text, choice.choice(ORDERS), points(choice, 12))
        assert tally.faults == []
        told += tally.told
    assert told > 300  # else it would be no trial


def test_a_wrong_bound_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(spreads.SPREADS, "sin", lambda y, u, h: 0 * h)
    texts = points(random.Random(1), 50)
    assert tried("sin(exp(x))", 0, texts).faults
    assert blocks_trial.tried("sin(x)", 0, ["1", "2"]).told == 2


@pytest.mark.parametrize(
    "text",
    ["sigmoid(3*x + 1)", "x**2*sin(x)", "tanh(x)/(1 + x**2)", "gelu(x)", "max(x, 0)*relu(x)",
     "exp(-x**2/2)/sqrt(2*pi)", "x*floor(log(7))", "log(1 + exp(x))", "where(x > 1, x**2, 0)",
     "hardswish(x)", "mish(x)", "erf(x)", "clip(x, -1, 1)", "x**5 - 3*x + 2"],
)  # fmt: skip
def test_ordinary_points_need_no_care(text: str) -> None:
    x = np.random.default_rng(1).normal(0, 2, 1000)
    _, care = prepare(read(text).graph, [("x",)]).at({"x": x})
    assert care.sum() <= 10  # where the derivative is nearly zero


WAYS = [[], ["--certified"]]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("arguments", "stdin", "printed"),
    [
        # An intermediate overflows
        (["deriv", "x/(1+exp(x))"], "400\n", "-7.641526690888882e-172\n"),
        (["deriv", "1/(1+exp(x**2))", "--order", "2"], "16\n", "6.761818799957094e-109\n"),
        (["deriv", "x/sqrt(1+x**2)"], "1e110\n", "1e-330\n"),
        (["gradient", "x*y/(1+exp(x))"], "x,y\n400,1\n", None),
        (["deriv", "atan(x*x)", "--order", "4"], "2e19\n", None),
        (["eval", "1/(1/x)"], "1e-320\n", "1e-320\n"),
        # The bound does
        (["deriv", "sin(exp(x))"], "705.5\n", None),
        (["deriv", "x*sin(x)"], "1e307\n", None),
        # Second order is more than first
        (["eval", "2 + cos(1.1*x)"], "7139970173783.3\n", None),
        (["eval", "cos(1e15*x)"], "3.141592653589793\n", None),
        # Subnormal parts and inputs
        (["eval", "erfc(x)*1e300"], "27\n", "5.237048923789255e-19\n"),
        (["eval", "sin(x*1e-300)*1e300"], "1e-18\n", "1e-18\n"),
        (["eval", "x*1e300"], "3e-324\n", "3e-24\n"),
        (["eval", "x"], "1e-400\n1e400\n-0\n0e9\n", "1e-400\n1e+400\n0\n0\n"),
        (["eval", "5 + exp(-x)"], "1e5\n", "5\n"),
        # Constants are exact
        (["eval", "x*floor(exp(log(3)/2)**2 + 1/2)"], "5\n", "15\n"),
        (["eval", "x*exp(-800)*exp(800)"], "7\n", "7\n"),
        # What is too large for a block
        (["deriv", "sin(x*exp(x))**2*tanh(gelu(x)*x)", "--order", "6"], "1\n", None),
    ],
)
def test_blocks_print_what_is_right(
    arguments: list[str], stdin: str, printed: str | None, way: list[str]
) -> None:
    outcome = in_process(*arguments, "--at", "-", *way, stdin=stdin)
    if printed is None:
        printed = in_process(*arguments, "--at", "-", "--certified", stdin=stdin).stdout
    assert (outcome.status, outcome.stderr) == (0, "")
    for one, other in zip(outcome.stdout.split(), printed.split(), strict=True):
        assert one == other or float(one) == pytest.approx(float(other), rel=1e-12, abs=0)
