"""The surface of a function of two variables in a window, for maps with contours."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from calcdl.calculus.curve.ends import number_of, require_defined, require_window
from calcdl.calculus.curve.room import widened
from calcdl.calculus.evaluation.value import value_at
from calcdl.calculus.explain import explain
from calcdl.calculus.question import Asked
from calcdl.calculus.surface.asking import (
    Axes,
    axes_of,
    ends_of,
    points_of,
    require_map,
    with_values,
)
from calcdl.calculus.surface.critical import critical_points
from calcdl.calculus.surface.descent import descend
from calcdl.calculus.surface.enclosing import Field
from calcdl.calculus.surface.heights import arrows_of, heights_of, samples_of
from calcdl.calculus.surface.lattice import lattice_for
from calcdl.calculus.surface.levels import choose_levels
from calcdl.calculus.surface.regions import regions_of
from calcdl.calculus.surface.window import choose_ends
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.reading.points import Point, read_point
from calcdl.results.curve import Window
from calcdl.results.surface import Descent, MarkedPoint, Place, Surface

__all__ = ["answer"]

_FINE = (640, 372)  # dots of a picture that nobody draws, but reads as data
_COARSE = (160, 93)  # of a function that only balls know
_SHADES = (160, 96)  # places across and upwards, for shades of what is drawn with characters
_GRID = (40, 24)  # places of other maps
_LEVELS_OF_SHADES, _LEVELS = 4, 12
_IN_FILES = frozenset(("svg", "png", "pdf", "gif", "data"))


def answer(asked: Asked) -> Surface:
    """Return the surface of the only expression, as finely as ``asked.dots`` shows it.

    >>> from calcdl.calculus.asking import ask
    >>> found = answer(ask("plot", "x**2 - y**2", window=("-2", "2"), to="data"))
    >>> [(point.kind, point.x.decimal, point.y.decimal) for point in found.critical]
    [('saddle', '0', '0')]
    """
    require_map(asked)
    axes = axes_of(asked)
    graph, at = with_values(asked, axes)
    require_defined(graph)
    is_file = asked.to in _IN_FILES
    field = Field(graph, axes)
    points = [_marked(asked, axes, point, graph) for point in points_of(asked, axes)]
    start = _start(asked, axes)
    places = [point.place for point in points if point.place is not None]
    window = _window(asked, axes, field, graph, [*places, *([start] if start else [])])
    lattice = lattice_for(window, _dots(asked, field))
    samples = samples_of(field, window, _GRID if is_file else _SHADES)
    values = samples.values[samples.certain].tolist()
    levels, is_logarithmic = choose_levels(values, _LEVELS if is_file else _LEVELS_OF_SHADES)
    regions = regions_of(field, lattice, levels)
    critical, unmarked = critical_points(field, lattice, graph)
    return Surface(
        asked.graph,
        axes,
        at,
        window,
        levels,
        is_logarithmic,
        tuple(regions.contours),
        tuple(critical),
        unmarked,
        tuple(arrows_of(field, window)),
        heights_of(field, samples, regions.empty),
        tuple(regions.empty),
        tuple(regions.rough),
        tuple(regions.unresolved),
        tuple(points),
        _descent(asked, axes, graph, start),
        asked.title,
    )


def _dots(asked: Asked, field: Field) -> tuple[int, int]:
    """Return how finely a map is computed."""
    if field.needs_balls:
        return _COARSE
    return _FINE if asked.to == "data" else asked.dots


def _window(
    asked: Asked, axes: Axes, field: Field, graph: Graph, places: Sequence[Place]
) -> Window:
    """Return the window: the ends that were asked for, else such that it shows what there is."""
    starts, stops = ends_of(asked, axes)
    sides: list[tuple[Fraction, Fraction]] = []
    chosen = None
    for k, axis in enumerate(axes):
        if axis not in starts or axis not in stops:
            chosen = chosen or choose_ends(field, graph)
            low, high = widened(chosen[k], [place[k] for place in places])
        else:
            low, high = starts[axis], stops[axis]
        low, high = starts.get(axis, low), stops.get(axis, high)
        require_window(low, high)
        sides.append((low, high))
    (left, right), (bottom, top) = sides
    return Window(float(left), float(right), float(bottom), float(top))


def _marked(asked: Asked, axes: Axes, point: Point, graph: Graph) -> MarkedPoint:
    """Return a point with its proven value, and the gradient in floats where there is one."""
    x, y = (value_at(point.values[axis], Point({}, {}))[0] for axis in axes)
    place = float(x.decimal), float(y.decimal)
    try:
        value, _ = value_at(graph, point)
    except CalcdlError as error:
        return MarkedPoint(point.texts, place, error=explain(error, asked.reading, point))
    once = descend(graph, axes, place, 0.0, 0)
    return MarkedPoint(point.texts, place, value, once.gradient)


def _start(asked: Asked, axes: Axes) -> Place | None:
    """Return where a descent starts."""
    if asked.descent is None:
        return None
    point = read_point(asked.descent.start, axes, asked="start")
    x, y = (float(number_of(point.values[axis])) for axis in axes)
    return x, y


def _descent(asked: Asked, axes: Axes, graph: Graph, start: Place | None) -> Descent | None:
    if asked.descent is None or start is None:
        return None
    return descend(graph, axes, start, asked.descent.rate, asked.descent.steps)
