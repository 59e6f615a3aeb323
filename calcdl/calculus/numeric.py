"""The derivative as a limit: difference quotients in double precision, and their errors."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from calcdl.arithmetic.floats import Floats
from calcdl.arithmetic.taylor import Taylor, set_precision
from calcdl.errors import CalcdlError, UsageError
from calcdl.evaluate import apply
from calcdl.graph import Graph
from calcdl.reading import Point
from calcdl.results import NumericDerivative

__all__ = ["METHODS", "numeric_derivative"]

_PRECISION = 256  # bits for the true quotient: 1e-15 steps cancel 100 of them at the most


class Stencil(NamedTuple):
    """The difference quotient (f(x + ahead*h) - f(x - behind*h)) / ((ahead + behind)*h)."""

    ahead: int
    behind: int

    def __call__(self, f: Callable[[Any], Any], x: Any, h: Any) -> Any:
        return (f(x + self.ahead * h) - f(x - self.behind * h)) / ((self.ahead + self.behind) * h)


METHODS = {"forward": Stencil(1, 0), "backward": Stencil(0, 1), "central": Stencil(1, 1)}


def numeric_derivative(
    graph: Graph,
    variable: str,
    point: Point,
    derivative: Any,
    step: float = 0.0001,
    method: str = "central",
) -> NumericDerivative:
    """Estimate f'(x) by a difference quotient, and split its error.

    ``derivative`` is the true one, an exact number or a ball. The rounding error is the estimate
    minus the quotient without rounding; the truncation error is the rest. Raises NoValue where
    the function cannot be computed in floats, and UsageError for a step that vanishes beside x.
    """
    floats = Floats()
    inputs = {name: float(apply(value, floats, {})) for name, value in point.values.items()}
    x = inputs[variable]

    def f(u: float) -> float:
        return float(apply(graph, floats, {**inputs, variable: u}))

    quotient = METHODS[method]
    h = (x + step) - x  # so that x + h is exactly a float
    if h == 0:
        raise UsageError(
            f"the step {step:g} vanishes beside {variable} = {x:g}: choose a larger one"
        )
    estimate = quotient(f, x, h)
    truth = _ball(derivative)
    previous = set_precision(_PRECISION)
    try:
        exactly = _in_balls(graph, variable, inputs)
        true_quotient = _true_quotient(exactly, quotient, Fraction(x), Fraction(h))
        truncation = float((true_quotient - truth).mid())
        rounding = float((_ball(Fraction(estimate)) - true_quotient).mid())
        error = float((_ball(Fraction(estimate)) - truth).mid())
    finally:
        set_precision(previous)
    best_step, best_error = _best_step(quotient, f, x, float(truth.mid()), (h, abs(error)))
    return NumericDerivative(
        estimate, method, step, error, truncation, rounding, best_step, best_error
    )


def _true_quotient(f: Callable[[Fraction], Any], stencil: Stencil, x: Fraction, h: Fraction) -> Any:
    """Return the difference quotient as a ball, without the rounding of doubles."""
    width = (stencil.ahead + stencil.behind) * h
    return (f(x + stencil.ahead * h) - f(x - stencil.behind * h)) / _ball(width)


def _best_step(
    quotient: Stencil,
    f: Callable[[float], float],
    x: float,
    truth: float,
    best: tuple[float, float],
) -> tuple[float, float]:
    """Return the step of 1e-1, 3e-2, 1e-2 … 1e-15 with the smallest error, and that error."""
    for k in range(2, 31):
        step = float(f"{'1' if k % 2 == 0 else '3'}e-{(k + 1) // 2}")
        h = (x + step) - x
        if h == 0:
            break
        try:
            error = abs(quotient(f, x, h) - truth)
        except CalcdlError:
            continue
        if error < best[1]:
            best = (step, error)
    return best


def _in_balls(graph: Graph, variable: str, inputs: dict[str, float]) -> Callable[[Any], Any]:
    taylor = Taylor(1)
    fixed = {name: taylor.number(Fraction(value)) for name, value in inputs.items()}

    def f(u: Fraction) -> Any:
        series = apply(graph, taylor, {**fixed, variable: taylor.number(u)})
        return taylor.ball(taylor.result(series, 0))

    return f


def _ball(value: Any) -> Any:
    return Taylor(1).ball(value)
