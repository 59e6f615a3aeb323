"""Small drawings below a table: of what, how large, of which characters."""

from __future__ import annotations

import re

import pytest

from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.calculus.curve.beside import beside
from calcdl.calculus.question import Asked
from tests.support.command import in_process, in_process_on_terminal


def pictures(question: str, text: str, **flags: object) -> list[Asked]:
    return beside(ask(question, text, **flags))  # type: ignore[arg-type]


def test_beside_a_derivative_is_the_function_with_its_tangents() -> None:
    (picture,) = pictures("deriv", "x**2", at=["1", "3"])
    lines = answer(picture).extras.tangents
    assert [line.slope.decimal for line in lines] == ["2", "6"]
    (picture,) = pictures("deriv", "x**2", at=[str(k) for k in range(20)])
    assert (len(picture.tangents), len(picture.at)) == (0, 20)


@pytest.mark.parametrize("order", range(5))
def test_beside_a_formula_is_its_curve_and_the_legend_says_of_which_order(order: int) -> None:
    (picture,) = pictures("deriv", "x**4", order=order)
    function, derivative = answer(picture).curves
    assert (function.order, derivative.order, derivative.derivative_of) == (1, order, 0)
    shown = in_process("deriv", "x^4", "-n", str(order), "--plot", "--format", "table").stdout
    said = {1: "derivative: ", 2: "second derivative: ", 3: "third derivative: "}
    assert f"b  {said.get(order, f'derivative {order}: ')}" in shown


def test_other_variables_have_the_values_of_the_point() -> None:
    drawn = pictures("deriv", "x**2*y", wrt="x", at=["x=1,y=2", "x=2,y=2", "x=1,y=5"])
    slopes = [[line.slope.decimal for line in answer(p).extras.tangents] for p in drawn]
    assert slopes == [["4", "8"], ["10"]]
    assert [p.symbols for p in pictures("point", "x*y", at="x=1,y=2")] == [["x"], ["y"]]


@pytest.mark.parametrize("at", ["0", "-3", "pi/3", "1000", "-1e6", "1/7"])
def test_the_neighbourhood_of_a_point_has_it_in_the_middle(at: str) -> None:
    (picture,) = pictures("point", "abs(x)", at=at)
    found = answer(picture)
    (point,) = found.extras.points
    middle = (found.window.left + found.window.right) / 2
    assert middle == pytest.approx(float(point.x.decimal))


@pytest.mark.parametrize(
    ("text", "at", "kind"),
    [("abs(x)", "0", "corner"), ("1/x", "0", "pole"), ("floor(x)", "2", "jump")],
)
def test_what_a_function_does_at_the_point_is_in_the_picture(text: str, at: str, kind: str) -> None:
    (picture,) = pictures("point", text, at=at)
    (curve,) = answer(picture).curves
    ends = [end.kind for piece in curve.pieces for end in (piece.start, piece.end)]
    assert kind in [*ends, *[mark.kind for mark in curve.marks]]


LINES = [
    ("deriv", "x^2", "--at", "3"),
    ("deriv", "sin(x)"),
    ("deriv", "sin(x)^2", "--steps", "--at", "1"),
    ("point", "1/x", "--at", "0"),
    ("point", "abs(x)", "--at", "0"),
]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_drawing_fits_below_its_table(line: tuple[str, ...], columns: int) -> None:
    table = in_process_on_terminal(*line, columns=columns, NO_COLOR="1").stdout
    both = in_process_on_terminal(*line, "--plot", columns=columns, NO_COLOR="1").stdout
    assert both.startswith(table)
    drawn = both[len(table) :].split("\n")
    assert 10 <= len(drawn) <= 18
    assert max(map(len, drawn)) <= columns
    assert "\x1b[" not in both[len(table) :]


def test_numbers_of_an_encoding_without_braille_are_drawn_in_ascii() -> None:
    for line in LINES:
        shown = in_process(*line, "--plot", "--format", "table", encoding="ascii").stdout
        assert re.search(r"[+]-{20,}", shown)
        assert "?" not in shown


def test_a_curve_of_errors_that_are_not_known_is_not_there() -> None:
    line = ("numeric", "abs(x)", "--at", "0", "--plot", "--format", "table")
    said = "calcdl: there is no error curve where the derivative is not known\n"
    assert in_process(*line).stderr == said
    assert in_process("numeric", "sin(x)", *line[2:]).stderr == ""
