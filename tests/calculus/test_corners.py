"""Derivatives where Taylor arithmetic stops, of functions that are made of two known ones."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import factorial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calcdl.arithmetic.signals import Kink
from calcdl.calculus.derivative.corners import intercept, settle
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.evaluation.value import value_at
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point

pytestmark = pytest.mark.slow

often = settings(max_examples=60, deadline=None)
fractions = st.builds(Fraction, st.integers(-12, 12), st.integers(1, 6))
polynomials = st.lists(fractions, min_size=1, max_size=5)
SIDES = {-1: "left", 1: "right"}


def settled(text: str, at: Any, order: int = 1, side: int = 0) -> Fraction:
    """Return an exact derivative as it is settled where something is not smooth."""
    point = read_point(str(at), ["x"])
    kink = Kink("a function is not smooth there")
    value, _ = settle(read(text).graph, "x", point, order, None, side, kink)
    return Fraction(value.exact or "")


def polynomial(coefficients: list[Fraction], at: Fraction) -> str:
    """Return the sum of c[k]*(x - at)**k as text."""
    return " + ".join(f"({c})*(x - ({at}))**{k}" for k, c in enumerate(coefficients))


def derivative(coefficients: list[Fraction], order: int) -> Fraction:
    return factorial(order) * coefficients[order] if order < len(coefficients) else Fraction(0)


def pasted(left: list[Fraction], right: list[Fraction], at: Fraction) -> str:
    return f"where(x < {at}, {polynomial(left, at)}, {polynomial(right, at)}) + 0*x"


# Two polynomials pasted together


@often
@given(polynomials, polynomials, st.integers(0, 4), fractions, st.integers(1, 4))
def test_a_derivative_is_that_of_both_sides_or_there_is_none(
    left: list[Fraction], other: list[Fraction], same: int, at: Fraction, order: int
) -> None:
    """It exists where the sides have the same value and the same derivatives up to its order."""
    right = [*left[:same], *other[same:]] if same <= len(left) else left
    pairs = [(derivative(left, k), derivative(right, k)) for k in range(order + 1)]
    text = pasted(left, right, at)
    if all(a == b for a, b in pairs):
        assert settled(text, at, order) == pairs[order][0]
    else:
        with pytest.raises(NotDifferentiable):
            settled(text, at, order)


@often
@given(polynomials, polynomials, fractions, st.integers(1, 4))
def test_a_derivative_on_a_side_is_that_of_the_side(
    left: list[Fraction], right: list[Fraction], at: Fraction, order: int
) -> None:
    """On the left only where the function is continuous there: it has the value of the right."""
    text = pasted(left, right, at)
    assert settled(text, at, order, 1) == derivative(right, order)
    if left[0] == right[0]:
        assert settled(text, at, order, -1) == derivative(left, order)
    else:
        with pytest.raises(NotDifferentiable, match="but tends to"):
            settled(text, at, order, -1)


@often
@given(polynomials, polynomials, fractions)
def test_the_tangent_on_a_side_meets_the_axis_where_it_should(
    left: list[Fraction], right: list[Fraction], at: Fraction
) -> None:
    graph, point = read(pasted(left, right, at)).graph, read_point(str(at), ["x"])
    for side, coefficients in ((-1, left), (1, right)):
        found = intercept(graph, "x", point, side, None)
        assert found is not None
        assert Fraction(found.exact or "") == coefficients[0] - derivative(coefficients, 1) * at


def slopes(left: list[Fraction], right: list[Fraction], at: Fraction) -> tuple[Any, Any]:
    """Return the slopes that the error of a corner names."""
    with pytest.raises(NotDifferentiable) as caught:
        settled(pasted(left, right, at), at)
    return caught.value.left, caught.value.right


@pytest.mark.parametrize("right", [Fraction(1, 4), Fraction(-3), Fraction(0)])
def test_the_error_names_the_slopes_of_both_sides(right: Fraction) -> None:
    assert slopes([Fraction(2), Fraction(1)], [Fraction(2), right], Fraction(7)) == (
        "1",
        str(float(right)).removesuffix(".0").replace("-0", "0"),
    )


def test_sides_that_are_mistaken_for_each_other_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from calcdl.calculus.point import examine

    right = examine.germ_on_side
    monkeypatch.setattr(
        examine, "germ_on_side", lambda *given, **named: right(*given[:4], -given[4], *given[5:])
    )
    assert settled("max(2*x, 3*x)", 0, 1, 1) != 3


# Functions that end, hide a hole, or only look as if they had a corner


@pytest.mark.parametrize(
    ("text", "at", "order", "value"),
    [
        ("x*abs(x)", 0, 1, 0), ("abs(x)**3", 0, 2, 0), ("sqrt(x**4)", 0, 1, 0),
        ("sqrt(x**4)", 0, 2, 2), ("max(x, x**3 + x)", 0, 2, 0), ("abs(x**2)", 0, 2, 2),
        ("sqrt(x**2 + 2*x**3 + x**4)*sign(x)", 0, 3, 0), ("max(x, x) + min(x, 1)", 3, 1, 1),
        ("where(x == 0, 1, sin(x)/x)", 0, 2, Fraction(-1, 3)), ("cbrt(x**3)", 0, 1, 1),
        ("where(x == 0, 0, exp(-1/x**2))", 0, 4, 0), ("abs(sin(x))*sin(x)", 0, 1, 0),
        ("where(x == 0, 0, x**2*sin(1/x))", 0, 1, 0),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_corner(text: str, at: int, order: int, value: Any) -> None:
    assert settled(text, at, order) == value


@pytest.mark.parametrize(
    ("text", "side", "error", "message"),
    [
        ("abs(x)", 0, NotDifferentiable, "its slope is -1 on the left and 1 on the right"),
        ("sqrt(x)", 1, NotDifferentiable, "it is infinite there"),
        ("sqrt(x)", -1, NotDifferentiable, "it is undefined there"),
        ("sign(x)", 1, NotDifferentiable, "the function is 0 at the point, but tends to 1 there"),
        ("cbrt(x)", 0, NotDifferentiable, "vertical tangent"),
        ("1/x", 0, NoValue, "pole"),
        ("sin(x)/x", 0, NoValue, "hole"),
        ("log(x)", 0, NoValue, "log"),
        ("where(x == 0, 0, x*sin(1/x))", 0, Undecided, "oscillates"),
        ("where(x == 0, 0, x**2*sin(1/x))", 1, None, ""),
    ],
)
def test_what_is_said_where_there_is_none(
    text: str, side: int, error: type[CalcdlError] | None, message: str
) -> None:
    if error is None:
        assert settled(text, 0, 1, side) == 0
        return
    with pytest.raises(error, match=message):
        settled(text, 0, 1, side)


@pytest.mark.parametrize("text", ["exp(x)*x**2", "atan(x)/(x**2 + 1)", "sigmoid(3*x) - x"])
@pytest.mark.parametrize("order", [1, 2, 3])
def test_where_nothing_is_in_the_way_it_is_the_derivative(text: str, order: int) -> None:
    graph, point = read(text).graph, read_point("2/3", ["x"])
    direct = derivative_at(graph, "x", point, order)[0]
    for side in (0, -1, 1):
        assert settle(graph, "x", point, order, None, side, None)[0].decimal == direct.decimal


# Choices between what is equal wherever both have values


@pytest.mark.parametrize("condition", ["x > 1", "x <= 1", "x == 1", "min(x**2, x - 1) == 0"])
def test_a_choice_between_equals_has_a_slope_where_it_has_values(condition: str) -> None:
    """Along y = 0 all branches are zero: whether there is a slope hangs on their domains alone."""
    branches = ("y", "y**2/(1 - x)", "y/sqrt(x - 2)", "y*log(1 - x)", "y*abs(x - 1)")
    for chosen, otherwise in product(branches, repeat=2):
        graph = read(f"where({condition}, {chosen}, {otherwise}) + 0*x*y").graph
        around = [value_or_none(graph, x) for x in ("1 - 1/9", "1", "1 + 1/9")]
        try:
            value, _ = derivative_at(graph, "x", read_point("x=1, y=0", ["x", "y"]))
        except (NotDifferentiable, NoValue):
            assert None in around, (chosen, otherwise)
        else:
            assert (value.exact, around) == ("0", ["0", "0", "0"]), (chosen, otherwise)


def value_or_none(graph: Graph, x: str) -> str | None:
    try:
        return value_at(graph, read_point(f"x={x}, y=0", ["x", "y"]))[0].exact
    except NoValue:
        return None
