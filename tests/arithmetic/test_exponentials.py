"""Logarithms and parts of sums of exponentials keep their digits, however large the exponents."""

from __future__ import annotations

import math
from random import Random

import pytest

import calcdl
from calcdl.arithmetic.arrays.machine import run
from calcdl.calculus.asking import ask
from calcdl.calculus.code.answer import answer
from tests.support.extremes import truths

TEXTS = (
    "logsumexp(x, y, z)",
    "logsumexp(w, x, y, z)",
    "logsumexp(x, y, z) - x",
    "x - logsumexp(x, y)",
    "logsumexp(w, x, y, z) - y",
    "cross_entropy([x, y, z], 1)",
    "softmax(x, y, z)[0]",
    "softmax(w, x, y, z)[2]",
    "log_softmax(x, y, z)[1]",
    "log(1 + exp(x) + exp(y))",
    "1 + exp(x - logsumexp(x, y))",
    "exp(x)/(exp(x) + exp(y) + exp(z))",
    "1/(1 + exp(x) + exp(y))",
    "log(exp(x)/(exp(x) + exp(y) + exp(z)))",
)
ROUNDED = 4e-15  # relative; of a value that sums of exponents give, absolute


def points_of(count: int) -> list[tuple[float, ...]]:
    random = Random(3)
    centres = (0.0, 1e8, -1e8, 3e15)
    together = [(c, 1.0) for c in centres] + [(0.0, 40.0), (0.0, 250.0), (-45.0, 5.0)]
    return [
        tuple([centre + random.uniform(-3, 3) * width for _ in range(count)])
        for centre, width in together
        for _ in range(12)
    ]


def _rounded(wanted: float) -> float:
    """Return how far a number may be off: a small power is as exact as its exponent."""
    return ROUNDED + 2.0**-51 * abs(math.log(abs(wanted)))


@pytest.mark.parametrize("target", ["c", "numpy", "sql"])
@pytest.mark.parametrize("text", TEXTS)
def test_value_and_slopes(text: str, target: str) -> None:
    names = calcdl.read(text).graph.symbols()
    points = points_of(len(names))
    columns = dict(zip(names, map(list, zip(*points, strict=True)), strict=True))
    given = run(answer(ask("code", text, to=target)).program, columns)
    problems = [
        f"{text} at {point}: {number!r}, not {wanted!r}"
        for point, numbers, true in zip(
            points, zip(*given, strict=True), truths(text, points), strict=True
        )
        for k, (number, wanted) in enumerate(zip(numbers, true, strict=True))
        if wanted is not None and abs(wanted) > 1e-290
        if not math.isclose(number, wanted, rel_tol=_rounded(wanted), abs_tol=0 if k else ROUNDED)
    ]
    assert not problems


@pytest.mark.parametrize("text", ["logsumexp(x, y, z) - x", "softmax(x, y, z)[0]"])
def test_the_loss_of_a_sure_class_is_no_zero(text: str) -> None:
    code = answer(ask("code", text, to="c"))
    value, *slopes = run(code.program, {"x": [0.0], "y": [-60.0], "z": [-70.0]})
    small = math.exp(-60) + math.exp(-70)
    assert value[0] == pytest.approx(small if "-" in text else 1.0, rel=1e-14)
    assert abs(slopes[0][0]) == pytest.approx(small, rel=1e-14)


def test_exact_targets_have_it_as_typed() -> None:
    assert "log(exp(x) + exp(y) + exp(z))" in calcdl.code("logsumexp(x, y, z)", to="sympy")
