"""Series around removable holes hold the derivatives at all points of the interval."""

from __future__ import annotations

import mpmath
import pytest

from calcdl.arithmetic.precision import load_flint, precision
from calcdl.arithmetic.taylor.removable import Removable
from calcdl.errors import CalcdlError
from calcdl.reading.expressions import read
from calcdl.sweep.forward import apply

QUOTIENTS = {
    "sin(x)/x": (0, lambda x: mpmath.sin(x) / x),
    "(exp(x) - 1)/x": (0, lambda x: mpmath.expm1(x) / x),
    "(1 - cos(x))/x^2": (0, lambda x: (1 - mpmath.cos(x)) / x**2),
    "log(x)/(x^2 - 1)": (1, lambda x: mpmath.log(x) / (x**2 - 1)),
    "exp(sin(x)/x)": (0, lambda x: mpmath.exp(mpmath.sin(x) / x)),
    "x^3/(sin(x) - x)": (0, lambda x: x**3 / (mpmath.sin(x) - x)),
}


def coefficients(text: str, point: int, low: float, high: float, count: int = 3) -> list[object]:
    ball = load_flint().arb
    with precision(64):
        removable = Removable(count + 4)
        whole = ball(low).union(ball(high))
        inputs = {"x": removable.variable(point, whole)}
        series = apply(read(text).graph, removable, inputs).over
        return [
            removable.taylor.ball(removable.taylor.coefficient(series, k)) for k in range(count)
        ]


@pytest.mark.parametrize("text", QUOTIENTS)
@pytest.mark.parametrize("width", [1e-6, 0.01, 0.2])
def test_they_hold_the_coefficients_at_points(text: str, width: float) -> None:
    point, function = QUOTIENTS[text]
    balls = coefficients(text, point, point - width, point + width)
    with mpmath.workdps(120):
        for share in (-1, -0.37, 0.001, 0.5, 1):
            series = mpmath.taylor(function, point + mpmath.mpf(width) * share, 2)
            for ball, value in zip(balls, series, strict=True):
                low, high = (
                    mpmath.mpf(str(end.str(30, radius=False)))
                    for end in (ball.lower(), ball.upper())
                )
                assert low - abs(low) * 1e-15 <= value <= high + abs(high) * 1e-15


@pytest.mark.parametrize("text", ["1/x", "sin(x)/x^2", "cos(x)/x", "(x + 1e-30)/x", "abs(x)/x"])
def test_a_pole_or_a_jump_is_no_hole(text: str) -> None:
    with pytest.raises(CalcdlError):
        coefficients(text, 0, -0.1, 0.1)


def test_what_is_not_exactly_zero_is_not_divided_out() -> None:
    with pytest.raises(CalcdlError):
        coefficients("(exp(1) - 2.718281828459045 - 2.35360287471352662e-16 + x)/x", 0, -0.1, 0.1)
