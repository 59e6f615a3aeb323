"""Gradient descent in floats: what a few lines of a program would do, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.arithmetic.floats import Floats
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.results.surface import Descent, Place
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values

__all__ = ["descend"]

_FAR = 1e50  # beyond which a descent has certainly gone astray, well before doubles end


def descend(graph: Graph, names: tuple[str, str], start: Place, rate: float, steps: int) -> Descent:
    """Return the points that x - rate*gradient comes to, from a start, and how that ended.

    >>> from calcdl.reading.expressions import read
    >>> descent = descend(read("x**2 + y**2").graph, ("x", "y"), (1.0, -2.0), 0.25, 2)
    >>> descent.points, descent.values
    (((1.0, -2.0), (0.5, -1.0), (0.25, -0.5)), (5.0, 1.25, 0.3125))
    """
    points: list[Place] = []
    heights: list[float] = []
    here = start
    gradient: Place | None = None

    def ended(outcome: str, error: CalcdlError | None = None) -> Descent:
        return Descent(rate, steps, tuple(points), tuple(heights), gradient, outcome, error)

    for _ in range(steps + 1):
        if not all(map(_is_near, here)):
            return ended("diverged")
        try:
            value, slopes = _value_and_gradient(graph, names, here)
        except CalcdlError as error:
            return ended("stuck", error)
        if not _is_near(value):
            return ended("diverged")
        points.append(here)
        heights.append(value)
        gradient = slopes
        here = here[0] - rate * slopes[0], here[1] - rate * slopes[1]
    return ended("ended")


def _is_near(number: float) -> bool:
    return abs(number) < _FAR


def _value_and_gradient(graph: Graph, names: Sequence[str], place: Place) -> tuple[float, Place]:
    floats = Floats()
    primals = values(graph, floats, dict(zip(names, place, strict=True)))
    bars = adjoints_of_variables(graph, floats, primals, names)
    return primals[graph.root], (bars.get(names[0], 0.0), bars.get(names[1], 0.0))
