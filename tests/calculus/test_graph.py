"""``calcdl graph``: the computational graph as text, for other programs, and as a picture."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from calcdl.api import graph as computation
from calcdl.calculus.partials.values import gradient_at
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import LEAVES
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point
from calcdl.render.picture.boxes import boxes
from calcdl.render.picture.dot_and_mermaid import dot, mermaid
from calcdl.render.picture.rails import drawing
from calcdl.render.picture.svg import svg
from calcdl.results.graph import Computation
from tests.support.command import in_process, in_process_on_terminal
from tests.support.strategies import graphs

NEURON = ("graph", "sigmoid(w*x + b)**2", "--at", "w=2,x=1,b=0.5")
SVG = "{http://www.w3.org/2000/svg}"
GRADIENTS = [
    ("sigmoid(w*x + b)**2", "w=2,x=1,b=0.5"),
    ("(x + y)*sin(x)*exp(-y/2) - log(x + y)/(x + y + 1)", "x=2,y=1/3"),
    ("x**y + atan2(x, y) + logsumexp(x, y, x*y)", "x=2,y=3"),
    ("where(x > y, x*y, y**2) + relu(x - y)", "x=2,y=1"),
    ("where(x > 0, sqrt(x), sqrt(-x))", "x=4"),
]


def deep(levels: int) -> str:
    text = "x"
    for _ in range(levels):
        text = f"sin({text})*x"
    return text


def test_a_drawing_in_a_pipe() -> None:
    outcome = in_process(*NEURON)
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.splitlines() == [
        "○      w                 2                   0.12957155239054222",
        "│ ○    x                 1                   0.25914310478108443",
        "│ │ ○  b                 0.5                 0.12957155239054222",
        "●─╯ │  v1 = w*x          2                   0.12957155239054222",
        "●───╯  v2 = v1 + b       2.5                 0.12957155239054222",
        "●      v3 = sigmoid(v2)  0.9241418199787564  1.8482836399575129",
        "●      f = v3**2         0.8540381034336483  1",
    ]


@pytest.mark.parametrize("columns", [30, 40, 60, 80])
def test_a_drawing_fits_the_terminal(columns: int) -> None:
    outcome = in_process_on_terminal(*NEURON, columns=columns)
    assert outcome.status == 0
    lines = outcome.stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert "value ↓" in outcome.stdout
    assert "adjoint ↑" in outcome.stdout
    assert "0.12957155239054222" in outcome.stdout
    assert len(lines) == 8 or columns < 80


def test_shared_nodes_are_drawn_once() -> None:
    drawn = drawing(computation("sin(x*y)*cos(x*y) + 2*x*y"))
    assert sum("x*y" in line for line in drawn) == 2  # x*y, and the product 2*x*y of its own
    assert sum(line.endswith("  x") for line in drawn) == 1
    texts = [box.text for box in boxes(computation("sin(x + 1)*cos(x + 1)"))]
    assert texts == ["x", "v1 = x + 1", "v2 = sin(v1)", "v3 = cos(v1)", "f = v2*v3"]


def test_rails_tell_what_passes_from_what_is_used() -> None:
    assert drawing(computation("exp(x)*y + sin(x)*y")) == [
        "○      x",
        "├─●    v1 = exp(x)",
        "│ │ ○  y",
        "● │ │  v2 = sin(x)",
        "●─│─┤  v3 = v2*y",
        "│ ●─╯  v4 = v1*y",
        "●─╯    f = v4 + v3",
    ]


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_every_edge_has_a_rail(graph: object) -> None:
    """Follow the rails of a drawing: those that a line joins are those of its inputs."""
    reading = read("0")._replace(graph=graph, places={})  # type: ignore[arg-type]
    result = computation(reading)
    drawn = boxes(result)
    rows = drawing(result)
    lanes: dict[int, int] = {}
    assert rows[0][0] in "○●"
    for i, (box, row) in enumerate(zip(drawn, rows, strict=True)):
        rails = row[: row.index(f"  {box.text}")]
        own = max(rails.find("○"), rails.find("●"))
        joined = {column for column, mark in enumerate(rails) if mark in "├┼┤╰┴╯"}
        ends = {column for column, mark in enumerate(rails) if mark in "╰┴╯"}
        used = {lanes[column] for column in joined} | ({lanes[own]} if own in lanes else set())
        assert used == set(box.inputs)
        for column in ends:
            del lanes[column]
        lanes[own] = i


def test_names() -> None:
    defined = read("s(u)**2 + f + v1", lets=["u = w*x + b"])
    texts = [box.text for box in boxes(computation(defined))]
    assert "u = v2 + b" in texts
    assert texts[-1].startswith("y = ")
    assert len({box.name for box in boxes(computation(defined))}) == len(texts)


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("x - y", "f = x - y"),
        ("-1/2*x", "f = -1/2*x"),
        ("x**-2", "f = x**(-2)"),
        ("pi*x/2", "f = v1/2"),
        ("where(x > 1, x, y)", "f = where(v1, x, y)"),
        ("s'(x)", "f = s'(x)"),
        ("max(x, y)", "f = Max(x, y)"),
        ("3", "f = 3"),
        ("x", "x"),
    ],
)
def test_the_formula_of_a_node(text: str, formula: str) -> None:
    assert boxes(computation(text))[-1].text == formula


# Numbers


@pytest.mark.parametrize(("text", "at"), GRADIENTS)
def test_the_adjoints_of_variables_are_the_gradient(text: str, at: str) -> None:
    result = computation(text, at)
    names = result.expression.symbols()
    expected = gradient_at(result.expression, names, read_point(at, names))
    found = {node.name: node.adjoint for node in result.nodes if node.operation == "symbol"}
    for name in names:
        pair = expected[name]
        assert not isinstance(pair, CalcdlError)
        assert found[name] == pair[0]


def test_the_root_has_adjoint_one_and_constants_have_none() -> None:
    nodes = computation("sqrt(2)*x", "3").nodes
    assert [node.adjoint and node.adjoint.decimal for node in nodes] == [
        None, None, "1.4142135623730951", "1"
    ]  # fmt: skip


def test_a_branch_that_is_not_taken_does_no_harm() -> None:
    result = computation("where(x > 0, x, sqrt(-x) + abs(x - 2))", "2")
    by_label = {node.label: node for node in result.nodes}
    assert by_label["sqrt"].error is not None
    assert by_label["sqrt"].adjoint is not None
    assert by_label["sqrt"].adjoint.decimal == "0"
    assert by_label[">"].value is True


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("3*abs(x)", "0", "has a corner there, its slope is -3 on the left and 3 on the right"),
        ("where(x>0, x, -x)", "0", "the condition x > 0 changes at x = 0, so that"),
        ("x**y", "x=0,y=2", "x**y has no finite slope at x = 0, y = 2, so that"),
        ("1/x", "0", "1/x has no real value at x = 0: it divides by zero"),
        ("s(x)", "1", "s is an undefined function"),
    ],
)  # fmt: skip
def test_where_there_is_no_number(text: str, at: str, message: str) -> None:
    outcome = in_process("graph", text, "--at", at)
    assert (outcome.status, outcome.stdout) == (3, "")
    assert message in outcome.stderr


def test_what_cannot_be_decided_is_said() -> None:
    outcome = in_process("graph", "sin(x)**2 + cos(x)**2 - 1", "--at", "2")
    assert outcome.status == 3
    assert "(undecided)" in outcome.stdout
    assert "could not be decided" in outcome.stderr


def test_digits() -> None:
    assert "0.12957155239054222471" in in_process(*NEURON, "--digits", "20").stdout


# Limits


def test_a_graph_too_large_to_draw_is_counted() -> None:
    outcome = in_process("graph", deep(40), "--at", "1")
    assert (outcome.status, outcome.stdout) == (0, "sin\t40\n*\t40\n")
    assert "too large to draw" in outcome.stderr


@pytest.mark.parametrize(("target", "levels"), [("svg", 160), ("dot", 3000), ("json", 3000)])
def test_a_graph_too_large_for_a_program_is_refused(target: str, levels: int) -> None:
    outcome = in_process("graph", "--to", target, "--let", f"u={deep(levels)}", "u")
    assert outcome.status == 4
    said = outcome.stdout if target == "json" else outcome.stderr
    assert f"too large for --to {target}" in said
    assert f"sin {levels}, * {levels}" in said


@pytest.mark.slow
def test_the_largest_graphs_are_drawn() -> None:
    assert ElementTree.fromstring(svg(computation(deep(150), "1"))).tag == f"{SVG}svg"
    assert mermaid(computation(deep(2500))).count("-->") == 3 * 2500


# Other programs


def structure(text: str, arrow: str) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in re.findall(rf"^  n(\d+) {arrow} n(\d+)$", text, re.M)]


@pytest.mark.parametrize("text", ["x*sin(x)", "where(x<=y, x, y)*x_1*x_2", "3", "γ*x + ß"])
def test_dot_and_mermaid_have_the_edges_of_the_graph(text: str) -> None:
    result = computation(text)
    edges = [(j, i) for i, box in enumerate(boxes(result)) for j in box.inputs]
    assert structure(dot(result), "->") == edges
    assert structure(mermaid(result), "-->") == edges


def test_labels_are_escaped() -> None:
    result = computation("where(x < y, x*y*2, y)")
    assert "x &lt; y" in dot(result)
    assert "<y" not in dot(result).replace("<y>", "")
    assert '["v1 = x #60; y"]' in mermaid(result)
    assert "x#42;y#42;2" in mermaid(result)
    assert any("x < y" in text for text in svg_texts(result))


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize(("text", "at"), GRADIENTS)
def test_graphviz_reads_dot(text: str, at: str) -> None:
    done = subprocess.run(
        ["dot", "-Tplain"], input=dot(computation(text, at)), capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_json() -> None:
    record = json.loads(in_process(*NEURON, "--json").stdout)
    assert (record["schema"], record["command"]) == (1, "graph")
    assert record["expression"] == "sigmoid(w*x + b)**2"
    assert record["operations"] == {"*": 1, "+": 1, "sigmoid": 1, "**": 1}
    assert record["at"] == {"w": "2", "x": "1", "b": "0.5"}
    for i, node in enumerate(record["nodes"]):
        assert node["id"] == i
        assert all(j < i for j in node["arguments"])
        assert node["value"]["certified"]
        assert ("adjoint" in node) == (node["operation"] != "number")
    assert record["nodes"][-1]["adjoint"]["exact"] == "1"
    assert in_process(*NEURON, "--to", "json").stdout == in_process(*NEURON, "--json").stdout


def test_json_has_every_node_and_errors_as_objects() -> None:
    record = json.loads(in_process("graph", "x**2 + 2", "--json").stdout)
    assert [node["label"] for node in record["nodes"]] == ["x", "2", "**", "+"]
    outcome = in_process("graph", "abs(x)", "--at", "0", "--to", "json")
    assert outcome.status == 3
    assert json.loads(outcome.stdout)["error"]["code"] == "not-differentiable"


def svg_texts(result: Computation) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg(result)).iter(f"{SVG}text")]


def test_svg_shows_every_box() -> None:
    result = computation("γ*x - exp(x)/(1 + x)", "γ=2,x=1")
    texts = svg_texts(result)
    for box in boxes(result):
        assert {box.text, f"value {box.value}", f"adjoint {box.adjoint}"} <= set(texts)


@pytest.mark.parametrize(("text", "at"), GRADIENTS)
def test_boxes_in_a_picture_do_not_overlap(text: str, at: str) -> None:
    picture = ElementTree.fromstring(svg(computation(text, at)))
    width = float(picture.get("width", "0"))
    rows: dict[str, list[tuple[float, float]]] = {}
    for group in picture.iter(f"{SVG}g"):
        (box,) = group.iter(f"{SVG}rect")
        left = float(box.get("x", ""))
        right = left + float(box.get("width", ""))
        rows.setdefault(box.get("y", ""), []).append((left, right))
        assert 0 <= left < right <= width
    for row in rows.values():
        for (_, right), (left, _) in pairwise(sorted(row)):
            assert right < left


def test_a_picture_that_stands_alone_has_colours_for_the_dark() -> None:
    result = computation("sin(x*y)", "x=1,y=2")
    picture = ElementTree.fromstring(svg(result))
    dark = set(re.findall(r"\.(\w+){fill:", picture.findtext(f"{SVG}style") or ""))
    filled = {node.get("class") for kind in ("rect", "text") for node in picture.iter(SVG + kind)}
    assert dark == filled
    assert "<style" not in svg(result, alone=False)


def test_a_file_says_by_its_name_what_it_wants(tmp_path: Path) -> None:
    for name, start in [("a.svg", "<svg "), ("a.dot", "digraph "), ("a.mmd", "flowchart "),
                        ("a.json", '{"schema": 1'), ("a.txt", "○  x")]:  # fmt: skip
        outcome = in_process("graph", "-x**2", "-o", str(tmp_path / name))
        assert outcome == (0, "", "")
        assert (tmp_path / name).read_text("utf-8").startswith(start)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--format", "csv"), "a graph has no csv form"),
        (("--format", "latex"), "a graph has no latex form"),
        (("--json", "--to", "svg"), "exclude each other"),
        (("-o", "/nowhere/graph.svg"), "I cannot write /nowhere/graph.svg: No such file"),
        (("--at", "y=1"), "there is no variable y"),
    ],
)
def test_flags_that_make_no_sense(flags: tuple[str, ...], message: str) -> None:
    outcome = in_process("graph", "x", *flags)
    assert outcome.status == 2
    assert message in outcome.stderr + outcome.stdout


def test_a_picture_is_not_printed_on_a_terminal() -> None:
    outcome = in_process_on_terminal("graph", "x**2", "--to", "svg")
    assert outcome.status == 2
    assert "add -o graph.svg" in outcome.stdout
    assert in_process("graph", "x**2", "--to", "svg").stdout.startswith("<svg ")


def test_nodes_are_in_topological_order() -> None:
    for i, node in enumerate(computation("sin(x*y)/cos(x*y) + x").nodes):
        assert node.operation in LEAVES or all(j < i for j in node.arguments)
