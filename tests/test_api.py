"""The Python door: every function is called, and is what an editor takes it for."""

from __future__ import annotations

import doctest
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy

import calcdl
from calcdl import api
from calcdl.errors import ExpressionError, TooLarge, UnknownName, UsageError
from tests.support.command import ROOT

CALLS: dict[str, Any] = {
    "read": lambda: calcdl.read("2x"),
    "derivative": lambda: calcdl.derivative("(x + 1)**2", at=5),
    "evaluate": lambda: calcdl.evaluate("x*y", at={"x": 2, "y": "1/3"}),
    "chain": lambda: calcdl.chain("sin(x**2)", at=1),
    "partials": lambda: calcdl.partials("x**2*y", at="x=1,y=2"),
    "gradient": lambda: calcdl.gradient("x*y", at="x=1,y=2", along="3,4"),
    "jacobian": lambda: calcdl.jacobian(["x*y", "x + y"]),
    "hessian": lambda: calcdl.hessian("x**2*y"),
    "numeric": lambda: calcdl.numeric("x**2", at=1),
    "plot": lambda: calcdl.plot("sin(x)", window=(0, None), tangents=1, data=[(1, 0.5)]),
    "contours": lambda: calcdl.contours("x*y", window=("-1", "x=1,y=2"), start="x=1,y=1"),
    "report": lambda: calcdl.report("x**2", at=3),
    "point": lambda: calcdl.point("abs(x)", at=0),
    "check": lambda: calcdl.check("x**2", "2*x"),
    "graph": lambda: calcdl.graph("x*y", at="x=1,y=2"),
    "simplify": lambda: calcdl.simplify("(x**2 - 1)/(x - 1)"),
    "code": lambda: calcdl.code("x*y", to="c"),
    "functions": lambda: calcdl.functions("relu"),
    "write": lambda: calcdl.write(calcdl.read("2x")),
    "to_sympy": lambda: calcdl.to_sympy("x**2"),
    "from_sympy": lambda: calcdl.from_sympy(sympy.Symbol("x") ** 2),
}
SHOWN = ["derivative", "evaluate", "chain", "partials", "gradient", "jacobian", "hessian",
         "numeric", "plot", "contours", "point", "check", "graph", "simplify"]  # fmt: skip


def test_every_public_function_is_called() -> None:
    assert {*CALLS, "CalcdlError", "__version__"} == set(calcdl.__all__)
    assert set(CALLS) == set(api.__all__)


@pytest.mark.parametrize("name", CALLS)
def test_a_function_answers(name: str) -> None:
    assert CALLS[name]() is not None


@pytest.mark.parametrize("name", CALLS)
def test_a_function_says_what_it_does_and_shows_it(name: str) -> None:
    text = getattr(api, name).__doc__
    assert text is not None
    assert ">>>" in text


def test_the_examples_are_right() -> None:
    names = {name: getattr(calcdl, name) for name in calcdl.__all__}
    runner = doctest.DocTestRunner()
    for name in CALLS:
        for example in doctest.DocTestFinder().find(getattr(api, name), name, globs=dict(names)):
            runner.run(example)
    summary = runner.summarize()
    assert summary.failed == 0
    assert summary.attempted > len(CALLS)


@pytest.mark.parametrize("name", SHOWN)
def test_a_result_reads_as_it_was_typed(name: str) -> None:
    text = repr(CALLS[name]())
    assert " object at 0x" not in text
    assert "None" not in text
    assert text.startswith(type(CALLS[name]()).__name__)


def test_curves_show_themselves_in_a_notebook() -> None:
    curves = calcdl.plot("x**2", "x**3", window=("-pi", 1), log=None, derivative=True)
    assert [curve.derivative_of for curve in curves.curves] == [None, None, 0, 1]
    picture = curves._repr_svg_()
    assert picture.startswith("<svg")
    assert "derivative of x**3: 3*x**2" in picture
    assert curves._repr_latex_() is None


def test_results_with_formulas_show_them_in_a_notebook() -> None:
    assert calcdl.derivative("x**3")._repr_latex_() == (
        r"$$\displaystyle \frac{d}{d x} \left( x^{3} \right) = 3 x^{2}$$"
    )
    assert calcdl.chain("sin(x**2)")._repr_latex_().count(r"\\") > 2  # type: ignore[union-attr]
    assert calcdl.point("abs(x)", at=0)._repr_latex_() is None


POINTS = [
    ("5", "5"), (5, "5"), (0.1, "1/10"), (Fraction(1, 3), "1/3"), ({"x": 2}, "2"), ("x=2", "2"),
    ({"x": "1/4"}, "1/4"), (-0.0, "0"), (1e-5, "1/100000"),
]  # fmt: skip


@pytest.mark.parametrize(("at", "value"), POINTS, ids=[repr(at) for at, _ in POINTS])
def test_a_point_may_be_written_in_many_ways(at: Any, value: str) -> None:
    assert calcdl.evaluate("x", at=at).points[0].value.exact == value  # type: ignore[union-attr]


def test_a_list_is_several_points() -> None:
    points = calcdl.evaluate("x + y", at=[{"x": 1, "y": 2}, "x=3,y=4"]).points
    assert [point.value.decimal for point in points if point.value] == ["3", "7"]


def test_a_formula_is_an_expression_again() -> None:
    second = calcdl.derivative(calcdl.derivative("s(x)**2", function="s").formula)  # type: ignore[arg-type]
    assert second.formula is not None
    assert calcdl.write(second.formula) == "2*s(x)*s''(x) + 2*s'(x)**2"


def test_what_sympy_has_comes_back() -> None:
    x, y = sympy.symbols("x y")
    f = sympy.Function("f")
    pieces = sympy.Piecewise((x, x > 0), (0, True))
    for expression in (x**2 / y, sympy.pi * sympy.sin(x), sympy.Max(x, y, 1), pieces, f(x) / 3):
        graph = calcdl.from_sympy(expression)
        assert sympy.simplify(sympy.S(calcdl.write(graph), {"f": f}) - expression) == 0


def test_a_room_that_is_loaded_does_not_hide_a_function() -> None:
    program = (
        "import calcdl.graph.nodes, calcdl.functions, calcdl; calcdl.graph, calcdl.functions()"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert done.returncode == 0


REFUSED: list[tuple[Any, type[Exception]]] = [
    (lambda: calcdl.from_sympy(sympy.I), UsageError),
    (lambda: calcdl.from_sympy(sympy.EulerGamma), UsageError),
    (lambda: calcdl.from_sympy(sympy.Symbol("pi")), UsageError),
    (lambda: calcdl.from_sympy("x**2"), UsageError),
    (lambda: calcdl.evaluate("x", at=float("nan")), UsageError),
    (lambda: calcdl.derivative("x +"), ExpressionError),
    (lambda: calcdl.derivative("x*y"), UsageError),
    (lambda: calcdl.derivative("x", order=10**6), TooLarge),
    (lambda: calcdl.functions("nonesuch"), UnknownName),
]


@pytest.mark.parametrize(("call", "error"), REFUSED)
def test_what_cannot_be_answered_raises(call: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        call()


VALUE = (
    "tuple[str, str | None, str | None, float | None, bool, int,"
    " fallback=calcdl.results.value.Value] | None"
)
CLIENT = """
import calcdl

result = calcdl.derivative("x**2", at=[1, "2"], order=1, side="left")
for point in result.points:
    value = point.value.decimal if point.value is not None else point.error
reveal_type(result.formula)
reveal_type(calcdl.gradient("x*y", at={"x": 1, "y": 2}).facts[0].norm)
reveal_type(calcdl.graph("x").nodes[0].adjoint)
reveal_type(calcdl.check("x", {"x": "1"}).equal)
reveal_type(calcdl.read("x").graph)
calcdl.derivative("x", side="up")
calcdl.derivative("x", ordre=2)
calcdl.hessian(["x"])
"""


def test_an_editor_knows_the_types(tmp_path: Path) -> None:
    """mypy on a client: the right calls pass with their types, and the wrong ones do not."""
    client = tmp_path / "client.py"
    client.write_text(CLIENT)
    flags = ["--strict", "--no-error-summary", "--cache-dir", str(ROOT / ".mypy_cache")]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *flags, str(client)],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    lines = done.stdout.split("\n")
    notes = [line.split("Revealed type is ")[1] for line in lines if "Revealed" in line]
    assert [note.strip('"').removeprefix("calcdl.") for note in notes] == [
        "graph.nodes.Graph | None",
        VALUE,
        VALUE,
        "bool",
        "graph.nodes.Graph",
    ]
    errors = [line for line in lines if ": error:" in line]
    assert len(errors) == 3, done.stdout


def test_a_report_is_a_page_in_a_notebook() -> None:
    page = calcdl.report("x**2*y", at={"x": 1, "y": 2})._repr_html_()
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "<script" not in page


def test_a_picture_in_a_notebook_has_its_title() -> None:
    for picture in (calcdl.plot("x", title="A & B"), calcdl.contours("x*y", title="A & B")):
        assert picture.title == "A & B"
        assert ">A &amp; B</text>" in picture._repr_svg_()
