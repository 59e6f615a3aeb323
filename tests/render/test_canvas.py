"""The canvas that drawings are made on: what is set lies on the line, and has its pen."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcdl.render.picture.canvas import PER_CHARACTER, Canvas
from calcdl.render.picture.frame import fit_across, framed
from calcdl.render.picture.ticks import Tick, ticks
from calcdl.results.curve import Window

WINDOW = Window(-1.0, 1.0, -2.0, 2.0)
parts = st.integers(-100, 100)
places = st.builds(lambda x, y: (x / 100, y / 50), parts, parts)


def dots(canvas: Canvas) -> set[tuple[int, int]]:
    """Return the dots that are set, by the characters that a terminal gets."""
    found = set()
    for row in range(canvas.rows):
        for column in range(canvas.columns):
            bits = ord(canvas.at(row, column)[0]) - 0x2800
            for k, (x, y) in enumerate(
                [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
            ):
                if bits > 0 and bits >> k & 1:
                    found.add((2 * column + x, 4 * row + y))
    return found


@given(places, places)
def test_each_dot_of_a_line_is_next_to_it_and_there_is_no_gap(
    first: tuple[float, float], last: tuple[float, float]
) -> None:
    canvas = Canvas(10, 5, WINDOW)
    canvas.line([first, last])
    (x0, y0), (x1, y1) = [((x + 1) / 2 * 19, (2 - y) / 4 * 19) for x, y in (first, last)]
    seen = dots(canvas)
    for x, y in seen:
        length = math.hypot(x1 - x0, y1 - y0)
        off = abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length if length > 1 else 0
        assert off <= 1.25
    assert len(seen) == max(abs(round(x1) - round(x0)), abs(round(y1) - round(y0))) + 1


@pytest.mark.parametrize("marks", PER_CHARACTER)
def test_the_corners_of_the_window_are_the_corners_of_the_canvas(marks: str) -> None:
    canvas = Canvas(10, 5, WINDOW, marks)
    assert canvas.cell_of((-1, 2)) == (0, 0)
    assert canvas.cell_of((1, -2)) == (4, 9)


def test_marks_stand_over_lines_and_asymptotes_beneath_them() -> None:
    canvas = Canvas(9, 3, WINDOW, "ascii")
    canvas.line([(-1, 0), (1, 0)], 1)
    canvas.put((1, 0), "@", 2)
    canvas.put_beneath(0, ":", -1)
    rows = ["".join([canvas.at(row, column)[0] for column in range(9)]) for row in range(3)]
    assert rows == ["    :    ", "********@", "    :    "]
    assert [canvas.at(1, k)[1] for k in (0, 8)] == [1, 2]


def test_colours_are_there_where_they_are_wanted() -> None:
    canvas = Canvas(3, 1, WINDOW, "ascii")
    canvas.line([(-1, 0), (0, 0)], 1)
    tick = [Tick(-1, "-π")]
    plain = ["+---+", "|** |", "++--+", "-pi"]
    assert list(framed(canvas, tick, [], colour=False)) == plain
    assert list(framed(canvas, tick, [], colour=True))[1] == "|\x1b[35m**\x1b[0m |"


@given(st.integers(8, 200), st.integers(-(10**6), 10**6), st.integers(1, 10**9))
def test_numbers_of_an_axis_do_not_touch(columns: int, first: int, thousandths: int) -> None:
    low, width = first / 7, thousandths / 1000

    def along(count: int) -> list[Tick]:
        return ticks(low, low + width, count)

    chosen = along(fit_across(along, columns, width, 9))
    canvas = Canvas(columns, 3, Window(low, low + width, 0, 1))
    line = list(framed(canvas, chosen, [], colour=False))[-1]
    if len(chosen) > 2:
        assert line.split() == [tick.label for tick in chosen]
