"""Maps as data: every statement that one makes is one that values at points bear out."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from random import Random

import pytest

import calcdl
from calcdl import evaluate
from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.calculus.question import Descending
from calcdl.calculus.surface.levels import choose_levels
from calcdl.errors import UsageError
from calcdl.results.curve import Window
from calcdl.results.surface import Place, Surface

ROSENBROCK = "(1-x)^2 + 100*(y-x^2)^2"
FUNCTIONS = ["x^2 - y^2", "x^2 + y^2", "sin(x)*cos(y)", ROSENBROCK, "1/(x-y)", "sqrt(x*y)",
             "log(x+y)", "floor(x) + y", "x*y/(x^2+y^2)", "abs(x) + abs(y)", "exp(x)*y",
             "where(x > y, x, y^2)", "gamma(x) + y", "besselj(0, x) + y"]  # fmt: skip


def of(text: str, left: str = "-2", right: str = "2", **flags: object) -> Surface:
    found: Surface = answer(ask("plot", text, window=(left, right), to="data", **flags))
    return found


@cache  # it is frozen data, and several tests look at the same
def usual(text: str) -> Surface:
    return of(text)


def values(text: str, places: list[Place]) -> list[float | None]:
    points = evaluate(text, at=[{"x": x, "y": y} for x, y in places]).points
    return [None if one.value is None else float(one.value.decimal) for one in points]


def is_in(boxes: tuple[Window, ...], place: Place, margin: float = 0.0) -> bool:
    x, y = place
    return any(
        box.left - margin <= x <= box.right + margin
        and box.bottom - margin <= y <= box.top + margin
        for box in boxes
    )


@pytest.mark.parametrize("text", FUNCTIONS)
def test_the_function_has_the_level_on_its_contours(text: str) -> None:
    found = usual(text)
    assert sum([len(contour.paths) for contour in found.contours])
    random = Random(text)
    for contour in found.contours:
        for path in contour.paths:
            for x, y in random.sample(path, min(len(path), 4)):
                step = 1e-4  # on both sides of the point there are values below and not below
                near = [(x + dx, y + dy) for dx in (-step, 0, step) for dy in (-step, 0, step)]
                known = [number for number in values(text, near) if number is not None]
                assert min(known) - 1e-9 <= contour.level <= max(known) + 1e-9


@pytest.mark.parametrize("text", FUNCTIONS)
def test_what_is_said_of_places_holds(text: str) -> None:
    found = usual(text)
    heights, window, random = found.heights, found.window, Random(text)
    for k in random.sample(range(len(heights.values)), 40):
        row, column = divmod(k, heights.columns)
        x = window.left + (window.right - window.left) * (column + 0.5) / heights.columns
        y = window.bottom + (window.top - window.bottom) * (row + 0.5) / heights.rows
        height = heights.values[k]
        (expected,) = values(text, [(x, y)])
        if expected is None:
            assert height is None or math.isnan(height)
        else:
            assert height == pytest.approx(expected)
            assert not is_in(found.empty, (x, y), -1e-9)


@pytest.mark.parametrize("text", ["1/(x-y)", "floor(x) + y", "sqrt(x*y)", "log(x+y)", "tan(x)*y"])
def test_no_contour_crosses_a_pole_a_jump_or_an_edge(text: str) -> None:
    found = usual(text)
    assert found.rough
    for contour in found.contours:
        for path in contour.paths:
            between = [
                (a + (c - a) * part, b + (d - b) * part)
                for (a, b), (c, d) in pairwise(path)
                for part in (0.25, 0.5, 0.75)
            ]
            for here in values(text, between):
                assert here is not None
                assert abs(here - contour.level) < 0.3 + 0.2 * abs(contour.level)


def test_where_there_is_no_value_it_is_blank() -> None:
    found = of("sqrt(x*y)")
    assert is_in(found.empty, (-1, 1))
    assert is_in(found.empty, (1.99, -1.99))
    assert not is_in(found.empty, (1, 1))
    nothing = of("log(-1 - x^2 - y^2)")
    assert nothing.contours == nothing.critical == nothing.arrows == ()
    assert set(nothing.heights.values) == {None}


# What is proven

CRITICAL = {
    "x^2 + y^2": [("minimum", 0, 0)],
    "x^2 - y^2": [("saddle", 0, 0)],
    ROSENBROCK: [("minimum", 1, 1)],
    "sin(x)*cos(y)": [("maximum", math.pi / 2, 0), ("minimum", -math.pi / 2, 0),
                      ("saddle", 0, math.pi / 2), ("saddle", 0, -math.pi / 2)],
    "exp(-x^2 - y^2)*(x + y)": [("maximum", 0.5, 0.5), ("minimum", -0.5, -0.5)],
    "x^3 - 3*x + y^2": [("minimum", 1, 0), ("saddle", -1, 0)],
    "x + y": [],
    "besselj(0, x) + y^2": [("saddle", 0, 0)],
}  # fmt: skip


@pytest.mark.parametrize("text", CRITICAL)
def test_points_with_a_gradient_of_zero_are_proven_and_all_there(text: str) -> None:
    found = of(text)
    points = [(p.kind, float(p.x.decimal), float(p.y.decimal)) for p in found.critical]
    assert sorted(points) == [(kind, pytest.approx(x), pytest.approx(y))
                              for kind, x, y in sorted(CRITICAL[text])]  # fmt: skip
    assert not found.unmarked


@pytest.mark.parametrize("text", ["x^2*y^2", "x^4 + y^4", "(x - y)^2"])
def test_what_is_not_proven_is_not_marked(text: str) -> None:
    found = of(text)
    assert (found.critical, found.unmarked) == ((), True)


def test_a_saddle_at_a_level_joins_no_lines_that_it_does_not_know() -> None:
    (level,) = [contour for contour in of("x^2 - y^2").contours if contour.level == 0]
    for path in level.paths:
        for x, y in path:
            assert abs(abs(x) - abs(y)) < 1e-3


def test_a_ring_is_one_closed_line() -> None:
    for contour in of("x^2 + y^2").contours:
        if contour.level < 4:
            (path,) = contour.paths
            assert path[0] == path[-1]


def test_a_line_that_is_touched_and_not_crossed_is_not_drawn() -> None:
    found = of("(x - y)^2 - 1")
    assert all([contour.level > -1 for contour in found.contours])


# Levels and windows


def test_levels_are_round_and_powers_where_values_are_far_apart() -> None:
    assert of(ROSENBROCK).logarithmic
    assert {0.1, 1, 10, 100, 1000} <= set(of(ROSENBROCK).levels)
    assert of("x + y").levels == (-3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2) or all(
        [level == round(level, 1) for level in of("x + y").levels]
    )
    assert choose_levels([], 5) == ((), False)
    assert choose_levels([2.0, 2.0], 5) == ((), False)


def test_a_window_is_said_by_axis_or_by_one_number() -> None:
    assert of("x*y", "x=-2,y=-1", "x=2,y=3").window == Window(-2, 2, -1, 3)
    assert of("x*y", "-1", "x=2,y=3").window == Window(-1, 2, -1, 3)
    chosen = of("x*y", "", "").window
    assert chosen.left < 0 < chosen.right
    one = answer(ask("plot", "(x-7)^2 + (y-2)^2", to="data")).window
    assert one.left < 7 < one.right
    assert one.bottom < 2 < one.top


def test_other_variables_have_values() -> None:
    found = of("a*x^2 + y^2", wrt=["x", "y"], at=["a=-1"])
    assert (found.variables, found.at) == (("x", "y"), {"a": "-1"})
    assert [point.kind for point in found.critical] == ["saddle"]


def test_points_that_are_asked_for_have_proven_values() -> None:
    (good, bad) = of("1/(x-y)", at=["x=1,y=1/2", "x=1,y=1"]).points
    assert good.value is not None
    assert (good.value.decimal, good.place) == ("2", (1, 0.5))
    assert bad.error is not None


# Gradient descent


def descended(text: str, start: str, rate: float, steps: int) -> Surface:
    return of(text, descent=Descending(start, rate, steps))


def test_a_descent_is_what_a_loop_would_do() -> None:
    descent = descended(ROSENBROCK, "x=-1,y=1", 0.001, 50).descent
    assert descent is not None
    x, y = -1.0, 1.0
    for point in descent.points:
        assert point == pytest.approx((x, y))
        dx, dy = -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)
        x, y = x - 0.001 * dx, y - 0.001 * dy
    assert (len(descent.points), descent.outcome) == (51, "ended")


def test_a_descent_that_diverges_or_is_stuck_says_so() -> None:
    diverging = descended("x^4 + y^2", "x=3,y=1", 1.0, 100).descent
    assert diverging is not None
    assert diverging.outcome == "diverged"
    stuck = descended("log(x) + y", "x=-1,y=0", 0.1, 5).descent
    assert stuck is not None
    assert (stuck.outcome, stuck.points) == ("stuck", ())


def test_python_draws_a_map_with_values_for_other_variables_and_none_of_one() -> None:
    found = calcdl.contours("a*x**2 + y**2", at="a=2", window=("-1", "1"))
    assert (found.variables, found.at) == (("x", "y"), {"a": "2"})
    assert calcdl.contours("x**2", ["x", "y"], window=("-1", "1")).variables == ("x", "y")
    with pytest.raises(UsageError, match=r"only x: name both, as in wrt=\['x', 'y'\]$"):
        calcdl.contours("x**2")
    with pytest.raises(UsageError, match="a map has two variables, and here are x, y, z"):
        calcdl.contours("x + y + z")
