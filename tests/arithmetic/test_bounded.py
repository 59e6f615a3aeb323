"""Floats with bounds of their errors: what a bound says has to hold, however wide it is."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from calcdl.arithmetic.arrays import bounded
from calcdl.arithmetic.arrays.bounded import Bounded, Number
from calcdl.arithmetic.arrays.numbers import quiet
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.many.doubles import prepare
from calcdl.errors import CalcdlError, NoValue
from calcdl.functions import FUNCTIONS, spreads
from calcdl.reading.expressions import read
from tests.support.samples import arguments_of

TINY = 2.0**-1074
COUNT = 30  # of arguments for each row; by hand it was 3,000


def places(name: str, count: int) -> Iterator[list[tuple[float, float]]]:
    """Yield arguments and how far they may be off: near samples, and at all exponents."""
    choice = random.Random(name)
    row = FUNCTIONS[name]
    for k in range(count):
        sample = choice.choice(row.sample)
        point = []
        for u in map(Fraction, arguments_of(sample)):
            value = float(u)
            if k % 3 == 1:
                value *= choice.uniform(0, 2)
            elif k % 3 == 2:
                value = choice.choice((-1, 1)) * 10.0 ** choice.uniform(-320, 308)
            size = max(abs(value), TINY)
            wide = size * 2.0 ** -choice.choice((0, 1, 2, 10, 30, 50, 53))
            point.append((value, choice.choice((0.0, wide))))
        for place, rule in enumerate(row.local):  # an order or parameter, which is known
            if rule is None:
                point[place] = (float(choice.choice((0, 1, 2, 5))), 0.0)
        yield point


def nearby(point: list[tuple[float, float]], side: int) -> list[Fraction]:
    """Return the arguments moved by all that they may be off."""
    return [Fraction(u) + side * Fraction(h) for u, h in point]


def truth(name: str, arguments: list[Fraction]) -> Any:
    """Return the value of a function as a ball; None where it has none."""
    taylor = Taylor(1)
    try:
        with precision(300):
            return taylor.ball_of(taylor.call(name, [taylor.number(u) for u in arguments]))
    except NoValue:
        return None
    except CalcdlError:
        return taylor.flint.arb("+/- inf")


def by_balls(name: str) -> bool:
    """Say whether a function comes from balls, whose bounds are at times too wide to be of use."""
    return name not in spreads.SPREADS and FUNCTIONS[name].definition is None


def computed(name: str, point: list[tuple[float, float]]) -> tuple[float, float]:
    with quiet():
        numbers = [Number(np.array([u]), np.array([h])) for u, h in point]
        value, error = Bounded().call(name, numbers)
    return float(np.ravel(value)[0]), float(np.ravel(error)[0])


def faults(name: str, count: int) -> list[tuple[Any, ...]]:
    """Return where the value of a function is farther off than its bound says."""
    found = []
    for point in places(name, count):
        value, error = computed(name, point)
        if not (math.isfinite(value) and math.isfinite(error)):
            continue
        for side in (-1, 0, 1):
            true = truth(name, nearby(point, side))
            if true is None or abs(true - value) > error * (1 + 1e-9):
                found.append((point, side, value, error, true))
    return found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_value_is_farther_off_than_its_bound(name: str) -> None:
    assert faults(name, COUNT) == []


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if not by_balls(name)])
def test_ordinary_arguments_keep_twelve_digits(name: str) -> None:
    for sample in FUNCTIONS[name].sample:
        arguments = [float(Fraction(u)) for u in arguments_of(sample)]
        value, error = computed(
            name, [(u, 0.0 if u == int(u) else abs(u) * 2.0**-53) for u in arguments]
        )
        assert error <= abs(value) * 2.0**-40, sample


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("bad", [(math.inf, math.inf), (math.nan, math.nan), (0.5, math.inf)])
def test_what_is_not_known_makes_nothing_known(name: str, bad: tuple[float, float]) -> None:
    sample = FUNCTIONS[name].sample[0]
    point = [(float(u), 0.0) for u in arguments_of(sample)]
    for k in range(len(point)):
        _, error = computed(name, [*point[:k], bad, *point[k + 1 :]])
        assert not math.isfinite(error)


@pytest.mark.parametrize("text", ["log(x)**0", "0*log(x)", "max(x, 1, log(x))", "relu(-exp(x))"])
def test_a_part_without_a_value_leaves_none(text: str) -> None:
    point = {"x": np.array([-1.0, 1e4])}
    _, care = prepare(read(text).graph, [()]).at(point)
    assert care[1 if "exp" in text else 0]


def test_a_bound_that_is_too_small_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(spreads.SPREADS, "tan", lambda y, u, h: h)
    assert faults("tan", 60)
    monkeypatch.setattr(bounded, "_SMALL", 0.0)
    assert faults("exp", 200)
