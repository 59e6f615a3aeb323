"""Ranges: the values of functions between two numbers, however far apart."""

from __future__ import annotations

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcdl.arithmetic.precision import load_flint, precision
from calcdl.arithmetic.ranges import Range, Ranges
from calcdl.errors import CalcdlError
from calcdl.reading.expressions import read
from calcdl.sweep.forward import apply

TEXTS = [
    "exp(1/x)", "x^2 - 2*x", "x^3/(1 + x^2)", "log(x)*x", "sinh(x) - x", "tanh(x)^2", "x^x",
    "sigmoid(-x)*x", "sin(x)/x", "exp(-x^2)*x", "x^(-3)", "sqrt(x + 1)", "x^(1/3)",
]  # fmt: skip


def range_of(text: str, low: float, high: float) -> Range:
    ball = load_flint().arb
    with precision(64):
        return apply(read(text).graph, Ranges(), {"x": Range(ball(low), ball(high))})


@given(st.sampled_from(TEXTS), st.floats(0.01, 30), st.floats(0, 3), st.floats(0, 1))
def test_a_range_holds_the_values(text: str, low: float, width: float, share: float) -> None:
    x = low + width * share
    found = range_of(text, low, max(low + width, x))
    function = text.replace("^", "**")
    names = {name: getattr(mpmath, name) for name in ("exp", "log", "sinh", "tanh", "sin", "sqrt")}
    names |= {"sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)), "x": mpmath.mpf(x)}
    value = float(eval(function, {"__builtins__": {}}, names))
    rounding = abs(value) * 1e-9
    assert float(found.low) - rounding <= value <= float(found.high) + rounding


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("exp(1/x)", 1e-9, 1e-3), ("exp(exp(x))", 5, 100), ("exp(-1/x^2)/x^3", 1e-9, 1)],
)
def test_what_is_positive_is_known_to_be_so(text: str, low: float, high: float) -> None:
    assert range_of(text, low, high).low > 0


def test_a_range_ends_where_it_does() -> None:
    low, high = range_of("x^2", -1, 2)
    assert (float(low), float(high)) == (0, 4)
    low, high = range_of("log(x)", 1e-30, 1e30)
    assert (float(low), float(high)) == pytest.approx((-69.0775528, 69.0775528))


@pytest.mark.parametrize("text", ["abs(x)", "floor(x)", "1/x", "sign(x)", "where(x > 0, x, 1)"])
def test_where_a_function_is_not_analytic_there_is_no_range(text: str) -> None:
    with pytest.raises(CalcdlError):
        range_of(text, -0.5, 0.5)
