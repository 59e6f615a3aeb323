"""Difference quotients and their errors."""

from __future__ import annotations

from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.lean import NamedTuple
from calcdl.results.value import Value

__all__ = ["AdaptiveDerivative", "DifferenceQuotient", "Numeric", "NumericAtPoint"]


class DifferenceQuotient(NamedTuple):
    """One estimate in the finite-difference laboratory, and its error as in NumericDerivative.

    ``step`` is the one asked for and ``h`` the one taken; ``values`` are what the quotient was made
    of: numbers and the function there, in the order of computing. ``estimate`` is None where there
    is none, and ``reason`` says why, as it does where the step is so small that it is 0; the errors
    are None where the true derivative is not known, as that of a program, or does not exist.
    ``without_rounding`` is the double nearest to the quotient of real numbers.
    """

    method: str
    step: float
    estimate: float | None = None
    error: float | None = None
    truncation_error: float | None = None
    rounding_error: float | None = None
    reason: str | None = None
    without_rounding: float | None = None
    h: float | None = None
    values: tuple[tuple[float, float], ...] = ()


class AdaptiveDerivative(NamedTuple):
    """An estimate of a derivative from values of a function, and a bound for its error.

    ``side`` is "both", or at the edge of a domain "left" or "right".
    """

    estimate: float
    bound: float
    side: str
    evaluations: int


class NumericAtPoint(NamedTuple):
    """Difference quotients at a point beside the true derivative, where it is known.

    ``best_steps`` names for each method the step with the smallest error. ``no_derivative`` says
    why there is no derivative beside the quotients, ``error`` why there are no quotients.
    """

    at: dict[str, str]
    value: Value | None = None
    quotients: tuple[DifferenceQuotient, ...] = ()
    best_steps: dict[str, float] | None = None
    adaptive: AdaptiveDerivative | None = None
    error: CalcdlError | None = None
    no_derivative: CalcdlError | None = None


class Limit(NamedTuple):
    """The derivative as a limit in symbols, ``h`` being the name of what tends to zero.

    Each of ``shifted``, f(x + h), of ``difference``, f(x + h) - f(x), and of ``quotient``, that
    divided by h, is a chain of formulas that are equal where h is not zero; ``derivative`` is what
    the last quotient is at h = 0.
    """

    h: str
    shifted: tuple[Graph, ...]
    difference: tuple[Graph, ...]
    quotient: tuple[Graph, ...]
    derivative: Graph


class Numeric(NamedTuple):
    """Difference quotients of an expression, or of a program that is run for each value.

    ``digits`` is how many of an estimate were asked for; else as many as tell it from other floats.
    """

    expression: Graph | None
    program: str | None
    variable: str
    points: tuple[NumericAtPoint, ...]
    digits: int | None = None
    limit: Limit | None = None
