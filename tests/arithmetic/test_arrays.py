"""Many points at once: arrays against floats, masks, and proven digits against the long way."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest

from calcdl.arithmetic.arrays.numbers import Arrays
from calcdl.arithmetic.floats import Floats
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.many.balls import ProvenPoints
from calcdl.calculus.many.doubles import prepare
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point
from tests.support.samples import arguments_of

UNITS = 64  # in the last place, that arrays may differ from floats


@pytest.mark.parametrize("name", FUNCTIONS)
def test_arrays_compute_what_floats_do(name: str) -> None:
    row = FUNCTIONS[name]
    for sample in row.sample:
        point = arguments_of(sample)
        numbers = [float(Fraction(one)) for one in point]
        expected = Floats().call(name, numbers)
        arrays = [np.array([one, one]) for one in numbers]
        found = np.broadcast_to(Arrays().call(name, arrays), 2)
        assert found[0] == found[1]
        assert math.isclose(found[0], expected, rel_tol=UNITS * 2.0**-52, abs_tol=1e-300), point


@pytest.mark.parametrize(
    ("text", "points", "doubtful"),
    [
        ("abs(x)", [-1, 0, 1], [False, True, False]),
        ("relu(x)*x", [-1, 0, 1], [False, True, False]),
        ("log(x)", [-1, 0, 1], [True, True, False]),
        ("sqrt(x)", [-1, 0, 1], [True, True, False]),
        ("x**1.5", [-1, 0, 1], [True, True, False]),
        ("x**2", [-1, 0, 1], [False, False, False]),
        ("1/(1/x)", [-1, 0, 1], [False, True, False]),
        ("floor(x)", [0.5, 2, 2.5], [False, True, False]),
        ("where(x > 0, sqrt(x), 0)", [-1, 0, 1], [False, True, False]),
        ("where(x > 0, log(x), 5)", [-1, -2, 1], [False, False, False]),
        ("exp(x)", [1, 1000, -1000], [False, True, True]),
        ("max(x, 1)", [0, 1, 2], [False, True, False]),
        ("asin(x)", [0, 1, 2], [False, True, True]),
        ("gamma(x)", [1, 0, -1], [False, True, True]),
        ("5", [1, 2, 3], [False, False, False]),
    ],
)
def test_what_doubles_cannot_tell_is_doubtful(
    text: str, points: list[float], doubtful: list[bool]
) -> None:
    graph = read(text).graph
    _, care = prepare(graph, [("x",)]).at({"x": np.array(points, dtype=float)})
    assert care.tolist() == doubtful


EXPRESSIONS = (
    "sigmoid(3*x + 1)", "x**2*sin(x)", "tanh(x)/(1 + x**2)", "log(1 + x**2)*sqrt(abs(x) + 1)",
    "gelu(x)", "mish(x)", "softplus(x)", "erf(x)*exp(-x**2)", "atan(x)**3", "x**5 - x**-2",
    "logsumexp(x, 2*x, 1)", "hardswish(x)", "elu(x)", "besselj(0, x)", "cbrt(x)", "2**x", "x/3",
)  # fmt: skip


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_blocks_are_near_the_truth_and_proven_points_are_it(text: str) -> None:
    choice = random.Random(1)
    places = [repr(choice.uniform(-4, 4)) for _ in range(40)]
    graph = read(text).graph
    (slopes,), care = prepare(graph, [("x",)]).at({"x": np.array(places, dtype=float)})
    proven = ProvenPoints(graph, [formula(graph, "x")])
    for k, place in enumerate(places):
        true = derivative_at(graph, "x", read_point(place, ["x"]))[0]
        assert true.float is not None
        found = float(slopes[k])
        assert care[k] or math.isclose(found, true.float, rel_tol=1e-12), (place, found)
        assert proven.at({"x": place}) in (None, [true.decimal])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("log(x)", "-1"), ("log(x)", "0"), ("sqrt(x)", "0"), ("x**1.5", "0"), ("asin(x)", "1"),
        ("asin(x)", "2"), ("atanh(x)", "1"), ("1/(1/x)", "0"), ("exp(log(x))", "0"),
        ("loggamma(x)", "-0.5"), ("gamma(x)", "-1"), ("cbrt(x)", "0"), ("acsch(x)", "0"),
    ],
)  # fmt: skip
def test_proven_points_prove_nothing_that_is_not_so(text: str, place: str) -> None:
    graph = read(text).graph
    assert ProvenPoints(graph, [formula(graph, "x")]).at({"x": place}) is None
    with pytest.raises(CalcdlError):
        derivative_at(graph, "x", read_point(place, ["x"]))
