"""The language: what calcdl reads, it reads as SymPy does, and in all the spellings it promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sympy
from sympy.parsing.sympy_parser import (
    convert_xor,
    implicit_multiplication,
    parse_expr,
    standard_transformations,
)

from calcdl.algebra.expressions import to_sympy
from calcdl.reading.expressions import read
from calcdl.reading.writing import write

CONFORMANCE = Path(__file__).parent.parent / "conformance"
TRANSFORMATIONS = (*standard_transformations, convert_xor, implicit_multiplication)
DIGITS = 30
# Values for the variables, taken in turn: with signs and sizes that tell most formulas apart.
POINTS = (
    ("2.7", "1.3", "0.6", "3.1", "0.9", "1.7", "2.2"),
    ("0.35", "0.8", "1.9", "0.7", "2.3", "0.45", "1.1"),
    ("-1.4", "0.7", "-2.6", "1.2", "-0.55", "3.3", "-0.8"),
)


def lines(name: str) -> list[str]:
    """Return the lines of a conformance file that are neither blank nor comments."""
    text = (CONFORMANCE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def read_by_sympy(text: str, names: list[str]) -> Any:
    symbols = {name: sympy.Symbol(name, real=True) for name in names}
    return parse_expr(text, local_dict=symbols, transformations=TRANSFORMATIONS)


def assert_same(ours: Any, theirs: Any) -> None:
    """Check two SymPy expressions for equality, by structure or by 30 digits at several points."""
    difference = ours - sympy.nsimplify(theirs, rational=True)
    if difference == 0:
        return
    compared = 0
    for point in POINTS:
        given = {
            symbol: sympy.Rational(point[k % len(point)])
            for k, symbol in enumerate(sorted(difference.free_symbols, key=str))
        }
        left = ours.subs(given).evalf(DIGITS + 10)
        right = sympy.nsimplify(theirs, rational=True).subs(given).evalf(DIGITS + 10)
        if left.is_finite and right.is_finite:
            assert abs(left - right) <= abs(left) * sympy.Float(10) ** -DIGITS, (given, left, right)
            compared += 1
    assert compared, "no point could be compared"


@pytest.mark.parametrize("text", lines("meaning.txt"))
def test_an_expression_and_what_is_printed_mean_what_sympy_reads(text):
    graph = read(text).graph
    assert_same(to_sympy(graph), read_by_sympy(text, graph.symbols()))
    printed = write(graph)
    assert_same(to_sympy(graph), read_by_sympy(printed, graph.symbols()))
    assert_same(to_sympy(graph), to_sympy(read(printed).graph))


def spellings() -> list[tuple[str, str, list[str]]]:
    """Return what is typed, what is printed, and the notes, of each line of the files."""
    files = ("spellings.txt", "latex.txt", "code.txt")
    columns = [line.split("  =>  ") for name in files for line in lines(name)]
    return [(typed, printed, notes) for typed, printed, *notes in columns]


@pytest.mark.parametrize(("typed", "printed", "notes"), spellings())
def test_a_spelling_is_read_as_promised_and_what_is_printed_as_itself(typed, printed, notes):
    reading = read(typed)
    assert write(reading.graph) == printed
    assert reading.notes == notes
    assert write(read(printed).graph) == printed


def test_a_wrong_reading_is_caught():
    with pytest.raises(AssertionError):
        assert_same(to_sympy(read("-x^2").graph), read_by_sympy("(-x)^2", ["x"]))
    with pytest.raises(AssertionError):
        assert_same(to_sympy(read("sin(x)").graph), read_by_sympy("1.001*sin(x)", ["x"]))


def test_definitions_may_come_as_options_in_any_order():
    graph = read("f(v)", lets=["f(t) = t**2 + u", "v = u + 1", "u = 2x"]).graph
    assert write(graph) == "(2*x + 1)**2 + 2*x"


def test_a_parameter_hides_a_definition_of_the_same_name():
    assert write(read("f(3) + t", lets=["t = 5", "f(t) = t**2"]).graph) == "3**2 + 5"


def test_a_declared_function_may_have_a_long_name():
    assert write(read("loss(x) + loss'(x)", functions=["loss"]).graph) == "loss(x) + loss'(x)"


def test_definitions_may_stand_on_lines_with_comments():
    text = "# a layer\nz = w*x + b   # affine\na = sigmoid(z)\n\n(a -\n y)**2"
    assert write(read(text).graph) == "(sigmoid(w*x + b) - y)**2"


def test_a_decimal_is_exactly_what_it_says():
    graph = read("0.1 + 0.2 - 0.3").graph
    assert to_sympy(graph) == 0
