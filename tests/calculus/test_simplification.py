"""What simplify prints equals the expression where it says so, and where alone.

At points of many kinds: where the conditions hold and the form has a value, the expression has the
same; and none of the conditions is there without need.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.asking import ask
from calcdl.calculus.check.places import point_of
from calcdl.calculus.simplification.answer import answer
from calcdl.errors import CalcdlError, NoValue
from calcdl.functions import FUNCTIONS, Function
from calcdl.functions.rules import condition_graphs, needs_graphs
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.points import Point
from calcdl.reading.writing import write
from calcdl.render.simplification import condition_text
from calcdl.results.simplification import Simplification
from calcdl.sweep.forward import apply
from tests.calculus.test_formula_law import function
from tests.support.command import in_process

CORPUS = Path(__file__).parents[1] / "conformance" / "conditions.txt"
LINES = [
    [part.strip() for part in line.split("=>")]
    for line in CORPUS.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
NUMBERS = [Fraction(text) for text in ("-5/2", "-2", "-1", "-1/3", "0", "1/2", "1", "2", "3")]


def value(graph: Graph, point: Point) -> object:
    """Return the value at a point as a ball, None if there is none, "?" if that is not known."""
    taylor = Taylor(1)
    try:
        with precision(128):
            inputs = {name: apply(place, taylor, {}) for name, place in point.values.items()}
            return taylor.ball(taylor.result(apply(graph, taylor, inputs), 0))
    except NoValue:
        return None
    except CalcdlError:
        return "?"


def holds(condition: Graph, point: Point) -> bool | None:
    """Say whether a comparison holds; None where a side has no value, or it is not known."""
    nodes = condition.nodes
    sides = [Graph(nodes, side) for side in nodes.arguments[condition.root]]
    left, right = [value(side, point) for side in sides]
    if left in (None, "?") or right in (None, "?"):
        return None
    difference = left - right  # type: ignore[operator]
    if difference.contains(0) and not difference.is_zero():
        return None
    operation = str(nodes.operations[condition.root])
    sign = (difference > 0) - (difference < 0)
    signs = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1), "==": (0,), "!=": (-1, 1)}
    return sign in signs[operation]


def points(result: Simplification) -> list[Point]:
    names = result.expression.symbols()
    places = [*NUMBERS, *[read(text).graph for text in ("pi/2", "pi")]]
    return [
        point_of(dict(zip(names, at, strict=True))) for at in product(places, repeat=len(names))
    ]


def require_equal(result: Simplification) -> None:
    for point in points(result):
        simple, whole = value(result.formula, point), value(result.expression, point)
        if simple in (None, "?") or whole == "?":
            continue
        met = [holds(condition, point) for condition in result.conditions]
        if all(met):
            assert whole is not None, (write(result.expression), point.text, "has no value")
        if whole is not None and False not in met:  # 0**x is 1 at 0, where x > 0 does not hold
            assert simple.overlaps(whole), (write(result.expression), point.text)  # type: ignore


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_conditions(line: list[str]) -> None:
    text, form, *conditions = line
    result = answer(ask("simplify", text))
    assert write(result.formula) == form
    assert ", ".join(map(condition_text, result.conditions)) == (conditions or [""])[0]
    require_equal(result)


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_no_condition_is_there_without_need(line: list[str]) -> None:
    result = answer(ask("simplify", line[0]))
    for condition in result.conditions:
        others = [other for other in result.conditions if other is not condition]
        assert any(
            not holds(condition, point)
            and all([holds(other, point) is not False for other in others])
            and differ(value(result.expression, point), value(result.formula, point))
            for point in points(result)
        ), condition_text(condition)


def differ(whole: object, simple: object) -> bool:
    """Say whether there is a value of the simple formula alone, or another one."""
    if whole in (None, "?"):
        return simple is not None
    return simple not in (None, "?") and not whole.overlaps(simple)  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", range(6))
def test_random_formulas_are_equal_where_it_says(seed: int) -> None:
    random = Random(seed)
    for _ in range(15):
        text = function(random, random.choice((1, 2)))
        for expression in (text, f"0*({text})", f"({text})/({text})"):
            try:
                result = answer(ask("simplify", expression))
            except CalcdlError:
                continue
            require_equal(result)


@pytest.mark.parametrize("row", [row for row in FUNCTIONS.values() if row.needs], ids=str)
def test_a_row_says_all_that_a_function_needs(row: Function) -> None:
    call = read(f"{row.name}({', '.join(row.args)})").graph
    for at in product(NUMBERS, repeat=len(row.args)):
        taylor = Taylor(1)
        inputs = dict(zip(row.args, [taylor.number(x) for x in at], strict=True))
        conditions = [graph for _, graph in (*condition_graphs(row.name), *needs_graphs(row.name))]
        if all([taylor.value(apply(graph, taylor, inputs)) == 1 for graph in conditions]):
            assert value(call, point_of(dict(zip(row.args, at, strict=True)))) is not None, at


def test_in_a_pipe_the_conditions_are_a_note() -> None:
    formula, note = "x + 1\n", "calcdl: equal where x != 1\n"
    assert in_process("simplify", "(x**2 - 1)/(x - 1)") == (0, formula, note)
    assert in_process("simplify", "x/x*y/y").stderr == "calcdl: equal where x != 0 and y != 0\n"
    assert in_process("simplify", "x + x") == (0, "2*x\n", "")
    assert in_process("simplify", "x/x", "--format", "json").stderr == ""
