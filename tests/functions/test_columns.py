"""What rows say of pieces, signs, values and poles, against the values of the functions."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from calcdl.arithmetic.formulas.cases import PIECEWISE
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.point.examine import behaviour
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS, Function
from calcdl.functions.floats import SELU_ALPHA, SELU_LEFT, SELU_SCALE
from calcdl.functions.rules import corner_graphs, singular_graph
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point
from calcdl.sweep.forward import apply

POINTS = [sign * u for u in map(Fraction, ("1/1000", "1/3", "7/10", "3", "12")) for sign in (1, -1)]
OF_ONE = [row for row in FUNCTIONS.values() if row.fewest == 1 and not row.variadic]
STEPS = {"where", "abs", "sign", "heaviside", "max", "min", "clip", "floor", "ceil", "relu"}


def values_of(name: str) -> dict[Fraction, float]:
    """Return the values of a function at those of the points at which it has one."""
    taylor, values = Taylor(1), {}
    for u in POINTS:
        try:
            value = taylor.call(name, [taylor.number(u)])
        except CalcdlError:
            continue
        values[u] = float(taylor.ball(taylor.coefficient(value, 0)).mid())
    return values


@pytest.mark.parametrize("row", [row for row in OF_ONE if row.sign])
def test_signs(row: Function) -> None:
    name, sign = row.name, row.sign
    for u, value in values_of(name).items():
        if sign == "as u":
            assert (value > 0) == (u > 0)
            assert (value < 0) == (u < 0)
        elif sign == "not zero":
            assert value != 0
        else:
            assert value > 0 if sign == "positive" else value >= 0


@pytest.mark.parametrize("row", [row for row in OF_ONE if row.within], ids=str)
def test_an_end_of_the_values_that_is_reached_is_special(row: Function) -> None:
    ends = {str(end): end for end in row.within or ()}
    special = {value for _, value in row.special}
    if row.parity == "odd":
        special |= {str(-ends[value]) for value in special & ends.keys()}
    reached = [u for u, value in values_of(row.name).items() if value in ends.values()]
    assert special & ends.keys() or all([abs(u) >= 12 for u in reached])


@pytest.mark.parametrize("name", [row.name for row in OF_ONE if row.within])
def test_values_are_within_their_bounds(name: str) -> None:
    low, high = FUNCTIONS[name].within or (0, 0)
    values = values_of(name).values()
    assert low <= min(values) < max(values) <= high


@pytest.mark.parametrize("name", [row.name for row in FUNCTIONS.values() if row.pieces])
def test_pieces_are_joined_or_apart(name: str) -> None:
    """At its corners a joined function is continuous, one that is apart jumps."""
    row = FUNCTIONS[name]
    others = {"v": "1", "a": "1", "b": "2", "h": "1/2", "d": "1", "t": "2"}
    given = ", ".join(["x", *[others[arg] for arg in row.args[1:]]])
    graph = read(f"{name}({given})").graph
    places = ("-3", "-1", "0", "1/2", "1", "2", "3", "6")
    kinds = {behaviour(graph, "x", read_point(at, ["x"])).kind for at in places}
    if row.pieces == "joined":
        assert kinds <= {"smooth", "corner"}
    else:
        assert "jump" in kinds <= {"smooth", "jump"}


def test_what_is_made_of_steps_says_that_it_has_pieces() -> None:
    """A row with corners whose definition steps is piecewise, or says what else it is."""
    exceptions = {"softsign", "acot", "atan2", "cbrt", "i0e", "i1e"}  # one formula, or removable
    exceptions |= {"xlogy", "xlog1py", "entr", "rel_entr", "kl_div"}  # which end at their corner
    for row in FUNCTIONS.values():
        if row.definition is None or not corner_graphs(row.name):
            continue
        steps = bool(read_kinds(row.definition) & (STEPS | PIECEWISE))
        assert steps == bool(row.pieces) or row.name in exceptions, row.name


def read_kinds(text: str) -> set[object]:
    return read(text).graph.kinds()


@pytest.mark.parametrize("name", [row.name for row in OF_ONE if row.elsewhere or row.at_infinity])
def test_identities_hold(name: str) -> None:
    graph, taylor, seen = singular_graph(name), Taylor(1), 0
    assert graph is not None
    for u, value in values_of(name).items():
        try:
            number = apply(graph, taylor, {"u": taylor.number(u)})
        except CalcdlError:
            continue
        got = float(taylor.ball(taylor.coefficient(number, 0)).mid())
        assert math.isclose(got, value, rel_tol=1e-12)
        seen += 1
    assert seen


def test_the_constant_of_selu_on_the_left_is_a_product() -> None:
    product = Fraction(SELU_SCALE) * Fraction(SELU_ALPHA)
    assert abs(product - Fraction(SELU_LEFT)) < Fraction(1, 10**30)
    assert float(product) == float(SELU_LEFT)
