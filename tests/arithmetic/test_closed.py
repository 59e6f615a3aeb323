"""Closed formulas of constants: their numbers, signs and rational values, against balls."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calcdl.arithmetic.formulas.closed import Closed, simple_rational
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, NoValue, Undecided
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.sweep.forward import apply
from tests.support.strategies import graphs, points

pytestmark = pytest.mark.slow

BITS = 600
often = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True)
def _precise_balls() -> Any:
    with precision(BITS):
        yield


def closed_of(closed: Closed, graph: Graph, point: dict[str, Any]) -> int:
    inputs = {name: closed.number(value) for name, value in point.items()}
    return closed.fold(apply(graph, closed, inputs))


def formula(closed: Closed, text: str) -> int:
    return closed_of(closed, read(text).graph, {})


def ball_of(closed: Closed, node: int, bits: int = BITS) -> arb:
    return Taylor(1).ball_of(closed.ball(node, bits))


def ball_at(graph: Graph, point: dict[str, Any]) -> arb:
    """Return the value of a function as a ball; an example that has none is left out."""
    taylor = Taylor(1)
    try:
        value = apply(graph, taylor, {name: taylor.number(u) for name, u in point.items()})
    except CalcdlError:
        assume(False)
        raise
    return taylor.ball_of(value)


# A formula is its number


def is_the_number(closed: Closed, node: int, number: arb) -> bool:
    """Say whether a formula is a number, to all digits that a ball of it has."""
    found = ball_of(closed, node)
    return bool(found.overlaps(number)) and bool(found.rel_accuracy_bits() > BITS // 4)


@often
@given(graphs(), points())
def test_a_formula_evaluates_back_to_the_ball(graph: Graph, point: dict[str, Any]) -> None:
    number = ball_at(graph, point)
    assume(not number.contains(0) and number.rel_accuracy_bits() > BITS // 2)
    closed = Closed()
    node = closed_of(closed, graph, point)
    assert is_the_number(closed, node, number)
    assert not is_the_number(closed, closed.multiple(node, 1 + Fraction(1, 10**40)), number)


@often
@given(graphs(), points())
def test_its_sign_is_that_of_the_ball(graph: Graph, point: dict[str, Any]) -> None:
    number = ball_at(graph, point)
    closed = Closed()
    node = closed_of(closed, graph, point)
    if not number.contains(0):
        assert closed.sign(node) == (1 if number > 0 else -1)
    elif (sign := closed.sign_or_none(node)) is not None:
        with_more_bits = ball_of(closed, node, 8192)
        assert sign * with_more_bits > 0 if sign else with_more_bits.contains(0)


@often
@given(graphs(), points())
def test_a_rational_number_that_is_proven_is_the_number(
    graph: Graph, point: dict[str, Any]
) -> None:
    number = ball_at(graph, point)
    closed = Closed()
    node = closed_of(closed, graph, point)
    value = closed.rational(node)
    if value is not None:
        assert number.contains(Taylor(1).ball(value))
        assert ball_of(closed, closed.proven(node)).is_exact() or value.denominator > 1
    else:
        assert closed.proven(node) == node


def test_a_ball_of_few_bits_does_not_spoil_one_of_many() -> None:
    closed = Closed()
    node = formula(closed, "exp(sqrt(2))*gamma(1/3) - log(7)")
    widths = [ball_of(closed, node, bits).rel_accuracy_bits() for bits in (128, 2048, 128)]
    assert widths[0] == widths[2] < 128 + 10
    assert widths[1] > 2000


# What only a proof tells

ZERO = ("cos(1) - cos(1)", "sqrt(2)*sqrt(3) - sqrt(6)", "log(6) - log(2) - log(3)",
        "sin(1)**2 + cos(1)**2 - 1", "exp(2)*exp(-2) - 1", "atan(1) - pi/4",
        "(1 + sqrt(2))**3 - 7 - 5*sqrt(2)")  # fmt: skip
RATIONAL = [("sqrt(2)**2", 2), ("log(exp(1/3))", Fraction(1, 3)), ("sin(pi/6)", Fraction(1, 2)),
            ("sqrt(2)*sqrt(8)/3", Fraction(4, 3)), ("gamma(5)", 24), ("2**0.5*2**0.5", 2),
            ("where(sqrt(2) > 7/5, 3, 4)", 3), ("pi - pi", 0)]  # fmt: skip
NOT_RATIONAL = ("sqrt(2)", "pi/3", "exp(1)", "1/3 + exp(-200)", "log(2)/log(3)")


@pytest.mark.parametrize("text", ZERO)
@pytest.mark.parametrize("apart", ["0", "1e-50", "-1e-50", "exp(-500)"])
def test_zero_is_told_from_what_is_nearly_zero(text: str, apart: str) -> None:
    closed = Closed()
    sign = closed.sign(formula(closed, f"{text} + {apart}"))
    assert sign == (0 if apart == "0" else -1 if apart[0] == "-" else 1)


@pytest.mark.parametrize(("text", "value"), RATIONAL)
def test_a_rational_number_is_recognised(text: str, value: Any) -> None:
    closed = Closed()
    node = formula(closed, text)
    assert closed.rational(node) == value
    assert closed.proven(node) == closed.number(value)


@pytest.mark.parametrize("text", NOT_RATIONAL)
def test_what_is_only_near_a_rational_number_is_not_taken_for_one(text: str) -> None:
    closed = Closed()
    assert closed.rational(formula(closed, text)) is None


def test_a_proof_is_asked_for_once_and_believed() -> None:
    asked: list[Graph] = []

    def prover(graph: Graph) -> bool | None:
        asked.append(graph)
        return len(asked) == 1 or None

    closed = Closed(prover)
    hard = "gamma(1/3)*gamma(2/3) - 2*pi/sqrt(3)"
    first, second, third = (formula(closed, f"{k}*({hard})") for k in (1, 5, 7))
    assert closed.sign(first) == closed.sign(first) == 0
    for node in (second, third):
        with pytest.raises(Undecided, match="not proven to be zero"):
            closed.sign(node)
    assert len(asked) == 2  # one failure is enough


@pytest.mark.parametrize("text", ["log(-1)", "1/(sqrt(4) - 2)", "sqrt(cos(2))", "acosh(1/2)"])
def test_what_has_no_real_value_is_refused(text: str) -> None:
    closed = Closed()
    with pytest.raises(NoValue):
        formula(closed, text)


# Rational numbers near a ball


@often
@given(st.integers(-(10**6), 10**6), st.integers(1, 10_000), st.integers(90, 500))
def test_a_small_fraction_is_read_off_a_ball(numerator: int, denominator: int, bits: int) -> None:
    value = Fraction(numerator, denominator)
    inexact = arb(numerator) / denominator + arb(2) ** -(bits + 2) + arb(0, arb(2) ** -bits)
    assert simple_rational(inexact) == value
    moved = inexact + arb(2) ** (-bits + 1)
    assert simple_rational(moved) != value


def test_balls_that_are_wide_or_exact_name_no_fraction() -> None:
    assert simple_rational(arb("0.5 +/- 1e-9")) is None
    assert simple_rational(arb(0.5)) is None
    assert simple_rational(arb("nan")) is None
    assert simple_rational(arb("0 +/- 1e-60")) == 0
