"""The pictures that stand below an answer, as questions."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.calculus.curve.ends import number_at
from calcdl.calculus.question import Asked
from calcdl.graph.nodes import Graph, Nodes
from calcdl.graph.rewrite import transplant
from calcdl.reading.points import Point

__all__ = ["beside"]

_MOST_TANGENTS = 6  # beyond which they hide the curve
_NEAR = 10  # to zero: around such points a neighbourhood is from x - 1 to x + 1


def beside(asked: Asked) -> list[Asked]:
    """Return what is drawn below the answer to a question.

    >>> from calcdl.calculus.asking import ask
    >>> [picture] = beside(ask("point", "abs(x)*y", at="x=2,y=3", wrt="x"))
    >>> picture.window, picture.at, picture.symbols
    (('(2) - 1', '(2) + 1'), ['2'], ['x'])
    """
    if asked.question == "numeric":  # whose table has a drawing
        return []
    if asked.question == "point":
        names = asked.variables()
        return [_around(asked, point, name) for point in asked.points(names) for name in names]
    variable = asked.variable()
    points = asked.points([variable], main=variable)
    if not points:
        return [_picture(asked, variable, asked.graph, derivative=True, order=asked.order)]
    return [_with_tangents(asked, variable, along) for along in _lines(points, variable)]


def _lines(points: Sequence[Point], variable: str) -> list[list[Point]]:
    """Return the points that differ in one variable alone, together."""
    lines: dict[tuple[tuple[str, str], ...], list[Point]] = {}
    for point in points:
        others = tuple([item for item in point.texts.items() if item[0] != variable])
        lines.setdefault(others, []).append(point)
    return list(lines.values())


def _with_tangents(asked: Asked, variable: str, points: Sequence[Point]) -> Asked:
    """Return the picture of a function and its tangents, or of its n-th derivative at points."""
    graph = _on_line(asked.graph, variable, points[0])
    texts = [point.texts[variable] for point in points]
    if asked.order != 1:
        return _picture(asked, variable, graph, at=texts, derivative=True, order=asked.order)
    if asked.side or len(texts) > _MOST_TANGENTS:
        return _picture(asked, variable, graph, at=texts)
    return _picture(asked, variable, graph, tangents=texts)


def _around(asked: Asked, point: Point, variable: str) -> Asked:
    """Return the picture of what is next to a point."""
    text = point.texts[variable]
    far = abs(number_at(text, variable, "at")) > _NEAR
    reach = f"abs({text})/{_NEAR}" if far else "1"
    window = (f"({text}) - {reach}", f"({text}) + {reach}")
    return _picture(
        asked, variable, _on_line(asked.graph, variable, point), at=[text], window=window
    )


def _on_line(graph: Graph, variable: str, point: Point) -> Graph:
    """Return a function of several variables as one of this one, the others being as at a point."""
    others = {name: value for name, value in point.values.items() if name != variable}
    if not others:
        return graph
    nodes = Nodes()
    numbers = {name: transplant(value, nodes) for name, value in others.items()}
    return Graph(nodes, transplant(graph, nodes, numbers))


def _picture(asked: Asked, variable: str, graph: Graph, **flags: object) -> Asked:
    readings = (asked.reading._replace(graph=graph),)
    wrt = [variable] if variable in graph.symbols() else []
    return Asked("plot", wrt=wrt, readings=readings, **flags)  # type: ignore[arg-type]
