"""What is drawn beside curves, with proven numbers: points, tangents and secants."""

from __future__ import annotations

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
from calcdl.results.curve import Extras, Line, PlacedPoint
from calcdl.syntax.parse import Reading

__all__ = ["STEPS", "extras_of"]

STEPS = tuple([Fraction(1, 1 << k) for k in range(5)])  # of secants


def extras_of(asked: Asked, variable: str) -> Extras:
    """Return the points, tangents and secants that are asked for, of each of the functions.

    Beside secants there is the tangent that they come to, where there is one.
    """
    points = [_placed(variable, *place) for place in _places(asked, asked.at, variable, "at")]
    at_tangents = _places(asked, asked.tangents, variable, "tangent")
    tangents = [_tangent(variable, *place) for place in at_tangents]
    at_secants = _places(asked, asked.secants, variable, "secants")
    secants = [line for place in at_secants for line in _secants(variable, *place)]
    known = [(line.point.curve, line.point.at) for line in tangents]
    limits = [_tangent(variable, *place) for place in at_secants]
    tangents += [
        line for line in limits if line.slope and (line.point.curve, line.point.at) not in known
    ]
    return Extras(tuple(points), tuple(tangents), tuple(secants))


def _places(
    asked: Asked, texts: Sequence[str], variable: str, name: str
) -> list[tuple[int, Reading, Point]]:
    """Return each point with each function and its number."""
    points = [read_point(text, [variable], main=variable, asked=name) for text in texts]
    return [(k, f, point) for point in points for k, f in enumerate(asked.readings)]


def _placed(variable: str, k: int, reading: Reading, point: Point) -> PlacedPoint:
    x = value_at(point.values[variable], Point({}, {}))[0]
    try:
        y = value_at(reading.graph, point)[0]
    except CalcdlError as error:
        return PlacedPoint(k, point.texts, x, error=explain(error, reading, point))
    return PlacedPoint(k, point.texts, x, y)


def _tangent(variable: str, k: int, reading: Reading, point: Point) -> Line:
    placed = _placed(variable, k, reading, point)
    if placed.error is not None:
        return Line(placed)
    try:
        slope = derivative_at(reading.graph, variable, point)[0]
    except CalcdlError as error:
        return Line(placed._replace(error=explain(error, reading, point)))
    return Line(placed, slope)


def _secants(variable: str, k: int, reading: Reading, point: Point) -> Iterator[Line]:
    placed = _placed(variable, k, reading, point)
    if placed.error is not None:
        yield Line(placed)
        return
    for step in STEPS:
        try:
            slope = value_at(_quotient(reading.graph, variable, step), point)[0]
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
