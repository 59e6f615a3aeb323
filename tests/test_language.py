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

from calcdl.algebra import to_sympy
from calcdl.reading import read, write

CONFORMANCE = Path(__file__).parent / "conformance"
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
def test_an_expression_means_what_sympy_reads(text):
    graph = read(text).graph
    assert_same(to_sympy(graph), read_by_sympy(text, graph.symbols()))


@pytest.mark.parametrize("text", lines("meaning.txt"))
def test_what_is_printed_means_what_was_read(text):
    graph = read(text).graph
    printed = write(graph)
    assert_same(to_sympy(graph), read_by_sympy(printed, graph.symbols()))
    assert_same(to_sympy(graph), to_sympy(read(printed).graph))
