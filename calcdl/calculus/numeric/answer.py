"""The finite-difference laboratory: the error of each method against the size of the step."""

from __future__ import annotations

import math

from calcdl.arithmetic.complexes import python_complexes
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.difference_quotients import (
    COMPLEX_STEP,
    METHODS,
    floats_of,
    function_of_floats,
    split_error,
    step_taken,
    vanishes,
)
from calcdl.calculus.explain import explain, placing
from calcdl.calculus.numeric.adaptive import adaptive_derivative
from calcdl.calculus.numeric.program import Program
from calcdl.calculus.question import EVERYTHING, Asked, require_few_digits
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided, UsageError
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point, read_point
from calcdl.results.numeric import (
    AdaptiveDerivative,
    DifferenceQuotient,
    Numeric,
    NumericAtPoint,
)
from calcdl.results.value import Value
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

__all__ = ["STEPS", "answer"]

_DIGITS_OF_TRUTH = 30
_MOST_DIGITS_OF_TRUTH = 2000
_VANISHED = "the step vanishes beside the point"
STEPS = tuple(float(f"1e-{k}") for k in range(1, 16))


def answer(asked: Asked) -> Numeric:
    """Return difference quotients in double precision, of an expression with their errors.

    An error at a point is part of the result; one of the expression is raised. Nothing is known of
    a program (see calcdl.calculus.numeric.program) but its values, so there are no errors.

    >>> from calcdl.calculus.asking import ask
    >>> found = answer(ask("numeric", "x**2", at="1", methods=["forward"], steps=[0.5]))
    >>> found.points[0].quotients[0][:4]
    ('forward', 0.5, 2.5, 0.5)
    """
    usual = not (asked.methods or asked.adaptive)
    if asked.program is None:
        require_few_digits(asked.digits)
    asked = asked._replace(
        methods=("forward", "central") if usual else asked.methods,
        steps=asked.steps or STEPS,
        adaptive=asked.adaptive or (usual and asked.detail == EVERYTHING and asked.program is None),
    )
    return _of_expression(asked) if asked.program is None else _of_program(asked, asked.program)


def _of_expression(asked: Asked) -> Numeric:
    variable = asked.variable()
    points = asked.points([variable], main=variable)
    limit = None
    if asked.limit:
        from calcdl.calculus.numeric.limit import limit_of_quotients

        with placing(asked.reading):
            limit = limit_of_quotients(asked.graph, variable)
    at_points = tuple([_at_point(asked, variable, point) for point in points])
    return Numeric(asked.graph, None, variable, at_points, asked.digits, limit)


def _of_program(asked: Asked, program: str) -> Numeric:
    variable = asked.wrt[0] if asked.wrt and asked.wrt[0] else "x"
    if asked.limit:
        raise UsageError("a limit in symbols needs an expression, and a program is none")
    if COMPLEX_STEP in asked.methods:
        raise UsageError("a complex step needs an expression: a program gets real numbers only")
    f = Program(program, variable, shell=asked.shell)
    points = [read_point(text, [variable], main=variable) for text in asked.at]
    at_points = tuple([_program_at(f, variable, point, asked) for point in points])
    return Numeric(None, program, variable, at_points, asked.digits)


def _program_at(f: Program, variable: str, point: Point, asked: Asked) -> NumericAtPoint:
    x = floats_of(point)[variable]
    try:
        f(x)
        if asked.adaptive:
            return NumericAtPoint(point.texts, adaptive=adaptive_derivative(f, x, f.run_for))
        f.run_for(_arguments(x, asked))
        return NumericAtPoint(
            point.texts,
            quotients=tuple(
                _quotient(method, step, f, x) for method in asked.methods for step in asked.steps
            ),
        )
    except UsageError:
        raise
    except CalcdlError as error:
        return NumericAtPoint(point.texts, error=error)


def _arguments(x: float, asked: Asked) -> list[float]:
    """Return the numbers for which quotients need values."""
    wanted: list[float] = []

    def note(u: float) -> float:
        wanted.append(u)
        return 0.0

    for method in asked.methods:
        for step in asked.steps:
            _quotient(method, step, note, x)
    return wanted


def _at_point(asked: Asked, variable: str, point: Point) -> NumericAtPoint:
    graph, reading = asked.graph, asked.reading
    adaptive = None
    try:
        inputs = floats_of(point)
        x = inputs[variable]
        f = function_of_floats(graph, variable, inputs)
        if asked.adaptive:
            adaptive, value = _beside_truth(asked, variable, point, f, x)
            if not asked.methods:
                return NumericAtPoint(point.texts, value, adaptive=adaptive)
        value, truth, absent = _truth(asked, variable, point)
    except UsageError:
        raise
    except CalcdlError as error:
        return NumericAtPoint(point.texts, error=explain(error, reading, point))
    quotients = [
        _one(graph, variable, inputs, method, step, f)
        for method in asked.methods
        for step in asked.steps
    ]
    if absent is not None:
        return NumericAtPoint(
            point.texts, None, tuple(quotients), None, adaptive, no_derivative=absent
        )
    compared = tuple([_with_error(graph, variable, point, x, one, truth) for one in quotients])
    return NumericAtPoint(point.texts, value, compared, _best_steps(compared), adaptive)


def _truth(
    asked: Asked, variable: str, point: Point
) -> tuple[Value | None, Any, CalcdlError | None]:
    """Return the true derivative as a value and as a ball, or why there is none to compare with.

    The ball has the digits to tell the truncation error of the smallest step, which may be of the
    order of its sixth power. Raises NoValue where the function has no value.
    """
    graph = asked.graph
    small = max(0.0, -math.log10(min(asked.steps, default=1.0)))
    digits = min(_DIGITS_OF_TRUTH + math.ceil(8 * small), _MOST_DIGITS_OF_TRUTH)
    try:
        value = derivative_at(graph, variable, point, digits=asked.digits)[0]
        return value, derivative_at(graph, variable, point, digits=digits)[1], None
    except (NotDifferentiable, Undecided) as error:
        return None, None, explain(error, asked.reading, point)


def _beside_truth(
    asked: Asked, variable: str, point: Point, f: Callable[[float], float], x: float
) -> tuple[AdaptiveDerivative | None, Value | None]:
    """Return the adaptive estimate, and the true derivative where it can be told.

    Beside other methods, an adaptive estimate that is refused is left out.
    """
    try:
        adaptive = adaptive_derivative(f, x)
    except CalcdlError:
        if asked.methods:
            return None, None
        raise
    try:
        value = derivative_at(asked.graph, variable, point, digits=asked.digits)[0]
    except CalcdlError:
        return adaptive, None
    return adaptive, value


def _one(
    graph: Graph,
    variable: str,
    inputs: dict[str, float],
    method: str,
    step: float,
    f: Callable[[float], float],
) -> DifferenceQuotient:
    if method != COMPLEX_STEP:
        return _quotient(method, step, f, inputs[variable])
    f(inputs[variable])  # the value has to be real
    at = {name: complex(value) for name, value in inputs.items()}
    at[variable] = complex(inputs[variable], step)
    try:
        return _finite(method, step, apply(graph, python_complexes(), at).imag / step)
    except NoValue as error:
        return DifferenceQuotient(method, step, reason=error.message)


def _quotient(
    method: str, step: float, f: Callable[[float], float], x: float
) -> DifferenceQuotient:
    h = step_taken(method, x, step)
    if h == 0:
        return DifferenceQuotient(method, step, reason=_VANISHED)
    values: list[tuple[float, float]] = []

    def noted(u: float) -> float:
        value = f(u)
        values.append((u, value))
        return value

    try:
        estimate = METHODS[method](noted, x, h)
        found = _finite(method, step, estimate)._replace(h=h, values=tuple(values))
    except NoValue as error:
        return DifferenceQuotient(method, step, reason=error.message)
    except (OverflowError, ZeroDivisionError):
        return DifferenceQuotient(method, step, reason="the quotient is out of range")
    return found._replace(reason=_VANISHED) if vanishes(x, step) else found


def _finite(method: str, step: float, estimate: float) -> DifferenceQuotient:
    if not math.isfinite(estimate):
        return DifferenceQuotient(method, step, reason="the quotient is out of range")
    return DifferenceQuotient(method, step, estimate)


def _with_error(
    graph: Graph, variable: str, point: Point, x: float, one: DifferenceQuotient, truth: Any
) -> DifferenceQuotient:
    """Add the error of a quotient, and its parts where the quotient exists without rounding."""
    if one.estimate is None:
        return one
    h = step_taken(one.method, x, one.step)
    try:
        split = split_error(graph, variable, point, one.method, h, one.estimate, truth)
    except (CalcdlError, OverflowError):
        return one
    error, truncation, rounding, unrounded = split
    if not all(map(math.isfinite, (error, truncation, rounding))):
        return one
    return one._replace(
        error=error,
        truncation_error=truncation,
        rounding_error=rounding,
        without_rounding=unrounded,
    )


def _best_steps(quotients: Sequence[DifferenceQuotient]) -> dict[str, float]:
    """Return for each method the step with the smallest error."""
    best: dict[str, tuple[float, float]] = {}
    for one in quotients:
        if one.error is not None:
            known = best.get(one.method)
            if known is None or abs(one.error) < known[0]:
                best[one.method] = (abs(one.error), one.step)
    return {method: step for method, (_, step) in best.items()}
