"""A derivative or value at a point, and what stands beside it."""

from __future__ import annotations

from calcdl.errors import CalcdlError
from calcdl.lean import NamedTuple
from calcdl.results.value import Value

__all__ = ["DerivativeAtPoint", "NumericDerivative", "Tangent"]


class NumericDerivative(NamedTuple):
    """A finite-difference estimate of a derivative in double precision, and how far it is off.

    ``error`` is estimate - derivative, the sum of ``truncation_error`` (what a larger step adds:
    of the order of the step for one-sided quotients, of its square for central ones) and of
    ``rounding_error`` (what a smaller step adds, about eps*|f(x)|/step). ``best_step`` is the
    step from a geometric series whose error is smallest.
    """

    estimate: float
    method: str
    step: float
    error: float
    truncation_error: float
    rounding_error: float
    best_step: float
    best_error: float


class Tangent(NamedTuple):
    """The line slope*x + intercept that touches the graph of a function at a point."""

    slope: Value
    intercept: Value


class DerivativeAtPoint(NamedTuple):
    """A derivative at a point: its value, or the error that says why there is none."""

    at: dict[str, str]
    value: Value | None = None
    function: Value | None = None
    numeric: NumericDerivative | None = None
    tangent: Tangent | None = None
    error: CalcdlError | None = None
