"""Pictures in files: what SVG may not hold, and what is in it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.reading.expressions import read
from calcdl.reading.writing import SYMPY, write
from calcdl.render.picture.plot_svg import plot_svg
from calcdl.results.curve import Curves, Extras
from calcdl.syntax.escapes import visible
from tests.render.test_plot import CURVES, curves_of
from tests.support.command import in_process

SVG = "{http://www.w3.org/2000/svg}"


def svg_of(*texts: str, **flags: object) -> tuple[str, ElementTree.Element]:
    text = plot_svg(curves_of(*texts, **flags), SYMPY)  # type: ignore[arg-type]
    return text, ElementTree.fromstring(text)


def classes(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [part for group in root.iter(f"{SVG}g") for part in group if part.get("class") == name]


@pytest.mark.parametrize("text", CURVES)
def test_a_picture_is_xml_with_the_rings_and_asymptotes_of_the_curve(text: str) -> None:
    left, right, asymptotes, rings, discs = CURVES[text]
    _, root = svg_of(text, left=left, right=right)
    dashed = [path for path in root.iter(f"{SVG}path") if path.get("class") == "asymptote"]
    assert len(dashed) == len(asymptotes)
    assert len(classes(root, "ring")) == len(rings)
    assert len(classes(root, "disc")) == len(discs)
    assert root.findtext(f"{SVG}title") == write(read(text).graph)


def test_a_picture_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    text, root = svg_of("x**2", secants=["1"], tangents=["0"])
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "path", "circle", "g", "text"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name]
    assert not re.search(r"url\(|@import|javascript:", text)
    assert re.findall(r"https?://\S+", text) == ['http://www.w3.org/2000/svg"']


HOSTILE = ["where(1<2, 1, 2)", "where(1 > 0 , 1 , 2)", "1\t+\n0"]


@pytest.mark.parametrize("place", HOSTILE)
def test_what_was_typed_is_text_and_never_markup(place: str) -> None:
    _, root = svg_of("where(x<5, x**2, 1)", tangents=[place], at=[place])
    legends = [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "legend"]
    tangent = f"tangent at x = {' '.join(place.split())}: slope 2"
    assert legends == ["Piecewise((x**2, x < 5), (1, True))", tangent]


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '"><a href="http://x">', "]]>", "&lt;", "\x1b]8;;http://x\x07",
     "\ud800", "-->"],
)  # fmt: skip
def test_a_legend_that_is_hostile_stays_a_text(hostile: str) -> None:
    found: Curves = answer(ask("plot", "x", window=("0", "1"), tangents=["1"]))
    (line,) = found.extras.tangents
    point = line.point._replace(at={"x": hostile})
    text = plot_svg(found._replace(extras=Extras((), (line._replace(point=point),))), SYMPY)
    root = ElementTree.fromstring(text)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "path", "circle", "g", "text"}
    assert "\x1b" not in text
    text.encode("utf-8")


def test_secants_move_and_stand_still_for_who_wants_that() -> None:
    text, _ = svg_of("x**2", secants=["1"])
    frames = re.findall(r"@keyframes f(\d+)", text)
    assert frames == ["1", "2", "3", "4", "5", "6"]  # five secants, and the tangent
    (moving,) = re.findall(r"@media \(prefers-reduced-motion:no-preference\)\{(.*)\}</style>", text)
    assert "@keyframes" not in text.replace(moving, "")
    assert "@keyframes" not in svg_of("x**2", tangents=["1"])[0]


def test_a_note_is_in_the_picture_and_in_its_description() -> None:
    _, root = svg_of("sqrt(-1 - x**2)")
    said = "there is no real value from -2 to 2"
    assert said in (root.findtext(f"{SVG}desc") or "")
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "note"] == [said]


def test_the_name_of_a_file_says_what_picture_it_is(tmp_path: Path) -> None:
    target = tmp_path / "curve.svg"
    assert in_process("plot", "x", "-o", str(target)) == (0, "", "")
    assert ElementTree.parse(target).getroot().tag == f"{SVG}svg"
    outcome = in_process("plot", "x", "--json", "-o", str(target))
    assert (outcome.status, "is a picture: leave --json out" in outcome.stderr) == (2, True)
    assert target.read_text("utf-8").startswith("<svg")
    outcome = in_process("plot", "x", "-o", str(tmp_path / "curve.xlsx"))
    assert outcome.status == 2
    assert in_process("plot", "x", "-o", str(tmp_path / "curve.txt")).status == 0
    assert "┌" in (tmp_path / "curve.txt").read_text("utf-8")


STARTS = {"png": b"\x89PNG", "pdf": b"%PDF", "gif": b"GIF89a"}


@pytest.mark.parametrize("kind", STARTS)
def test_pictures_by_matplotlib(kind: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    target = tmp_path / f"curve.{kind}"
    arguments = ("plot", "1/x", "sin(1/x)", "--secants", "1", "--tangent", "where(1<2, 1, 2)")
    assert in_process(*arguments, "-o", str(target)) == (0, "", "")
    assert target.read_bytes().startswith(STARTS[kind])


@pytest.mark.parametrize("kind", STARTS)
def test_without_matplotlib_a_sentence_says_what_to_do(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    target = tmp_path / f"curve.{kind}"
    outcome = in_process("plot", "x", "-o", str(target))
    assert outcome.status == 2
    assert f"a {kind.upper()} file needs matplotlib: pip install 'calcdl[plot]'" in outcome.stderr
    assert not target.exists()


HEADING = '</title><script>alert(1)</script> $\\frac{1}{0}$ & "quoted" \x1b[31m'


def test_a_heading_is_text_whatever_it_says(tmp_path: Path) -> None:
    svg = tmp_path / "heading.svg"
    assert in_process("plot", "x^2", "--title", HEADING, "-o", str(svg)).status == 0
    root = ElementTree.parse(svg).getroot()
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert "script" not in names
    (shown,) = [e.text for e in root.iter() if e.get("class") == "heading"]
    assert shown == visible(HEADING)
    shown = in_process("plot", "x^2", "--title", HEADING).stdout
    assert shown.startswith(visible(HEADING))
    assert "\x1b" not in shown


def test_a_heading_is_no_formula_of_matplotlib(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    for kind in ("png", "pdf", "gif"):
        file = tmp_path / f"heading.{kind}"
        outcome = in_process("plot", "x^2", "--title", HEADING, "-o", str(file))
        assert outcome == (0, "", "")
        assert file.stat().st_size > 1_000


def test_of_very_many_points_each_pixel_has_one_at_the_most(tmp_path: Path) -> None:
    data, svg = tmp_path / "points.csv", tmp_path / "points.svg"
    rows = [f"{k % 317 / 100},{k % 411 / 100}" for k in range(100_000)]
    data.write_text("\n".join(rows))
    assert in_process("plot", "--data", str(data), "-o", str(svg)).status == 0
    root = ElementTree.parse(svg).getroot()
    (dots,) = [e.get("d") or "" for e in root.iter() if e.get("class") == "dots"]
    places = dots.split("M")[1:]
    assert len(places) == len(set(places)) < 640 * 372
    (description,) = [e.text or "" for e in root.iter() if e.tag.endswith("}desc")]
    assert "Of points that cover the same pixel one is drawn" in description
    few = tmp_path / "few.csv"
    few.write_text("\n".join(rows[:100]))
    assert in_process("plot", "--data", str(few), "-o", str(svg)).status == 0
    assert svg.read_text().count('class="disc"') == 101  # with that of the legend
