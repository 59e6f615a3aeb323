"""The derivative as a limit: difference quotients in double precision, and their errors."""

from __future__ import annotations

from fractions import Fraction
from math import frexp, inf, isfinite

from calcdl.arithmetic.floats import Floats
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import current_precision, precision
from calcdl.arithmetic.rounding import round_value
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, NoValue, UsageError
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING, cast
from calcdl.reading.points import Point
from calcdl.results.at_point import NumericDerivative
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from calcdl.arithmetic.kinds import Ball, ComplexBall, FlintRational, Number, Real
    from calcdl.graph.nodes import Rational

__all__ = [
    "COMPLEX_STEP",
    "METHODS",
    "floats_of",
    "function_of_floats",
    "numeric_derivative",
    "split_error",
    "step_taken",
    "vanishes",
]

_PRECISION = 256  # bits for the true quotient
_CANCELLED = 8  # times log2(1/h) bits: what f(x + h) - f(x) cancels, and h**6 of richardson
_MOST_PRECISION = 1 << 13

Function: TypeAlias = "Callable[[float], float]"  # or of balls, as they have the same operations


def forward(f: Function, x: float, h: float) -> float:
    """Estimate f'(x) by (f(x + h) - f(x))/h; the truncation error falls as h."""
    return (f(x + h) - f(x)) / h


def backward(f: Function, x: float, h: float) -> float:
    """Estimate f'(x) by (f(x) - f(x - h))/h; the truncation error falls as h."""
    return (f(x) - f(x - h)) / h


def central(f: Function, x: float, h: float) -> float:
    """Estimate f'(x) by (f(x + h) - f(x - h))/2h; the truncation error falls as h**2."""
    return (f(x + h) - f(x - h)) / (2 * h)


def five_point(f: Function, x: float, h: float) -> float:
    """Estimate f'(x) from f(x ± h) and f(x ± 2h); the truncation error falls as h**4."""
    return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)


def richardson(f: Function, x: float, h: float) -> float:
    """Extrapolate central quotients with steps h, h/2, h/4; the truncation error falls as h**6."""
    wide, middle, narrow = (central(f, x, h / k) for k in (1, 2, 4))
    return (64 * narrow - 20 * middle + wide) / 45


METHODS: dict[str, Callable[[Function, float, float], float]] = {
    "forward": forward,
    "backward": backward,
    "central": central,
    "five-point": five_point,
    "richardson": richardson,
    "forward-exact": forward,
    "backward-exact": backward,
    "central-exact": central,
}
COMPLEX_STEP = "complex-step"


def step_taken(method: str, x: float, step: float) -> float:
    """Return the h of a quotient: the step asked for, or with "-exact" the double nearest to it.

    x + h is exactly a double then, while x + step is rounded, and the quotient divides by what it
    did not go: W. H. Press et al., Numerical Recipes (2007), section 5.7.
    """
    return (x + step) - x if method.endswith("-exact") else step


def vanishes(x: float, step: float) -> bool:
    """Say whether a step leads nowhere, as the numbers next to x are farther away."""
    return x + step == x == x - step


def numeric_derivative(
    graph: Graph,
    variable: str,
    point: Point,
    derivative: Real,
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
    h = step_taken(method, x, step)
    if h == 0 or vanishes(x, step):
        raise UsageError(
            f"the step {step:g} vanishes beside {variable} = {x:g}: choose a larger one"
        )
    estimate = METHODS[method](f, x, h)
    if not isfinite(estimate):
        raise NoValue(
            f"the difference quotient at {variable} = {x:g} is beyond the range of doubles"
        )
    error, truncation, rounding, _ = split_error(
        graph, variable, point, method, h, estimate, derivative
    )
    if not all(map(isfinite, (error, truncation, rounding))):
        raise NoValue(f"the error of the quotient at {variable} = {x:g} is beyond doubles")
    with current_precision():
        truth = _float(derivative)
    best_step, best_error = _best_step(method, f, x, truth, (step, abs(error)))
    return NumericDerivative(
        estimate, method, step, error, truncation, rounding, best_step, best_error
    )


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
    point: Point,
    method: str,
    h: float,
    estimate: float,
    derivative: Real,
) -> tuple[float, float, float, float | None]:
    """Return the error of a difference quotient, its parts, and what it is without rounding.

    The parts are truncation and rounding; the last is a double, None where none is certain.

    The quotient without rounding is that at the point itself with the step h itself, so that the
    rounding of both, and of x + h, are among the rounding errors.
    """
    cancelled = _CANCELLED * max(0, -frexp(h)[1])
    with precision(min(_PRECISION + cancelled, _MOST_PRECISION)):
        true_quotient, found = _true_quotient(graph, variable, point, method, h), Fraction(estimate)
        error, truncation = _less(found, derivative), _less(true_quotient, derivative)
        decimal = round_value(true_quotient)
        unrounded = None if decimal is None else float(decimal)
        if truncation.contains(0) if is_ball(truncation) else not truncation:
            return _float(error), 0.0, _float(error), unrounded  # the precision cannot tell more
        rounding = _less(found, true_quotient)
        return _float(error), _float(truncation), _float(rounding), unrounded


def _less(u: Real, v: Real) -> Real:
    """Return u - v, exactly if both are known exactly."""
    if is_ball(u) or is_ball(v):
        return _ball(u) - _ball(v)
    return u - v


def _float(value: Real) -> float:
    """Return the double nearest to a number, or to the middle of a ball."""
    if is_ball(value):
        return float(value.mid())
    try:
        return float(value)
    except OverflowError:
        return inf if value > 0 else -inf


class _IsNotRationalError(Exception):
    """A value of the function is not known to be a rational number."""


def _true_quotient(graph: Graph, variable: str, point: Point, method: str, h: float) -> Real:
    """Return the difference quotient without the rounding of doubles."""
    taylor = Taylor(1)
    exact = {name: apply(value, taylor, {}) for name, value in point.values.items()}
    x = taylor.rational(exact[variable])

    def rational(u: Fraction) -> Rational:
        value = taylor.rational(apply(graph, taylor, {**exact, variable: taylor.number(u)}))
        if value is None:
            raise _IsNotRationalError
        return value

    if x is not None and method != COMPLEX_STEP:
        quotient = cast("Callable[[object, Fraction, Fraction], Fraction]", METHODS[method])
        try:
            return quotient(rational, Fraction(x), Fraction(h))
        except _IsNotRationalError:
            pass
    return _ball_of_quotient(graph, variable, exact, method, h)


def _ball_of_quotient(
    graph: Graph, variable: str, exact: Mapping[str, Number], method: str, h: float
) -> Ball:
    taylor = Taylor(1)
    flint = taylor.flint
    x, width = exact[variable], flint.fmpq(*h.as_integer_ratio())
    if method == COMPLEX_STEP:
        from calcdl.arithmetic.complexes import Complexes

        at = {name: flint.acb(taylor.ball_of(value)) for name, value in exact.items()}
        at[variable] = flint.acb(taylor.ball_of(x), flint.arb(width))
        complexes: Complexes[ComplexBall] = Complexes(
            lambda name, u: getattr(u, name)(), lambda value: flint.acb(taylor.ball(value))
        )
        return apply(graph, complexes, at).imag / width

    def f(u: FlintRational | Ball) -> Ball:
        number = u if is_ball(u) else taylor.number(Fraction(int(u.p), int(u.q)))
        return taylor.ball_of(apply(graph, taylor, {**exact, variable: number}))

    quotient = cast(
        "Callable[[object, Ball | FlintRational, FlintRational], Ball]", METHODS[method]
    )
    value = taylor.rational(x)
    if value is None:
        return quotient(f, taylor.ball_of(x), width)
    return quotient(f, flint.fmpq(value.numerator, value.denominator), width)


def _best_step(
    method: str,
    f: Callable[[float], float],
    x: float,
    truth: float,
    best: tuple[float, float],
) -> tuple[float, float]:
    """Return the step of 1e-1, 3e-2, 1e-2 … 1e-15 with the smallest error, and that error."""
    for k in range(2, 31):
        step = float(f"{'1' if k % 2 == 0 else '3'}e-{(k + 1) // 2}")
        h = step_taken(method, x, step)
        if h == 0 or vanishes(x, step):
            break
        try:
            error = abs(METHODS[method](f, x, h) - truth)
        except CalcdlError:
            continue
        if error < best[1]:
            best = (step, error)
    return best


def _ball(value: Real) -> Ball:
    return Taylor(1).ball(value)
