"""Formulas of functions with pieces are the derivative wherever the function has one."""

from __future__ import annotations

from random import Random

import pytest

from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.partials.formulas import gradient_formulas
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point
from calcdl.reading.writing import write
from tests.support.command import in_process

PLACES = ("-3", "-1", "0", "1/2", "1", "2", "3", "7", "1000", "-100000")
FLAT = ("relu({u})", "max(0, {u})", "relu6({u})", "clip({u}, 0, 2)", "hardtanh({u}) + 1",
        "abs({u}) - ({u})", "hardsigmoid({u})", "where({u} > 0, ({u})**2, 0)",
        "min(max({u}, 0), 1)")  # fmt: skip
SINGULAR = ("sqrt({v})", "cbrt({v})", "({v})**(2/3)", "({v})**1.5", "acosh(1 + {v})",
            "acos(1 - min({v}, 1))", "hypot({v}, relu(x))", "sinc({v})")  # fmt: skip
SINGLE = ("where(x == {p}, 4, {s})", "where(Ne(x, {p}), sin(x - {p})/(x - {p}), 1)*({s})",
          "where(abs(x - {p}) <= 0, 1/2, (1 - cos(x - {p}))/(x - {p})**2)",
          "where(x > {p}, {s}, where(x < {p}, {s}, 5))",
          "where((x - {p})*(x - 7) == 0, 0, (x - {p})*(x - 7)*({s}))",
          "where(x == {p}, 0, (x - {p})*abs(x - {p})) + {s}")  # fmt: skip
SMOOTH = ("x", "x**2 - 1", "3 - x", "2*x + 1", "sin(x)", "x**3 - x", "exp(x)")


@pytest.mark.slow
def test_formulas_of_random_functions_with_pieces() -> None:
    random = Random(7)
    compared = 0
    for _ in range(25):
        flat = random.choice(FLAT).format(u=random.choice(SMOOTH))
        single = random.choice(SINGLE).format(p=random.choice(PLACES[:6]), s=random.choice(SMOOTH))
        text = random.choice((random.choice(SINGULAR).format(v=flat), single, f"{single} + {flat}"))
        compared += compare(text, order=random.choice((1, 1, 2)))
    assert compared > 120


@pytest.mark.parametrize("name", [row.name for row in FUNCTIONS.values() if row.corners])
def test_corners_that_are_reached_on_a_whole_region(name: str) -> None:
    if FUNCTIONS[name].local[0] is None:
        parts = ["relu(x)" if rule else "2" for rule in FUNCTIONS[name].local]
        compare(f"{name}({', '.join(parts)})")
    elif FUNCTIONS[name].fewest == 1:
        for flat in ("relu(x)", "1 - min(relu(x), 1)", "relu(x) - 1/e"):
            compare(f"{name}({flat})")
    else:
        compare(f"{name}({', '.join(['relu(x)'] * FUNCTIONS[name].fewest)})")


def compare(text: str, order: int = 1) -> int:
    """Compare a formula, as it is printed, with germs; return at how many points."""
    graph = read(text).graph
    printed = read(write(formula(graph, "x", order))).graph
    count = 0
    for place in PLACES:
        point = read_point(place, ["x"])
        try:
            number = derivative_at(graph, "x", point, order)[1]
        except CalcdlError:
            continue
        taylor = Taylor(1)
        found = taylor.ball(value_at(printed, point)[1])
        assert abs(found - taylor.ball(number)) < 1e-9 * (1 + abs(found)), (text, order, place)
        count += 1
    return count


def test_the_gradient_of_a_large_function_with_pieces() -> None:
    text = " + ".join(f"sqrt(relu(x - {k}))*exp(-y*{k})*sin({k}*x)" for k in range(1, 15))
    graph = read(text).graph
    printed = read(write(gradient_formulas(graph, ["x", "y"])["x"])).graph
    for place in ("x=-2,y=1/2", "x=7/2,y=1/2", "x=100,y=0"):
        point = read_point(place, ["x", "y"])
        assert value_at(printed, point)[0] == derivative_at(graph, "x", point)[0]


@pytest.mark.parametrize(
    ("expression", "known"),
    [("x**2*y + exp(x)/y", True), ("where(x**2 + y**2 == 0, 0, x*y/(x**2 + y**2))", False),
     ("sqrt(x**2 + y**2)", False), ("s(x, y)", False)],
)  # fmt: skip
def test_that_the_order_does_not_matter_is_said_where_it_is_known(
    expression: str, known: bool
) -> None:
    printed = " ".join(in_process("hessian", expression, "--format", "table").stdout.split())
    assert ("do not depend on the order" in printed) == known
    assert ("it may matter" in printed) != known


def test_a_hessian_says_that_the_order_matters() -> None:
    expression = "where(x**2+y**2 == 0, 0, x*y*(x**2-y**2)/(x**2+y**2))"
    outcome = in_process("hessian", expression, "--at", "x=0,y=0")
    assert outcome.status == 3
    assert outcome.stdout == "x,x\t0\nx,y\t\ny,y\t0\n"
    assert "it is -1 by x first and 1 by y first" in outcome.stderr
