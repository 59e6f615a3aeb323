"""What is drawn beside curves: points, tangents, secants and data, and the window they need."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.explain import explain
from calcdl.calculus.question import Asked
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.reading.points import Point, read_point
from calcdl.results.curve import Line, PlacedPoint
from calcdl.results.value import Value
from calcdl.syntax.parse import Reading

__all__ = ["STEPS", "Extras", "widened"]

STEPS = tuple([Fraction(1, 1 << k) for k in range(5)])  # of secants
_MARGIN = Fraction(1, 5)
_USUAL = Fraction(5)


class Extras:
    """The points, tangents and secants that are asked for, with proven numbers.

    Beside secants there is the tangent that they come to, where there is one.
    """

    def __init__(self, asked: Asked, variable: str) -> None:
        self.variable, self.data = variable, asked.data
        curves = list(enumerate(asked.readings))

        def points(texts: Sequence[str], name: str) -> list[Point]:
            return [read_point(text, [variable], main=variable, asked=name) for text in texts]

        places = [(k, f, point) for point in points(asked.at, "at") for k, f in curves]
        self.points = tuple([self._placed(*place) for place in places])
        places = [(k, f, point) for point in points(asked.tangents, "tangent") for k, f in curves]
        self.tangents = tuple([self._tangent(*place) for place in places])
        places = [(k, f, point) for point in points(asked.secants, "secants") for k, f in curves]
        self.secants = tuple([line for place in places for line in self._secants(*place)])
        limits = [line for line in (self._tangent(*place) for place in places) if line.slope]
        known = [(line.point.curve, line.point.at) for line in self.tangents]
        self.tangents += tuple(
            [line for line in limits if (line.point.curve, line.point.at) not in known]
        )

    def places(self) -> list[float]:
        """Return where something is to be seen: every x."""
        xs = [x for x, _ in self.data]
        for line in self.secants:
            if line.point.x is not None and line.step is not None:
                xs.append(_float(line.point.x) + line.step)
        points = (*self.points, *[line.point for line in (*self.tangents, *self.secants)])
        return xs + [_float(point.x) for point in points if point.x is not None]

    def heights(self, left: Fraction, right: Fraction) -> list[float]:
        """Return every y that is to be seen between two numbers."""
        ys = [y for x, y in self.data if left <= x <= right]
        points = (*self.points, *[line.point for line in (*self.tangents, *self.secants)])
        ys += [_float(point.y) for point in points if point.y is not None]
        return [y for y in ys if math.isfinite(y)]

    def _placed(self, k: int, reading: Reading, point: Point) -> PlacedPoint:
        x = value_at(point.values[self.variable], Point({}, {}))[0]
        try:
            y = value_at(reading.graph, point)[0]
        except CalcdlError as error:
            return PlacedPoint(k, point.texts, x, error=explain(error, reading, point))
        return PlacedPoint(k, point.texts, x, y)

    def _tangent(self, k: int, reading: Reading, point: Point) -> Line:
        placed = self._placed(k, reading, point)
        if placed.error is not None:
            return Line(placed)
        try:
            slope = derivative_at(reading.graph, self.variable, point)[0]
        except CalcdlError as error:
            return Line(placed._replace(error=explain(error, reading, point)))
        return Line(placed, slope)

    def _secants(self, k: int, reading: Reading, point: Point) -> Iterator[Line]:
        placed = self._placed(k, reading, point)
        if placed.error is not None:
            yield Line(placed)
            return
        for step in STEPS:
            try:
                slope = value_at(_quotient(reading.graph, self.variable, step), point)[0]
            except CalcdlError:  # there is no second point, and so no line
                continue
            yield Line(placed, slope, float(step))


def _quotient(graph: Graph, variable: str, step: Fraction) -> Graph:
    """Return (f(x + h) - f(x))/h."""
    nodes = Nodes()
    here = transplant(graph, nodes)
    h = nodes.number(step)
    there = transplant(graph, nodes, {variable: nodes.make("add", (nodes.symbol(variable), h))})
    difference = nodes.make("add", (there, nodes.make("neg", (here,))))
    return Graph(nodes, nodes.make("div", (difference, h)))


def widened(
    chosen: tuple[Fraction, Fraction] | None, places: Sequence[float]
) -> tuple[Fraction, Fraction]:
    """Return a window across that shows all places, and what is chosen for the functions.

    >>> widened((Fraction(-1), Fraction(1)), [4.5])
    (Fraction(-1, 1), Fraction(6, 1))
    """
    finite = [Fraction(x) for x in places if math.isfinite(x)]
    if not finite:
        return chosen or (-_USUAL, _USUAL)
    low, high = min(finite), max(finite)
    left, right = chosen or (low, high)
    width = max(right, high) - min(left, low) or Fraction(1)
    unit = Fraction(10) ** math.floor(math.log10(width / 2))
    if low <= left:
        left = math.floor((low - _MARGIN / 2 * width) / unit) * unit
    if high >= right:
        right = math.ceil((high + _MARGIN / 2 * width) / unit) * unit
    return left, right


def _float(value: Value) -> float:
    return float(value.decimal)
