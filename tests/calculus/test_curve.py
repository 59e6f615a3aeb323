"""Curves as data: every statement that a picture makes is one that values at points bear out."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

import pytest

from calcdl import evaluate
from calcdl.calculus.asking import ask
from calcdl.calculus.curve.answer import answer, curve
from calcdl.calculus.curve.enclosing import Enclosing
from calcdl.calculus.curve.trace import Raster
from calcdl.results.curve import Curve, End, Piece, Window

SPIKE = "x + exp(-((x - 0.3)*1e4)**2)"

# The left and the right end of each piece, as x, limit, closed; inf is a pole.
POLE, OPEN, CLOSED, WINDOW = "pole", "open", "closed", "window"
KNOWN: dict[tuple[str, str, str], list[tuple[tuple[float, float, bool], tuple[float, float, bool]]]]
KNOWN = {
    ("1/x", "-2", "2"): [((-2, -0.5, True), (0, -math.inf, False)),
                         ((0, math.inf, False), (2, 0.5, True))],
    ("floor(x) + 0.5", "-1/2", "3/2"): [((-0.5, -0.5, True), (0, -0.5, False)),
                                        ((0, 0.5, True), (1, 0.5, False)),
                                        ((1, 1.5, True), (1.5, 1.5, True))],
    ("x*floor(x)", "-1/2", "3/2"): [((-0.5, 0.5, True), (1, 0, False)),
                                    ((1, 1, True), (1.5, 1.5, True))],
    ("sqrt(x)", "-1", "4"): [((0, 0, True), (4, 2, True))],
    ("log(abs(x))", "-1", "1"): [((-1, 0, True), (0, -math.inf, False)),
                                 ((0, -math.inf, False), (1, 0, True))],
    ("lambertw(x)", "-1", "0"): [((-1 / math.e, -1, True), (0, 0, True))],
    ("sin(x)/x", "-1", "1"): [((-1, math.sin(1), True), (0, 1, False)),
                              ((0, 1, False), (1, math.sin(1), True))],
    ("where(x > 1, x, x**2 - 1)", "0", "2"): [((0, -1, True), (1, 0, True)),
                                              ((1, 1, False), (2, 2, True))],
    ("relu(x)", "-1", "1"): [((-1, 0, True), (1, 1, True))],
    ("exp(1/x)", "-1", "-1/8"): [((-1, 1 / math.e, True), (-0.125, math.exp(-8), True))],
    ("x**x", "-1/3", "1"): [((0, 1, True), (1, 1, True))],
    ("5", "-1", "1"): [((-1, 5, True), (1, 5, True))],
    ("log(-1 - x**2)", "-1", "1"): [],
    ("abs(x**2 - 2)", "0", "2"): [((0, 2, True), (2, 2, True))],
    ("1/(x**3 - x - 1)**2", "0", "2"): [((0, 1, True), (1.324717957244746, math.inf, False)),
                                        ((1.324717957244746, math.inf, False), (2, 0.04, True))],
}  # fmt: skip


def of(text: str, left: str, right: str) -> Curve:
    (only,) = answer(ask("plot", text, window=(left, right))).curves
    return only


def ends(piece: Piece) -> list[tuple[float, float | None, bool | None]]:
    return [(end.x, end.y, end.closed) for end in (piece.start, piece.end)]


@pytest.mark.parametrize("case", KNOWN, ids=lambda case: case[0])
def test_pieces_end_where_the_function_says(case: tuple[str, str, str]) -> None:
    found = of(*case)
    assert not found.unresolved
    assert len(found.pieces) == len(KNOWN[case])
    for piece, expected in zip(found.pieces, KNOWN[case], strict=True):
        for end, (x, y, closed) in zip(ends(piece), expected, strict=True):
            assert end == (pytest.approx(x, abs=1e-12), pytest.approx(y, abs=1e-12), closed)


def test_tan_has_asymptotes_and_no_walls() -> None:
    found = of("tan(x)", "-5", "5")
    poles = [mark.x.decimal for mark in found.marks if mark.kind == "pole"]
    assert [float(x) for x in poles] == [k * math.pi / 2 for k in (-3, -1, 1, 3)]
    for piece in found.pieces:
        heights = [y for _, y in piece.points]
        assert heights == sorted(heights)  # it only ever rises: nothing joins the two sides


@pytest.mark.parametrize(("text", "places"), [
    ("sec(x^2 - 3)", [s * math.sqrt(3 + k * math.pi / 2) for s in (-1, 1) for k in (-1, 1, 3)]),
    ("csc(exp(x))", [math.log(k * math.pi) for k in (1, 2, 3, 4, 5, 6)]),
    ("csch(x^3 - 2)", [2 ** (1 / 3)]),
    ("x - 2*csc(exp(x))", [math.log(k * math.pi) for k in (1, 2, 3, 4, 5, 6)]),
])  # fmt: skip
def test_poles_of_what_is_a_quotient_by_definition_are_those_of_the_quotient(
    text: str, places: list[float]
) -> None:
    found = of(text, "-3", "3")
    poles = [float(mark.x.decimal) for mark in found.marks if mark.kind == "pole"]
    assert poles == pytest.approx(sorted(places))


def test_a_pole_of_gamma_has_the_side_that_it_has() -> None:
    found = of("abs(gamma(x))", "-3", "4")
    assert [piece.end.y for piece in found.pieces[:-1]] == [math.inf] * 3
    assert all(piece.start.y == math.inf for piece in found.pieces)


def test_a_spike_is_seen() -> None:
    found = of(SPIKE, "-1", "1")
    (piece,) = found.pieces
    assert max(y for _, y in piece.points) > 1.29
    assert any(mark.kind == "maximum" for mark in found.marks)


def test_wild_oscillation_is_a_band_of_all_its_values() -> None:
    found = of("sin(1/x)", "-1", "1")
    near = [band for piece in found.pieces for band in piece.bands if 0 < band.left < 0.01]
    assert near
    assert all(band.low <= -0.98 and band.high >= 0.98 for band in near)
    (before, after) = found.pieces
    assert before.end[:3] == after.start[:3] == End(0.0, None, False, "")[:3]


def test_infinitely_many_poles_are_not_drawn_but_said() -> None:
    found = of("1/sin(1/x)", "-2", "2")
    assert found.unresolved
    assert all(-0.1 < left < right < 0.1 for left, right in found.unresolved)


@pytest.mark.parametrize(
    ("text", "kind", "places"),
    [
        ("x**2 - 2", "zero", [-math.sqrt(2), math.sqrt(2)]),
        ("x**3", "zero", [0]),
        ("x**3", "inflection", [0]),
        ("(x**2 - 1)**2", "zero", [-1, 1]),
        ("(x**2 - 1)**2", "minimum", [-1, 1]),
        ("x**4", "inflection", []),
        ("cos(x)", "maximum", [0]),
        ("gelu(x)", "minimum", [-0.7517915246935645]),
        ("x*abs(x)", "zero", [0]),
        ("sqrt(x)", "zero", [0]),
        ("floor(x)", "zero", []),
        ("relu(x)", "zero", []),
        ("exp(x)", "zero", []),
        ("abs(x) - 1", "corner", [0]),
    ],
)  # fmt: skip
def test_marks(text: str, kind: str, places: list[float]) -> None:
    found = of(text, "-2", "2")
    marks = [float(mark.x.decimal) for mark in found.marks if mark.kind == kind]
    assert marks == pytest.approx(places)
    assert kind not in found.unmarked


def test_a_derivative_has_no_value_where_the_function_has_no_slope() -> None:
    f = Enclosing(ask("deriv", "relu(x)").graph, "x", {}, order=1)
    window = Window(-1, 1, -1, 2)
    found = curve(f, -1, 1, window, Raster(160, 80, -1, 2))
    assert [end for piece in found.pieces for end in ends(piece)] == [
        (-1, 0, True), (0, 0, False), (0, 1, False), (1, 1, True)
    ]  # fmt: skip
    assert not found.isolated


@pytest.mark.parametrize("window", [("-3", "4"), ("-2.9", "4.3")])
def test_a_derivative_is_open_at_jumps_that_its_formula_does_not_show(window) -> None:
    """The formula of x**2 + floor(x), 2*x, has a value at each of them."""
    _, slope = answer(ask("plot", "x**2 + floor(x)", derivative=True, window=window)).curves
    jumps = {end for piece in slope.pieces for end in ends(piece) if end[0] == int(end[0])}
    assert {x for x, _, _ in jumps} == set(range(int(float(window[0])), 5))
    assert all(y == 2 * x and closed is False for x, y, closed in jumps)


@pytest.mark.parametrize("text", [
    "sin(x)", "tan(x)", "1/x", "x**3 - x", "exp(-x**2)", "gelu(x)", "sqrt(abs(x))", "floor(x)",
    "sin(1/x)", SPIKE, "x**40", "besselj(0, 5*x)", "max(x, x**2, 1 - x)", "log(x + 1)", "asin(x)",
])  # fmt: skip
def test_values_lie_on_the_curve(text: str) -> None:
    """Where a picture shows a line the value is on it, and where it shows nothing there is none."""
    rows, columns = 80, 160
    curves = answer(ask("plot", text, window=("-2", "2"), dots=(columns, rows)))
    (found,), window = curves.curves, curves.window
    dot, column = (window.top - window.bottom) / rows, 4 / columns
    random = Random(text)
    for _ in range(60):
        x = random.uniform(-2, 2)
        value = answer_at(text, x)
        if value is None:
            assert not any(piece.start.x < x < piece.end.x for piece in found.pieces)
        elif window.bottom < value < window.top:
            low, high = shown(found, x, column)
            assert low - dot / 2 <= value <= high + dot / 2, (x, value)


def answer_at(text: str, x: float) -> float | None:
    value = evaluate(text, at=repr(x)).points[0].value
    return None if value is None else value.float


def shown(found: Curve, x: float, column: float) -> tuple[float, float]:
    """Return the lowest and the highest that a curve shows in the column around x."""
    heights: list[float] = []
    for piece in found.pieces:
        for (a, y), (b, z) in pairwise(piece.points):
            for end in (max(a, x - column / 2), min(b, x + column / 2)):
                if a <= end <= b and a < b and max(a, x - column / 2) <= min(b, x + column / 2):
                    heights.append(y + (z - y) * (end - a) / (b - a))
        for band in piece.bands:
            if band.left <= x + column / 2 and band.right >= x - column / 2:
                heights += [band.low, band.high]
    return min(heights), max(heights)


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [("exp(1/x)", "-2", "2"), ("exp(exp(x))", "0", "100"), ("exp(-1/x^2)", "-2", "2")],
)
def test_a_curve_that_is_huge_or_tiny_is_known(text: str, left: str, right: str) -> None:
    (curve,) = answer(ask("plot", text, window=(left, right))).curves
    assert curve.unresolved == ()


# Functions of which all that is to be seen is marked, and known to be so.
COMPLETE = {
    "exp(1/x)": {"inflection": [-0.5]},
    "exp(-1/x^2)": {"inflection": [-0.816497, 0.816497]},
    "tan(x)": {"zero": [0], "inflection": [0]},
    "1/x": {},
    "1/(x^2 - 1)": {"maximum": [0]},
    "x^x": {"minimum": [0.367879]},
    "lambertw(x)": {"zero": [0]},
    "x^20 - exp(x)": {
        "zero": [-0.953446, 1.054120],
        "minimum": [0.895344],
        "inflection": [-0.691818, 0.749488],
    },
}


@pytest.mark.parametrize("text", COMPLETE)
def test_that_there_are_no_more_marks_is_known(text: str) -> None:
    (curve,) = answer(ask("plot", text, window=("-2", "2"))).curves
    marks: dict[str, list[float]] = {}
    for mark in curve.marks:
        if mark.kind in ("zero", "minimum", "maximum", "inflection"):
            marks.setdefault(mark.kind, []).append(float(mark.x.decimal))
    assert marks == {
        kind: pytest.approx(places, abs=1e-5) for kind, places in COMPLETE[text].items()
    }
    assert curve.unmarked == ()


def test_extrema_are_found_between_poles() -> None:
    (curve,) = answer(ask("plot", "gamma(x)", window=("-3.9", "3"))).curves
    places = [float(mark.x.decimal) for mark in curve.marks if mark.kind in ("minimum", "maximum")]
    assert places == pytest.approx([-3.635293, -2.610721, -1.573498, -0.504083, 1.461632], abs=1e-5)


HOLES = ["sin(x)/x", "(exp(x) - 1)/x", "(1 - cos(x))/x^2", "x/(exp(x) - 1)", "sin(x - 1)/(x^2 - 1)"]


@pytest.mark.parametrize("text", HOLES)
def test_curves_are_known_next_to_a_hole_that_is_removable(text: str) -> None:
    found = answer(ask("plot", text, window=("-2", "2"), derivative=True))
    assert [curve.unresolved for curve in found.curves] == [(), ()]


def test_marks_next_to_a_hole_are_all_known() -> None:
    found = answer(ask("plot", "sin(x)/x", derivative=True))
    assert [drawn.unmarked for drawn in found.curves] == [(), ()]
