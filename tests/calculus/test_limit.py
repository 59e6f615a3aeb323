"""The derivative as a limit in symbols: every line is an equality, and the last the derivative."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from calcdl.arithmetic.precision import precision
from calcdl.calculus.asking import ask
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.numeric.limit import limit_of_quotients
from calcdl.errors import TooLarge, UsageError
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from tests.calculus.test_partials import ball_at
from tests.support.command import in_process


@pytest.fixture(autouse=True)
def _precision():
    with precision(200):
        yield


FUNCTIONS = [
    "(x + 1)**2", "x**3", "a*x**2 + b*x + c", "x", "5 + 0*x", "x**12 - x", "x/2 + 1/3", "h*x**2",
    "1/x", "(x - 1)/(x + 1)", "1/x**2", "x**-3", "(x**2 - 1)/(x - 1)", "x**2 + sin(a)*x",
    "sqrt(x)", "sqrt(x**2 + 1)", "sqrt(1/x)", "sqrt(a*x + b)", "-(x - 2)**3/7", "1/sqrt(x)",
    "1/sqrt(x + 1)", "3*sqrt(x)", "-sqrt(x)/2", "-a/(2*sqrt(b*x + 1))", "sin(a)*sqrt(1/x)/b",
]  # fmt: skip
POINT = {name: Fraction(k + 3, 7) for k, name in enumerate("abchkxt")}


def moved(graph: Graph, name: str) -> Graph:
    nodes = Nodes()
    total = nodes.make("add", (nodes.symbol("x"), nodes.symbol(name)))
    return Graph(nodes, transplant(graph, nodes, {"x": total}))


@pytest.mark.parametrize("text", FUNCTIONS)
def test_each_line_is_an_equality(text: str) -> None:
    graph = read(text).graph
    limit = limit_of_quotients(graph, "x")
    assert limit.h not in graph.symbols()
    new, old = ball_at(moved(graph, limit.h), POINT), ball_at(graph, POINT)
    h = POINT[limit.h]
    for found, value in (
        (limit.shifted, new),
        (limit.difference, new - old),
        (limit.quotient, (new - old) / h.numerator * h.denominator),
    ):
        for side in found:
            assert ball_at(side, POINT).overlaps(value), write(side)
    at_zero: dict[str, Any] = {**POINT, limit.h: 0}
    assert ball_at(limit.quotient[-1], at_zero).overlaps(ball_at(limit.derivative, POINT))
    assert write(limit.derivative) == write(formula(graph, "x"))


OTHERS = [
    "sin(x)",
    "x**n",
    "abs(x)",
    "s(x)",
    "2**x",
    "sqrt(x) + x",
    "1/sqrt(sqrt(x))",
    "x*sqrt(x)",
    "1/(1/sqrt(x))",
    "where(x > 0, x, 1)",
]


@pytest.mark.parametrize("text", OTHERS)
def test_where_h_does_not_divide_there_is_a_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="divides f"):
        limit_of_quotients(read(text).graph, "x")


@pytest.mark.parametrize("text", ["x**13", "(x**2 + 1)**7", "(x + 1)**1000000"])
def test_what_nobody_would_read_is_not_written_out(text: str) -> None:
    with pytest.raises(TooLarge):
        limit_of_quotients(read(text).graph, "x")


def test_it_stands_in_every_form() -> None:
    plain = in_process("numeric", "x**2", "--limit").stdout
    assert plain == (
        "f(x + h)\t(x + h)**2\nf(x + h)\tx**2 + 2*x*h + h**2\nf(x + h) - f(x)\t2*x*h + h**2\n"
        "(f(x + h) - f(x))/h\t2*x + h\ndf/dx\t2*x\n"
    )
    record = json.loads(in_process("numeric", "x**2", "--limit", "--json").stdout)
    assert record["limit"]["derivative"] == "2*x"
    table = in_process("numeric", "x**2", "--limit", "--at", "3", "--format", "table").stdout
    for line in ("= 2*x*h + h**2", "= 2*x + h   for h ≠ 0", "df/dx = 2*x", "at x = 3"):
        assert line in table
    assert in_process("numeric", "x**2", "--limit", "--format", "csv").status == 2
    assert in_process("numeric", "x**2").status == 2
    assert ask("numeric", "x**2", limit=True).limit
