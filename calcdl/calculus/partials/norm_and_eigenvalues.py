"""What partial derivatives say together: the length of a gradient, the signs of a Hessian."""

from __future__ import annotations

from itertools import combinations_with_replacement

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.rounding import double_of, round_value
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.certify import certified_all, work_of
from calcdl.calculus.partials.values import gradient_numbers, hessian_numbers
from calcdl.errors import CalcdlError, Undecided
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.results.partials import PointFacts
from calcdl.results.value import Value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["norm", "spectrum"]

_LARGEST_SPECTRUM = 30  # variables
_SPECTRUM_PRECISION = 192  # bits


def norm(graph: Graph, variables: Sequence[str], point: Point, digits: int | None) -> PointFacts:
    """Return the length of the gradient and, unless that is zero, its direction."""
    taylor = Taylor(1)

    def compute() -> list[Any]:
        slopes = [taylor.of(number) for number in gradient_numbers(graph, variables, point)]
        squares = taylor.add([taylor.mul((slope, slope)) for slope in slopes])
        length = taylor.call("sqrt", [squares])
        if taylor.is_zero(length):
            return [0]
        parts = [length, *[taylor.div(slope, length) for slope in slopes]]
        return [taylor.result(part, 0) for part in parts]

    try:
        found = certified_all(compute, digits, 2 * work_of(graph))
    except CalcdlError:
        return PointFacts()
    certain = _certain(found)
    return PointFacts() if not certain else PointFacts(norm=certain[0], steepest=certain[1:])


def spectrum(
    graph: Graph, variables: Sequence[str], point: Point, digits: int | None
) -> PointFacts:
    """Return the eigenvalues of the Hessian, and what their signs say, where that is certain.

    One precision is tried: eigenvalues that coincide, or are zero, stay uncertain at any.
    """
    if len(variables) > _LARGEST_SPECTRUM:
        return PointFacts()
    try:
        with precision(_SPECTRUM_PRECISION + int(3.33 * (digits or 0))):
            numbers = hessian_numbers(graph, variables, point)
            found = _eigenvalues(len(variables), numbers)
            texts = [round_value(number, digits) for number in found]
            if None in texts:
                return PointFacts()
            certain = tuple(
                Value(text, float=double_of(number))
                for text, number in zip(texts, found, strict=True)
                if text is not None
            )
    except CalcdlError:
        return PointFacts()
    return PointFacts(eigenvalues=certain, definiteness=_definiteness(found))


def _definiteness(eigenvalues: Sequence[Any]) -> str:
    """Return what the signs of eigenvalues say whose digits, and so their signs, are certain."""
    below = any(value < 0 for value in eigenvalues)
    zero = any(value == 0 for value in eigenvalues)
    above = any(value > 0 for value in eigenvalues)
    if above and below:
        return "indefinite"
    if not above and not below:
        return "zero"
    return f"{'positive' if above else 'negative'} {'semi' * zero}definite"


def _pairs(count: int) -> list[tuple[int, int]]:
    return list(combinations_with_replacement(range(count), 2))


def _eigenvalues(count: int, upper: Sequence[Any]) -> list[Any]:
    """Return the eigenvalues of a symmetric matrix in ascending order; raises Undecided."""
    import flint

    ball = Taylor(1).ball
    matrix = flint.acb_mat(count, count)
    for (i, j), number in zip(_pairs(count), upper, strict=True):
        matrix[i, j] = matrix[j, i] = ball(number)
    if all(matrix[i, j].real.is_zero() for i, j in _pairs(count) if i != j):
        found = [matrix[i, i].real for i in range(count)]
    else:
        try:
            found = [value.real for value in matrix.eig()]
        except ValueError:  # two of them may be equal
            raise Undecided("the eigenvalues") from None
    return sorted(found, key=lambda value: float(value.mid()))


def _certain(found: Sequence[tuple[Value, Any] | Undecided]) -> tuple[Value, ...]:
    """Return values if all of them are certain, else none."""
    if any(isinstance(one, Undecided) for one in found):
        return ()
    return tuple(one[0] for one in found if isinstance(one, tuple))
