"""Where the window of a picture ends, and what has no picture."""

from __future__ import annotations

from fractions import Fraction

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import UsageError, Wording
from calcdl.graph.nodes import Graph, Undefined
from calcdl.reading.points import read_point
from calcdl.sweep.forward import apply

__all__ = ["number_at", "number_of", "require_defined", "require_window"]

_PRECISION = 64
_WIDEST, _CLOSEST = 10**100, 10**10  # a window, and the ratio of its ends to its width


def number_at(text: str, variable: str, name: str) -> Fraction:
    """Return the number that a text gives to a variable; ``name`` is the parameter that it is of.

    >>> number_at("1/4", "x", "from")
    Fraction(1, 4)
    """
    return number_of(read_point(text, [variable], main=variable, asked=name).values[variable])


def number_of(graph: Graph) -> Fraction:
    """Return a number without variables, or what is nearly it."""
    taylor = Taylor(1)
    with precision(_PRECISION):
        number = apply(graph, taylor, {})
        exact = taylor.value(number)
        return Fraction(float(taylor.ball_of(number).mid()) if exact is None else exact)


def require_window(left: Fraction, right: Fraction) -> None:
    """Raise UsageError where there is no window between two numbers, or none that can be drawn."""
    if not left < right:
        ends = Wording("window=('-2', '2')", "--from -2 --to 2")
        raise UsageError("the window ends before it begins: give the smaller number first, ", ends)
    size = max(abs(left), abs(right))
    if size > _WIDEST or (right - left) * _WIDEST < 1 or right - left < size / _CLOSEST:
        raise UsageError("the window is too wide or too narrow to be drawn in doubles")


def require_defined(graph: Graph) -> None:
    """Raise UsageError where a function is only a name."""
    for operation in graph.kinds():
        if type(operation) is Undefined:
            raise UsageError(
                f"{operation.name} is an undefined function, which has no curve: define it, as in ",
                Wording(f"let='{operation.name}(t) = t**2'", f"--let '{operation.name}(t) = t^2'"),
            )
