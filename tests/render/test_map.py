"""Maps in terminals and in files: what is seen, what is said, and what names may not do."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.calculus.question import Descending
from calcdl.reading.writing import SYMPY
from calcdl.render.picture.map_scene import map_scene
from calcdl.render.picture.map_svg import map_svg
from calcdl.render.picture.map_terminal import map_drawing
from calcdl.render.picture.terminal import MARKS, Screen
from calcdl.results.surface import Place, Surface
from tests.support.command import in_process, in_process_on_terminal

SVG = "{http://www.w3.org/2000/svg}"


def surface(text: str, **flags: object) -> Surface:
    found: Surface = answer(ask("plot", text, window=("-2", "2"), **flags))
    return found


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("marks", MARKS)
def test_a_map_fits(columns: int, marks: str) -> None:
    found = surface("sqrt(x*y)", to=marks, descent=Descending("x=1,y=1", 0.1, 20))
    lines = map_drawing(found, SYMPY, Screen(columns, 24, marks)).split("\n")
    assert max(map(len, lines)) <= columns
    assert len(lines) <= 24
    if marks == "ascii":
        assert "\n".join(lines).isascii()


def test_shades_are_what_the_legend_says() -> None:
    found = surface("x", wrt=["x", "y"], to="braille")
    lines = map_drawing(found, SYMPY, Screen(60, 20)).split("\n")
    assert lines[1] == "· below -1  ░ from -1  ▒ from 0  ▓ from 1"
    inside = {line[line.index("┤") + 1 :] for line in lines if "┤" in line}
    (row,) = {"".join(sorted(set(line), key=line.index)) for line in inside}
    assert row.rstrip("│") == "·░▒▓"


def test_what_has_no_value_is_blank_and_said() -> None:
    lines = in_process("plot", "sqrt(x*y)", "--from", "-2", "--to", "2").stdout.split("\n")
    assert lines[1].endswith("blank: no real value")
    upper = next(line for line in lines if line.lstrip().startswith("1┤"))
    middle = len(upper) // 2
    assert upper[6 : middle - 4].isspace()
    assert " " not in upper[middle + 4 : -2]


def test_a_map_has_colour_where_that_is_wanted() -> None:
    assert "\x1b[" in in_process_on_terminal("plot", "x*y").stdout
    assert "\x1b" not in in_process_on_terminal("plot", "x*y", NO_COLOR="1").stdout
    assert "\x1b" not in in_process("plot", "x*y").stdout
    assert in_process("plot", "x*y", encoding="latin-1").stdout.isascii()


def test_what_came_of_a_descent_is_said() -> None:
    said = in_process("plot", "x^2 + y^2", "--start", "x=1,y=1", "--rate", "0.5").stdout
    assert "after 100 steps at x = 0, y = 0" in " ".join(said.split())
    said = in_process("plot", "x^4 + y^2", "--start", "x=3,y=1", "--rate", "1").stdout
    assert "it diverged after" in said


@pytest.mark.parametrize("text", ["x^2 - y^2", "1/(x-y)", "sqrt(x*y)", "floor(x) + y", "3 + 0*x*y"])
def test_a_picture_is_xml_that_needs_nothing_from_elsewhere(text: str) -> None:
    found = surface(text, to="svg", dots=(640, 372), at=["x=1,y=1/2"])
    root = ElementTree.fromstring(map_svg(found, SYMPY))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "path", "circle", "g", "text"}
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    drawn = [path for path in root.iter(f"{SVG}path") if path.get("class") == "contour"]
    assert len(drawn) == len([contour for contour in found.contours if contour.paths])


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><a href="http://x">', "]]>",
                                     "\x1b]8;;http://x\x07", "-->"])  # fmt: skip
def test_a_hostile_name_is_text(hostile: str) -> None:
    found = surface("x*y", to="svg", at=["x=1,y=1"])
    (point,) = found.points
    named = found._replace(
        variables=(hostile, "y"),
        points=(point._replace(at={hostile: hostile, "y": "1"}),),
        at={hostile: hostile},
    )
    root = ElementTree.fromstring(map_svg(named, SYMPY))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert not tags & {"script", "a"}
    shaded = surface("x*y", to="braille")._replace(points=named.points, at=named.at)
    text = map_drawing(shaded._replace(variables=named.variables), SYMPY, Screen(80, 24))
    assert "\x1b" not in text


@pytest.mark.parametrize(("ending", "magic"), [("svg", b"<svg"), ("png", b"\x89PNG"),
                                               ("pdf", b"%PDF")])  # fmt: skip
def test_a_map_in_a_file(ending: str, magic: bytes, tmp_path: Path) -> None:
    if ending != "svg":
        pytest.importorskip("matplotlib")
    file = tmp_path / f"map.{ending}"
    line = ["plot", "x^2 - y^2", "--start", "x=1,y=1", "-o", str(file)]
    assert in_process(*line).status == 0
    assert file.read_bytes().startswith(magic)


@pytest.mark.parametrize(("text", "at"), [("x*y", (1, 0.5)), ("x^2*(y - 2)", (-1, 1.5))])
def test_the_arrow_at_a_point_is_the_gradient_there(text: str, at: Place) -> None:
    found = surface(text, to="svg", at=["x={},y={}".format(*at)])
    (slope,) = map_scene(found, SYMPY, 9, 8).slopes
    (x, y), (u, v) = slope
    gx, gy = (value for value in found.points[0].gradient or (0, 0))
    assert (x, y) == at
    assert (u - x) * gy == pytest.approx((v - y) * gx)
    assert (u - x) * gx + (v - y) * gy > 0
    assert 'class="slope"' in map_svg(found, SYMPY)


def test_where_the_gradient_is_zero_there_is_no_arrow_at_the_point() -> None:
    found = surface("x^2 + y^2", to="svg", at=["x=0,y=0"])
    assert map_scene(found, SYMPY, 9, 8).slopes == ()


@pytest.mark.parametrize("flags", [("--at", "x=40,y=-30"), ("--start", "x=40,y=-30")])
def test_a_window_that_is_chosen_shows_what_was_asked_for(flags: tuple[str, str]) -> None:
    window = json.loads(in_process("plot", "x^2 + y^2", *flags, "--json").stdout)["window"]
    assert window["left"] < 0 < 40 < window["right"]
    assert window["bottom"] < -30 < 0 < window["top"]


def test_a_map_does_not_move(tmp_path: Path) -> None:
    outcome = in_process("plot", "x*y", "-o", str(tmp_path / "map.gif"))
    assert (outcome.status, "choose .svg, .png or .pdf" in outcome.stderr) == (2, True)


def test_a_record_has_what_is_drawn() -> None:
    outcome = in_process("plot", "sqrt(x*y)", "--start", "x=1,y=1", "--json")
    record = json.loads(outcome.stdout)
    assert record["variables"] == ["x", "y"]
    assert record["empty"]
    assert len(record["descent"]["points"]) == 101
    assert {None} < {value for row in record["heights"]["values"] for value in row}
