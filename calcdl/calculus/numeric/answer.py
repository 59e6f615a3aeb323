"""The finite-difference laboratory: the error of each method against the size of the step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from calcdl.arithmetic.complexes import Complexes
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
from calcdl.calculus.explain import explain
from calcdl.calculus.numeric.adaptive import adaptive_derivative
from calcdl.calculus.numeric.program import Program
from calcdl.calculus.question import choose_variable, require_few_digits
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided, UsageError
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read, read_points
from calcdl.reading.points import Point, read_point
from calcdl.results.numeric import (
    AdaptiveDerivative,
    DifferenceQuotient,
    Numeric,
    NumericAtPoint,
)
from calcdl.results.value import Value
from calcdl.sweep.forward import apply
from calcdl.syntax.parse import Reading

__all__ = ["STEPS", "Experiment", "laboratory", "program_laboratory"]

_DIGITS_OF_TRUTH = 30
_MOST_DIGITS_OF_TRUTH = 2000
_VANISHED = "the step vanishes beside the point"
STEPS = tuple(float(f"1e-{k}") for k in range(1, 16))


class Experiment(NamedTuple):
    """Which difference quotients are computed, and whether an adaptive estimate is."""

    methods: tuple[str, ...] = ("forward", "central")
    steps: tuple[float, ...] = STEPS
    wants_adaptive: bool = False
    digits: int | None = None


_DEFAULT = Experiment()


def laboratory(
    expression: Reading | str,
    wrt: str | None = None,
    at: Sequence[str] | str = (),
    experiment: Experiment = _DEFAULT,
) -> Numeric:
    """Return difference quotients of an expression in double precision, and their errors.

    An error at a point is part of the result; one of the expression is raised.

    >>> found = laboratory("x**2", at="1", experiment=Experiment(("forward",), (0.5,)))
    >>> found.points[0].quotients[0][:4]
    ('forward', 0.5, 2.5, 0.5)
    """
    reading = read(expression) if isinstance(expression, str) else expression
    require_few_digits(experiment.digits)
    variable = choose_variable(reading.graph, wrt)
    names = reading.graph.symbols()
    if variable not in names:
        names = sorted([*names, variable])
    places = read_points([reading], at, names, [wrt] if wrt else [], main=variable)
    points = tuple([_at_point(reading, variable, point, experiment) for point in places])
    return Numeric(reading.graph, None, variable, points, experiment.digits)


def program_laboratory(
    command: str,
    wrt: str | None = None,
    at: Sequence[str] | str = (),
    experiment: Experiment = _DEFAULT,
    *,
    shell: bool = False,
) -> Numeric:
    """Return difference quotients of a program (see calcdl.calculus.numeric.program).

    Their errors are not known, for nothing is known of the program but its values.
    """
    variable = wrt or "x"
    if COMPLEX_STEP in experiment.methods:
        raise UsageError("a complex step needs an expression: a program gets real numbers only")
    f = Program(command, variable, shell=shell)
    texts = [at] if isinstance(at, str) else at
    places = [read_point(text, [variable], main=variable) for text in texts]
    points = tuple([_of_program(f, variable, point, experiment) for point in places])
    return Numeric(None, command, variable, points, experiment.digits)


def _of_program(f: Program, variable: str, point: Point, experiment: Experiment) -> NumericAtPoint:
    x = floats_of(point)[variable]
    try:
        f(x)
        if experiment.wants_adaptive:
            return NumericAtPoint(point.texts, adaptive=adaptive_derivative(f, x, f.run_for))
        f.run_for(_arguments(x, experiment))
        return NumericAtPoint(
            point.texts,
            quotients=tuple(
                _quotient(method, step, f, x)
                for method in experiment.methods
                for step in experiment.steps
            ),
        )
    except UsageError:
        raise
    except CalcdlError as error:
        return NumericAtPoint(point.texts, error=error)


def _arguments(x: float, experiment: Experiment) -> list[float]:
    """Return the numbers for which quotients need values."""
    wanted: list[float] = []

    def note(u: float) -> float:
        wanted.append(u)
        return 0.0

    for method in experiment.methods:
        for step in experiment.steps:
            _quotient(method, step, note, x)
    return wanted


def _at_point(
    reading: Reading, variable: str, point: Point, experiment: Experiment
) -> NumericAtPoint:
    graph = reading.graph
    adaptive = None
    try:
        inputs = floats_of(point)
        x = inputs[variable]
        f = function_of_floats(graph, variable, inputs)
        if experiment.wants_adaptive:
            adaptive, value = _beside_truth(reading, variable, point, f, x, experiment)
            if not experiment.methods:
                return NumericAtPoint(point.texts, value, adaptive=adaptive)
        value, truth, absent = _truth(reading, variable, point, experiment)
    except UsageError:
        raise
    except CalcdlError as error:
        return NumericAtPoint(point.texts, error=explain(error, reading, point))
    quotients = [
        _one(graph, variable, inputs, method, step, f)
        for method in experiment.methods
        for step in experiment.steps
    ]
    if absent is not None:
        return NumericAtPoint(
            point.texts, None, tuple(quotients), None, adaptive, no_derivative=absent
        )
    compared = tuple([_with_error(graph, variable, point, x, one, truth) for one in quotients])
    return NumericAtPoint(point.texts, value, compared, _best_steps(compared), adaptive)


def _truth(
    reading: Reading, variable: str, point: Point, experiment: Experiment
) -> tuple[Value | None, Any, CalcdlError | None]:
    """Return the true derivative as a value and as a ball, or why there is none to compare with.

    The ball has the digits to tell the truncation error of the smallest step, which may be of the
    order of its sixth power. Raises NoValue where the function has no value.
    """
    graph = reading.graph
    small = max(0.0, -math.log10(min(experiment.steps, default=1.0)))
    digits = min(_DIGITS_OF_TRUTH + math.ceil(8 * small), _MOST_DIGITS_OF_TRUTH)
    try:
        value = derivative_at(graph, variable, point, digits=experiment.digits)[0]
        return value, derivative_at(graph, variable, point, digits=digits)[1], None
    except (NotDifferentiable, Undecided) as error:
        return None, None, explain(error, reading, point)


def _beside_truth(
    reading: Reading,
    variable: str,
    point: Point,
    f: Callable[[float], float],
    x: float,
    experiment: Experiment,
) -> tuple[AdaptiveDerivative | None, Value | None]:
    """Return the adaptive estimate, and the true derivative where it can be told.

    Beside other methods, an adaptive estimate that is refused is left out.
    """
    try:
        adaptive = adaptive_derivative(f, x)
    except CalcdlError:
        if experiment.methods:
            return None, None
        raise
    try:
        value = derivative_at(reading.graph, variable, point, digits=experiment.digits)[0]
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
    at: dict[str, Any] = {name: complex(value) for name, value in inputs.items()}
    at[variable] = complex(inputs[variable], step)
    try:
        return _finite(method, step, apply(graph, Complexes(), at).imag / step)
    except NoValue as error:
        return DifferenceQuotient(method, step, reason=error.message)


def _quotient(
    method: str, step: float, f: Callable[[float], float], x: float
) -> DifferenceQuotient:
    h = step_taken(method, x, step)
    if h == 0:
        return DifferenceQuotient(method, step, reason=_VANISHED)
    try:
        found = _finite(method, step, METHODS[method](f, x, h))
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
    if not all(map(math.isfinite, split)):
        return one
    error, truncation, rounding = split
    return one._replace(error=error, truncation_error=truncation, rounding_error=rounding)


def _best_steps(quotients: Sequence[DifferenceQuotient]) -> dict[str, float]:
    """Return for each method the step with the smallest error."""
    best: dict[str, tuple[float, float]] = {}
    for one in quotients:
        if one.error is not None:
            known = best.get(one.method)
            if known is None or abs(one.error) < known[0]:
                best[one.method] = (abs(one.error), one.step)
    return {method: step for method, (_, step) in best.items()}
