"""Honest bounds: how often the true error of a numeric derivative is within the claimed one."""

from __future__ import annotations

import math
import statistics
import sys
import warnings
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.difference_quotients import floats_of, function_of_floats
from calcdl.calculus.numeric.adaptive import adaptive_derivative
from calcdl.errors import CalcdlError
from calcdl.reading.expressions import read
from calcdl.reading.points import read_point

# Functions that are differentiable at the point; many of them punish a step that is taken blindly.
CASES = [
    ("log(x)", "0.001"), ("1/x", "0.001"), ("sin(1000*x)", "1"), ("sin(1000*x)", "0.3"),
    ("exp(x)", "700"), ("exp(x)", "-700"), ("sinh(x)", "-700"), ("gamma(x)", "170"),
    ("x**3 - 3e8*x**2 + 3e16*x - 1e24", "100000001"), ("(x - 1e8)**3 + x", "1e8"),
    ("x**2 - 1e16", "1e8"), ("x**2 - 2e8*x + 1e16", "100000003"),
    ("x**7-7*x**6+21*x**5-35*x**4+35*x**3-21*x**2+7*x-1", "1.01"),
    ("x**2", "0"), ("exp(x)", "1e-12"), ("sin(x)", "1e-300"), ("log(x)", "1e-300"), ("x", "1e300"),
    ("x**2", "1e-200"), ("1/x", "1e-10"), ("x**2", "1e150"), ("abs(x)", "1e-9"),
    ("abs(x)**3", "0"), ("x*abs(x)", "0"), ("relu(x)", "-1"), ("relu(x)**2", "0"),
    ("sqrt(x)", "1e-12"), ("sqrt(x)", "1e-300"), ("cbrt(x)", "1e-6"), ("floor(x) + x", "1.3"),
    ("sin(1/x)", "0.01"), ("sin(1/x)", "0.001"), ("sin(1e6*x)", "1"), ("sin(1e10*x)", "1"),
    ("sin(2*pi*1024*x)", "0.3"), ("sin(x)", "1e8"), ("sin(x**2)", "1000"),
    ("cos(1e5*x) + x", "0"), ("exp(-1/x**2)", "0.05"), ("tan(x)", "1.5707"),
    ("1/(x - 1)", "1.0000001"), ("log(1 + x)", "-0.999999"), ("(1 - cos(x))/x**2", "1e-4"),
    ("(exp(x) - 1)/x", "1e-8"), ("tanh(x)", "20"), ("sigmoid(x)", "-1000"), ("sigmoid(x)", "40"),
    ("erf(x)", "6"), ("exp(exp(x))", "5"), ("5", "3"), ("atan(1e6*x)", "0"),
    ("atan(1e6*x)", "1e-6"),
    ("exp(-x**2*1e8)", "1e-4"), ("sin(x) + 1e-9*sin(1e6*x)", "1"), ("x + 1e-3*sin(1e4*x)", "0.7"),
    ("max(x, 1)", "1.0000001"), ("where(x > 0, x**2, -x**2)", "0"), ("log(abs(x))", "-0.001"),
    ("sqrt(1 - x**2)", "0.9999999"), ("x*log(x)", "1e-6"), ("x**2*sin(11600/x)", "1.58855e-6"),
    ("exp(x)", "0.5"), ("sin(x)", "1"), ("x**3", "2"), ("log(x)", "5"), ("x**x", "3"),
    ("gamma(x)", "0.5"), ("x**10", "0.1"), ("1/(1 + 25*x**2)", "0.2"), ("exp(sin(100*x))", "2"),
]  # fmt: skip

Estimate = Callable[[Callable[[float], float], float], tuple[float, float]]


def truth(text: str, at: str) -> Any:
    """Return the true derivative as an exact number or a ball."""
    return derivative_at(read(text).graph, "x", read_point(at, ["x"]))[1]


def function(text: str, at: str) -> tuple[Callable[[float], float], float]:
    """Return a function of floats, and the point as a float."""
    inputs = floats_of(read_point(at, ["x"]))
    return function_of_floats(read(text).graph, "x", inputs), inputs["x"]


def error_of(estimate: float, derivative: Any) -> float:
    """Return how far an estimate is off, computed with 300 bits."""
    taylor = Taylor(1)
    with precision(300):
        return abs(float((taylor.ball(Fraction(estimate)) - taylor.ball(derivative)).mid()))


def ours(f: Callable[[float], float], x: float) -> tuple[float, float]:
    found = adaptive_derivative(f, x)
    return found.estimate, found.bound


def tolerant(f: Callable[[float], float]) -> Callable[[Any], Any]:
    """Return a function of an array that is nan where f has no value, as other tools expect it."""
    import numpy

    def one(u: float) -> float:
        try:
            return f(float(u))
        except CalcdlError:
            return math.nan

    return numpy.vectorize(one, otypes=[float])


def numdifftools_estimate(f: Callable[[float], float], x: float) -> tuple[float, float]:
    import numdifftools

    found = numdifftools.Derivative(tolerant(f), full_output=True)(x)
    return float(found[0]), float(found[1])  # the latter is its error estimate


def scipy_estimate(f: Callable[[float], float], x: float) -> tuple[float, float]:
    from scipy.differentiate import derivative

    found = derivative(tolerant(f), x)
    return float(found.df), float(found.error)


class Outcome(NamedTuple):
    """The true error of an estimate and the claimed one; nan where there is no answer."""

    error: float
    claimed: float
    relative: float


def outcomes(estimate: Estimate) -> list[Outcome]:
    """Return what a tool makes of each case."""
    found = []
    for text, at in CASES:
        derivative = truth(text, at)
        f, x = function(text, at)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                value, claimed = estimate(f, x)
        except Exception:  # whatever another tool raises is no answer
            value = claimed = math.nan
        if not math.isfinite(value):
            found.append(Outcome(math.nan, math.nan, math.nan))
            continue
        error = error_of(value, derivative)
        size = abs(error_of(0.0, derivative))
        found.append(Outcome(error, claimed, error / size if size else error))
    return found


def report() -> list[str]:
    """Return a table: how often each tool's claim holds, and how accurate it is beside calcdl."""
    tools: dict[str, Estimate] = {"calcdl --method auto": ours}
    for module, name, estimate in (
        ("numdifftools", "numdifftools.Derivative", numdifftools_estimate),
        ("scipy.differentiate", "scipy.differentiate.derivative", scipy_estimate),
    ):
        try:
            __import__(module)
        except ImportError:
            continue
        tools[name] = estimate
    found = {name: outcomes(estimate) for name, estimate in tools.items()}
    own = found["calcdl --method auto"]
    return [
        f"| adaptive derivative, {len(CASES)} hard cases | no answer | error within the claimed one"
        " | median relative error | worst | calcdl is as accurate, to a factor of 10 |",
        "| --- | --: | --: | --: | --: | --: |",
        *[_row(name, results, own) for name, results in found.items()],
    ]


def _row(name: str, results: list[Outcome], own: list[Outcome]) -> str:
    answered = [one for one in results if not math.isnan(one.error)]
    within = sum(one.error <= one.claimed for one in answered)
    errors = sorted(one.relative for one in answered)
    # Where the other tool has no answer, calcdl is as accurate by having one, or none either.
    least = sys.float_info.epsilon
    as_good = sum(
        math.isnan(other.error) or mine.relative <= 10 * max(other.relative, least)
        for mine, other in zip(own, results, strict=True)
    )
    return (
        f"| {name} | {len(results) - len(answered)} | {within} of {len(answered)}"
        f" | {statistics.median(errors):.1e} | {errors[-1]:.1e} | {as_good} of {len(results)} |"
    )


if __name__ == "__main__":
    print("\n".join(report()))
