"""The derivative as a limit: difference quotients in double precision, and their errors."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isfinite
from typing import Any

from calcdl.arithmetic.complexes import Complexes
from calcdl.arithmetic.floats import Floats
from calcdl.arithmetic.taylor import Taylor, set_precision
from calcdl.errors import CalcdlError, NoValue, UsageError
from calcdl.evaluate import apply
from calcdl.graph import Graph
from calcdl.reading import Point
from calcdl.results.derivative import NumericDerivative

__all__ = [
    "COMPLEX_STEP",
    "METHODS",
    "floats_of",
    "function_of_floats",
    "numeric_derivative",
    "split_error",
]

_PRECISION = 256  # bits for the true quotient: 1e-15 steps cancel 100 of them at the most

Function = Callable[[Any], Any]


def forward(f: Function, x: Any, h: Any) -> Any:
    """Estimate f'(x) by (f(x + h) - f(x))/h; the truncation error falls as h."""
    return (f(x + h) - f(x)) / h


def backward(f: Function, x: Any, h: Any) -> Any:
    """Estimate f'(x) by (f(x) - f(x - h))/h; the truncation error falls as h."""
    return (f(x) - f(x - h)) / h


def central(f: Function, x: Any, h: Any) -> Any:
    """Estimate f'(x) by (f(x + h) - f(x - h))/2h; the truncation error falls as h**2."""
    return (f(x + h) - f(x - h)) / (2 * h)


def five_point(f: Function, x: Any, h: Any) -> Any:
    """Estimate f'(x) from f(x ± h) and f(x ± 2h); the truncation error falls as h**4."""
    return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)


def richardson(f: Function, x: Any, h: Any) -> Any:
    """Extrapolate central quotients with steps h, h/2, h/4; the truncation error falls as h**6."""
    wide, middle, narrow = (central(f, x, h / k) for k in (1, 2, 4))
    return (64 * narrow - 20 * middle + wide) / 45


METHODS: dict[str, Callable[[Function, Any, Any], Any]] = {
    "forward": forward,
    "backward": backward,
    "central": central,
    "five-point": five_point,
    "richardson": richardson,
}
COMPLEX_STEP = "complex-step"


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
    inputs = floats_of(point)
    x = inputs[variable]
    f = function_of_floats(graph, variable, inputs)
    quotient = METHODS[method]
    h = (x + step) - x  # so that x + h is exactly a float
    if h == 0:
        raise UsageError(
            f"the step {step:g} vanishes beside {variable} = {x:g}: choose a larger one"
        )
    estimate = quotient(f, x, h)
    if not isfinite(estimate):
        raise NoValue(
            f"the difference quotient at {variable} = {x:g} is beyond the range of doubles"
        )
    split = split_error(graph, variable, inputs, method, h, estimate, derivative)
    if not all(map(isfinite, split)):
        raise NoValue(f"the error of the quotient at {variable} = {x:g} is beyond doubles")
    truth = float(_ball(derivative).mid())
    best_step, best_error = _best_step(quotient, f, x, truth, (h, abs(split[0])))
    return NumericDerivative(estimate, method, step, *split, best_step, best_error)


def floats_of(point: Point) -> dict[str, float]:
    """Return the doubles that a program would have for the coordinates of a point."""
    floats = Floats()
    return {name: float(apply(value, floats, {})) for name, value in point.values.items()}


def function_of_floats(
    graph: Graph, variable: str, inputs: dict[str, float]
) -> Callable[[float], float]:
    """Return f, computed in double precision, as a function of one of its variables."""
    floats = Floats()
    return lambda u: float(apply(graph, floats, {**inputs, variable: u}))


def split_error(
    graph: Graph,
    variable: str,
    inputs: dict[str, float],
    method: str,
    h: float,
    estimate: float,
    derivative: Any,
) -> tuple[float, float, float]:
    """Return the error of a difference quotient, and its parts: truncation and rounding."""
    previous = set_precision(_PRECISION)
    try:
        true_quotient = _true_quotient(graph, variable, inputs, method, h)
        truth, found = _ball(derivative), _ball(Fraction(estimate))
        return (
            float((found - truth).mid()),
            float((true_quotient - truth).mid()),
            float((found - true_quotient).mid()),
        )
    finally:
        set_precision(previous)


def _true_quotient(
    graph: Graph, variable: str, inputs: dict[str, float], method: str, h: float
) -> Any:
    """Return the difference quotient as a ball, without the rounding of doubles."""
    taylor = Taylor(1)
    flint = taylor.flint
    x, width = (flint.fmpq(*u.as_integer_ratio()) for u in (inputs[variable], h))
    if method == COMPLEX_STEP:
        at = {name: flint.acb(flint.arb(value)) for name, value in inputs.items()}
        at[variable] = flint.acb(flint.arb(x), flint.arb(width))
        complexes = Complexes(lambda name, u: getattr(u, name)(), flint.acb, taylor.ball)
        return apply(graph, complexes, at).imag / width
    fixed = {name: taylor.number(Fraction(value)) for name, value in inputs.items()}

    def f(u: Any) -> Any:
        number = taylor.number(Fraction(int(u.p), int(u.q)))
        return taylor.ball(taylor.result(apply(graph, taylor, {**fixed, variable: number}), 0))

    return METHODS[method](f, x, width)


def _best_step(
    quotient: Callable[[Function, Any, Any], Any],
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


def _ball(value: Any) -> Any:
    return Taylor(1).ball(value)
