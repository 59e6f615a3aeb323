"""The noise of a function, as it is told from values alone, where its size is known: planted."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

import pytest

from calcdl.calculus.numeric import noise
from calcdl.calculus.numeric.noise import Box, noise_near
from calcdl.errors import NoValue, Undecided

FUNCTIONS: dict[str, tuple[Callable[[float], float], float]] = {
    "sine": (math.sin, 1.0),
    "exponential": (math.exp, -2.5),
    "root": (math.sqrt, 30.0),
    "cubic": (lambda x: x**3 - 2 * x, 0.0),
    "steep": (lambda x: math.tanh(50 * x), 0.01),
    "large": (lambda x: 1e6 + x**2, 3.0),
}
SIZES = (1e-3, 1e-5, 1e-8, 1e-11)
SMOOTH = [(name, size) for name in FUNCTIONS for size in SIZES if name != "large" or size > 1e-9]


def noisy(f: Callable[[float], float], size: float) -> Callable[[float], float]:
    """Return a function whose values are off by up to ``size``, always the same for an argument."""
    return lambda x: f(x) + size * Random(x.hex()).uniform(-1, 1)


def estimated(f: Callable[[float], float], x: float, sides: tuple[int, ...] = (1, -1)) -> float:
    """Return the noise near a point, of a box that has been asked for values with falling steps."""
    box = Box(f, x)
    steps = [2.0**-k for k in range(48)]
    right, left = ([h for h in steps if sign in sides] for sign in (1, -1))
    for sign in sides:
        for h in steps:
            box(x + sign * h)
    return noise_near(box, right, left)


def is_sound(f: Callable[[float], float], x: float, size: float) -> bool:
    """Say whether an estimate is a bound of most noise, and no more than some times of it."""
    try:
        return size / 2 <= estimated(noisy(f, size), x) <= 12 * size
    except Undecided:
        return False


@pytest.mark.parametrize(("name", "size"), SMOOTH)
def test_planted_noise_is_told_by_its_size(name: str, size: float) -> None:
    assert is_sound(*FUNCTIONS[name], size)


def test_an_estimate_of_other_differences_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Differences of order k hold the noise sqrt(binomial(2k, k)) times, not once."""
    monkeypatch.setattr(noise.math, "comb", lambda n, k: 1)
    assert not any(is_sound(*FUNCTIONS[name], size) for name, size in SMOOTH)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_of_doubles_has_only_the_noise_of_doubles(name: str) -> None:
    f, x = FUNCTIONS[name]
    assert estimated(f, x) <= 64 * math.ulp(max(abs(f(x)), abs(f(x + 1)), abs(f(x - 1))))


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("size", SIZES)
def test_noise_on_one_side_is_told_as_well(side: int, size: float) -> None:
    found = estimated(noisy(math.cos, size), 0.7, (side,))
    assert size / 2 <= found <= 12 * size


@pytest.mark.parametrize("digits", [3, 4, 6, 9])
@pytest.mark.parametrize("x", [0.5, 1.0, 2.0])
def test_a_program_that_prints_few_digits_moves_in_steps(digits: int, x: float) -> None:
    found = estimated(lambda u: float(f"{math.sin(u):.{digits}f}"), x)
    assert 0.4 * 10.0**-digits <= found <= 10 * 10.0**-digits


@pytest.mark.parametrize("size", [0.3, 3.0, 1e5])
def test_noise_that_hides_the_function_is_refused(size: float) -> None:
    with pytest.raises(Undecided, match="which hides what its slope is"):
        estimated(noisy(math.sin, size), 1.0)


def test_a_function_that_only_moves_in_large_steps_is_refused() -> None:
    with pytest.raises(Undecided, match="moves in steps of about 1,"):
        estimated(lambda x: float(math.floor(x + 0.3)), 0.9)


# The box of values


def test_no_value_is_computed_twice_and_none_is_none() -> None:
    asked: list[float] = []

    def f(x: float) -> float:
        asked.append(x)
        if x < 0:
            raise NoValue("a root of a negative number")
        return math.inf if x > 5 else math.sqrt(x)

    box = Box(f, 1.0)
    assert [box(u) for u in (4.0, 4.0, -1.0, -1.0, 9.0, 1.0)] == [2.0, 2.0, None, None, None, 1.0]
    assert asked == [1.0, 4.0, -1.0, 9.0]
    assert (box.evaluations, box.variation) == (4, 1.0)
    with pytest.raises(NoValue, match="the function is inf"):
        Box(f, 9.0)


def test_what_costs_much_is_computed_together() -> None:
    together: list[list[float]] = []
    box = Box(math.sin, 1.0, lambda arguments: together.append(list(arguments)))
    box.prepare([1.0, 2.0, 3.0])
    assert together == [[2.0, 3.0]]
    assert (box.spares, box.ratio) == (True, 4.0)
