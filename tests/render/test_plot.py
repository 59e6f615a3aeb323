"""Curves drawn with characters: what is seen of poles, jumps, holes, spikes, and of names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.reading.writing import SYMPY
from calcdl.render.picture.clipping import clipped, is_inside, line_across
from calcdl.render.picture.scene import Scene, scene
from calcdl.render.picture.terminal import MARKS, Screen, drawing
from calcdl.render.picture.ticks import ticks, ticks_in_pi
from calcdl.results.curve import Curves, Window
from tests.support.command import in_process, in_process_on_terminal

# The functions that plotting programs get wrong: the window, asymptotes, rings, filled ends.
CURVES = {
    "tan(x)": ("-2", "2", [-1.57, 1.57], [], []),
    "1/x": ("-2", "2", [0], [], []),
    "floor(x) + 0.5": ("-1", "1.5", [], [(0, -0.5), (1, 0.5)], [(0, 0.5), (1, 1.5), (-1, -0.5)]),
    "abs(gamma(x))": ("-3", "4", [-3, -2, -1, 0], [], []),
    "x*floor(x)": ("-1.5", "1.5", [], [(-1, 2), (1, 0)], [(-1, 1), (1, 1)]),
    "sqrt(x)": ("-1", "1", [], [], [(0, 0)]),
    "log(abs(x))": ("-2", "2", [0], [], []),
    "where(x > 1, x, x**2 - 1)": ("-2", "2", [], [(1, 1)], [(1, 0)]),
    "relu(x)": ("-2", "2", [], [], []),
    "x**x": ("-1", "2", [], [], [(0, 1)]),
    "3": ("-2", "2", [], [], []),
    "sqrt(-1 - x**2)": ("-2", "2", [], [], []),
}


def curves_of(*texts: str, left: str = "-2", right: str = "2", **flags: object) -> Curves:
    found: Curves = answer(ask("plot", *texts, window=(left, right), **flags))
    return found


def scene_of(*texts: str, **flags: object) -> Scene:
    return scene(curves_of(*texts, **flags), SYMPY, 8, 8)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", CURVES)
def test_poles_are_asymptotes_and_ends_are_open_or_filled(text: str) -> None:
    left, right, asymptotes, rings, discs = CURVES[text]
    seen = scene_of(text, left=left, right=right)
    (layer,) = seen.layers
    assert [round(x, 2) for x in seen.asymptotes] == asymptotes
    assert sorted(layer.rings) == sorted(rings)
    assert sorted(layer.discs) == sorted(discs)


@pytest.mark.parametrize("text", CURVES)
def test_no_line_crosses_a_pole_or_leaves_the_window(text: str) -> None:
    left, right, *_ = CURVES[text]
    seen = scene_of(text, left=left, right=right)
    for path in seen.layers[0].paths:
        assert all(is_inside(place, seen.window) for place in path)
        for x in seen.asymptotes:
            assert not path[0][0] < x < path[-1][0]


def test_a_hole_is_a_ring_and_a_spike_is_seen() -> None:
    (layer,) = scene_of("sin(x)/x").layers
    assert layer.rings == ((0, 1),)
    (layer,) = scene_of("x + exp(-((x-0.3)*1e4)^2)").layers
    highest = max([y for path in layer.paths for x, y in path if abs(x - 0.3) < 0.01]
                  + [band.high for band in layer.bands])  # fmt: skip
    assert highest == pytest.approx(1.3, abs=0.05)


def test_oscillation_is_a_filled_band() -> None:
    (layer,) = scene_of("sin(1/x)").layers
    near = [band for band in layer.bands if abs(band.left) < 0.05]
    assert near
    assert max(band.high for band in near) == pytest.approx(1, abs=0.01)


def test_a_derivative_has_no_point_where_the_function_has_a_corner_or_a_jump() -> None:
    _, slope = scene_of("relu(x)", derivative=True).layers
    assert (slope.kind, slope.rings, slope.discs) == ("derivative", ((0, 0), (0, 1)), ())
    _, slope = scene_of("floor(x)", left="-0.5", right="1.5", derivative=True).layers
    assert (slope.rings, slope.discs) == (((0, 0), (1, 0)), ())
    _, slope = scene_of("x**2", derivative=True).layers
    assert (slope.rings, slope.discs) == ((), ())


def test_tangents_touch_and_secants_meet_the_curve() -> None:
    found = curves_of("x**2", tangents=["1"], secants=["0"])
    slopes = {
        line.point.at["x"]: line.slope.decimal for line in found.extras.tangents if line.slope
    }
    assert slopes == {"1": "2", "0": "0"}  # that at 0 is what the secants come to
    steps = [(line.step, line.slope.decimal) for line in found.extras.secants if line.slope]
    assert steps == [(1, "1"), (0.5, "0.5"), (0.25, "0.25"), (0.125, "0.125"), (0.0625, "0.0625")]


def test_a_secant_to_where_there_is_no_value_is_left_out() -> None:
    lines = curves_of("sqrt(0.2 - x)", secants=["0"]).extras.secants
    assert [line.step for line in lines] == [0.125, 0.0625]


def test_an_interval_that_is_not_known_is_said() -> None:
    found = curves_of("x")
    (curve,) = found.curves
    gaps = curve._replace(unresolved=((0.1, 0.25),))
    text = drawing(found._replace(curves=(gaps,)), SYMPY, Screen(80, 24))
    assert text.endswith("the curve is not known for x from 0.1 to 0.25")


def test_an_empty_domain_is_said() -> None:
    said = "there is no real value from -2 to 2"
    assert drawing(curves_of("sqrt(-1 - x**2)"), SYMPY, Screen(80, 24)).endswith(said)


# Screens


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 120])
@pytest.mark.parametrize("marks", MARKS)
def test_a_drawing_fits(columns: int, marks: str) -> None:
    found = curves_of("tan(x)", "sin(x) + 100000", tangents=["1"])
    lines = drawing(found, SYMPY, Screen(columns, 24, marks)).split("\n")
    assert len(lines) == 24
    assert max(map(len, lines)) <= columns


@pytest.mark.parametrize("text", CURVES)
def test_ascii_is_ascii(text: str) -> None:
    left, right, *_ = CURVES[text]
    found = curves_of(text, left=left, right=right)
    assert drawing(found, SYMPY, Screen(80, 24, "ascii")).isascii()
    outcome = in_process("plot", text, encoding="latin-1")
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.isascii()


def test_several_curves_are_told_apart_without_colour() -> None:
    found = curves_of("x", "x**2", "x**3")
    text = drawing(found, SYMPY, Screen(80, 24))
    assert text.split("\n")[:3] == ["a  x", "b  x**2", "c  x**3"]
    body = "".join([line for line in text.split("\n") if line.endswith("│")])
    assert all(body.count(letter) == 1 for letter in "abc")


def test_colour_is_for_terminals_that_want_it() -> None:
    assert "\x1b[36m" in in_process_on_terminal("plot", "x", "x^2").stdout
    assert "\x1b" not in in_process_on_terminal("plot", "x", "x^2", NO_COLOR="1").stdout
    assert "\x1b" not in in_process_on_terminal("plot", "x", "x^2", TERM="dumb").stdout
    assert "\x1b" not in in_process("plot", "x", "x^2").stdout


def test_a_drawing_obeys_no_character_of_a_name() -> None:
    hostile = "x\x1b[31m"
    outcome = in_process("plot", "x", "--tangent", hostile)
    assert "\x1b" not in outcome.stdout + outcome.stderr


# Logarithmic axes


def test_a_power_is_a_straight_line_on_logarithmic_axes() -> None:
    (layer,) = scene_of("x**3", left="0.01", right="100", log="xy").layers
    (path,) = layer.paths
    for x, y in path:
        assert y == pytest.approx(3 * x, abs=1e-9)


@pytest.mark.parametrize("log", ["x", "y", "xy"])
def test_a_curve_for_logarithmic_axes_is_that_of_the_function(log: str) -> None:
    (curve,) = curves_of("x**2 + 1", left="0.1", right="10", log=log).curves
    (piece,) = curve.pieces
    for x, y in piece.points:
        assert y == pytest.approx(x * x + 1)
    assert (piece.start.x, piece.end.x) == pytest.approx((0.1, 10))
    assert curve.marks == ()
    assert curve.unmarked == ("zero", "extremum", "inflection")


def test_poles_and_ends_have_their_place_on_logarithmic_axes() -> None:
    seen = scene_of("1/(x - 2)", left="0.1", right="10", log="x")
    assert seen.asymptotes == (pytest.approx(0.30103, abs=1e-5),)
    assert [tick.label for tick in seen.across] == ["0.1", "0.2", "0.5", "1", "2", "5", "10"]
    (layer,) = scene_of("where(x > 10, 100, 1)", left="1", right="100", log="xy").layers
    assert layer.rings == (pytest.approx((1, 2)),)
    assert layer.discs == (pytest.approx((1, 0)),)


def test_what_is_not_positive_is_not_on_a_logarithmic_axis() -> None:
    seen = scene_of("sin(x)", left="-4", right="4", log="y", data=((1.0, -1.0), (1.0, 1.0)))
    curve, data = seen.layers
    assert len(curve.paths) == 2
    assert (seen.asymptotes, data.discs) == ((), ((1, 0),))
    outcome = in_process("plot", "x", "--log", "x", "--from", "-1")
    assert (outcome.status, "positive numbers only" in outcome.stderr) == (2, True)


BEYOND = ["exp(x) --tangent 1000", "x --tangent 1e400", "x --at 1e400", "1e400*x --secants 1",
          "sech(x) --log xy", "exp(exp(x)) --log y", "x --log x --at 1e90", "1e-400 --log y",
          "x --from 1e90 --to 1e91", "exp(-x) --from 0 --to 1e6 --tangent 700",
          "1e300*x^3 --tangent 1e5 --marks ascii"]  # fmt: skip


@pytest.mark.parametrize("line", BEYOND)
def test_numbers_beyond_the_doubles_are_drawn_or_left_out(line: str, tmp_path: Path) -> None:
    picture = tmp_path / "curve.svg"
    for more in ([], ["--json"], ["-o", str(picture)]):
        outcome = in_process("plot", *line.split(), *more)
        assert outcome.status == 0, outcome
        text = outcome.stdout or picture.read_text("utf-8")
        assert not {"inf", "nan"} & set(re.findall(r"[a-z]+", text))


# Ticks and clipping


@pytest.mark.parametrize(
    ("low", "high"), [(-1, 1), (0, 1e-7), (1e6, 1e6 + 3), (-3, 1e9), (-0.1, 0.7)]
)
def test_ticks_are_few_round_and_inside(low: float, high: float) -> None:
    for most in (2, 5, 9):
        found = ticks(low, high, most)
        assert 1 <= len(found) <= most
        assert all(low <= tick.place <= high for tick in found)
        assert len({tick.label for tick in found}) == len(found)
        for tick in found:
            assert float(tick.label) == pytest.approx(tick.place)


def test_multiples_of_pi() -> None:
    assert [tick.label for tick in ticks_in_pi(0, 7, 4)] == ["0", "π", "2π"]
    assert [tick.label for tick in ticks_in_pi(-100, 100, 5)] == ["-20π", "0", "20π"]


def test_what_is_beyond_the_window_is_cut_off_where_it_leaves() -> None:
    window = Window(-1, 1, -1, 1)
    assert clipped([(-1, -2), (1, 2)], window) == [((-0.5, -1), (0.5, 1))]
    assert clipped([(-1, 5), (1, 5)], window) == []
    (path,) = line_across((0, 0), 1e300, window)
    assert all(is_inside(place, window) for place in path)
    (path,) = clipped([(0, 0), (0.5, float("inf"))], window)
    assert all(is_inside(place, window) for place in path)


@pytest.mark.parametrize("expression", ["sin(50*x)", "sin(1/x)", "sin(x)", "x**3"])
def test_marks_that_may_not_be_all_are_said_to_be_some(expression: str) -> None:
    found = curves_of(expression)
    (curve,) = found.curves
    text = drawing(found, SYMPY, Screen(80, 24))
    assert bool(curve.unmarked) == ("there may be more" in text)
    assert bool(curve.unmarked) == (expression not in ("sin(x)", "x**3"))


@pytest.mark.parametrize("low", [0.0, -1.0, -1e44, -1e300, float("-inf")])
@pytest.mark.parametrize("high", [0.5, 2.0, 1e44, 1e300, float("inf")])
def test_what_is_seen_of_a_line_is_inside_the_window(low: float, high: float) -> None:
    window = Window(0, 2, 0, 1)
    for path in (*clipped([(0, low), (1, high)], window), *clipped([(0, high), (1, low)], window)):
        assert all(is_inside(place, window) for place in path)
