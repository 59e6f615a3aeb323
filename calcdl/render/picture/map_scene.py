"""What every map shows: contours with their levels, arrows, marks, a path, and what is said."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from calcdl.reading.writing import write
from calcdl.render.picture.clipping import Path, Place, clipped, is_inside
from calcdl.render.picture.scene import Label, place_label, rough_number, short_number
from calcdl.render.picture.ticks import Tick, number_label, ticks
from calcdl.results.curve import Window
from calcdl.results.surface import Descent, Surface
from calcdl.syntax.escapes import visible
from calcdl.syntax.unparse import Spelling

__all__ = ["MapScene", "Stroke", "level_labels", "map_dots", "map_scene"]

_WIDEST, _HIGHEST = 640, 480  # dots
_STRETCHED = 372  # dots upwards, where one scale for both axes would make a strip
_MOST_STRETCH = 2.5
_POWER = 3  # of the root of slopes that arrows grow with


class Stroke(NamedTuple):
    """An arrow: from where to where."""

    start: Place
    tip: Place


class MapScene(NamedTuple):
    """A map in the numbers of its window; ``path`` may leave it, its ``paths`` are what is seen.

    ``slopes`` are the gradients at the points that are marked, all of one length.
    """

    title: str
    window: Window
    variables: tuple[str, str]
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]
    labels: tuple[Label, ...]
    paths: tuple[Path, ...]
    steps: tuple[Place, ...]
    arrows: tuple[Stroke, ...]
    slopes: tuple[Stroke, ...]
    notes: tuple[str, ...]

    @property
    def rising(self) -> set[Place]:
        """The points from which an arrow rises, so that there is no room for words above them."""
        return {slope.start for slope in self.slopes if slope.tip[1] >= slope.start[1]}


def map_dots(window: Window) -> tuple[int, int]:
    """Return the size of a map in a file: with one scale for both axes where that is no strip.

    >>> map_dots(Window(-2, 2, -1, 3)), map_dots(Window(0, 100, 0, 1))
    ((480, 480), (640, 372))
    """
    ratio = (window.right - window.left) / (window.top - window.bottom)
    if not 1 / _MOST_STRETCH < ratio < _MOST_STRETCH:
        return _WIDEST, _STRETCHED
    across = min(_WIDEST, round(_HIGHEST * ratio))
    return across, round(across / ratio)


def map_scene(surface: Surface, spelling: Spelling, across: int, upwards: int) -> MapScene:
    """Return what is to be drawn of a surface, with at most so many ticks on the axes."""
    window, descent = surface.window, surface.descent
    points = () if descent is None else descent.points
    return MapScene(
        _title(surface, spelling),
        window,
        surface.variables,
        tuple(ticks(window.left, window.right, across)),
        tuple(ticks(window.bottom, window.top, upwards)),
        tuple([label for label in _labels(surface) if is_inside(label.place, window)]),
        tuple(clipped(points, window)),
        tuple([point for point in points if is_inside(point, window)]),
        tuple(_arrows(surface)),
        tuple(_slopes(surface)),
        tuple(_notes(surface)),
    )


def level_labels(surface: Surface) -> list[str]:
    return [number_label(level) for level in surface.levels]


def _title(surface: Surface, spelling: Spelling) -> str:
    formula = write(surface.expression, spelling)
    at = ", ".join([f"{visible(name)} = {visible(text)}" for name, text in surface.at.items()])
    return f"{formula} at {at}" if at else formula


def _labels(surface: Surface) -> Iterator[Label]:
    for marked in surface.points:
        if marked.place is not None and marked.value is not None:
            where = ", ".join([visible(marked.at[name]) for name in surface.variables])
            yield Label(marked.place, f"({where}): {short_number(marked.value)}")
    for point in surface.critical:
        value = "" if point.value is None else f": {short_number(point.value)}"
        place = float(point.x.decimal), float(point.y.decimal)
        yield Label(place, f"{point.kind} {place_label(point.x, point.y)}{value}", True)


def _arrows(surface: Surface) -> Iterator[Stroke]:
    """Yield arrows along the gradients, not longer than from one to the next."""
    window = surface.window
    sizes = [math.hypot(*arrow.gradient) for arrow in surface.arrows]
    longest = max(sizes, default=0.0)
    if not 0 < longest < math.inf:
        return
    dots = map_dots(window)
    scale_x = (window.right - window.left) / dots[0]
    scale_y = (window.top - window.bottom) / dots[1]
    for arrow, size in zip(surface.arrows, sizes, strict=True):
        gx, gy = arrow.gradient[0] / longest / scale_x, arrow.gradient[1] / longest / scale_y
        length = math.hypot(gx, gy)
        if not length:
            continue
        reach = _REACH * (size / longest) ** (1 / _POWER) / length
        dx, dy = gx * reach * scale_x, gy * reach * scale_y
        x, y = arrow.place
        yield Stroke((x - dx / 2, y - dy / 2), (x + dx / 2, y + dy / 2))


def _slopes(surface: Surface) -> Iterator[Stroke]:
    """Yield an arrow along the gradient from every point that is marked and has one."""
    dots, window = map_dots(surface.window), surface.window
    scale_x = (window.right - window.left) / dots[0]
    scale_y = (window.top - window.bottom) / dots[1]
    for marked in surface.points:
        if marked.place is None or marked.gradient is None or not is_inside(marked.place, window):
            continue
        x, y = marked.place
        size = max(map(abs, marked.gradient))
        if 0 < size < math.inf:
            gx, gy = marked.gradient[0] / size / scale_x, marked.gradient[1] / size / scale_y
            reach = _REACH_AT_POINT / math.hypot(gx, gy)
            yield Stroke((x, y), (x + gx * reach * scale_x, y + gy * reach * scale_y))


_REACH_AT_POINT = 55  # dots that the arrow at a point is long
_REACH = 30  # dots that the longest arrow is long


def _notes(surface: Surface) -> Iterator[str]:
    if surface.descent is not None:
        yield _descent_note(surface.descent, surface.variables)
    for marked in surface.points:
        if marked.error is not None:
            yield marked.error.message_in_shell
    values = [value for value in surface.heights.values if value is not None]
    if not values:
        yield "there is no real value in this window"
    if surface.unresolved:
        box = surface.unresolved[0]
        where = f"{rough_number(box.left)}, {rough_number(box.bottom)}"
        places = "a place" if len(surface.unresolved) == 1 else f"{len(surface.unresolved)} places"
        yield f"it is not known how contours run in {places}, as at ({where})"
    if surface.unmarked and surface.critical:
        yield "there may be more points with a gradient of zero than are marked"


def _descent_note(descent: Descent, variables: tuple[str, str]) -> str:
    """Say what came of a gradient descent, and nothing more."""
    made = len(descent.points) - 1
    begin = f"gradient descent, rate {number_label(descent.rate)}: "
    if not descent.points:
        assert descent.error is not None
        return f"{begin}it cannot start: {descent.error.message_in_shell}"
    x, y = descent.points[-1]
    first, second = map(visible, variables)
    place = f"{first} = {_digits(x)}, {second} = {_digits(y)}"
    value = f"where the value is {_digits(descent.values[-1])}"
    steps = "1 step" if made == 1 else f"{made} steps"
    if descent.outcome == "diverged":
        return f"{begin}it diverged after {steps}, last seen at {place}, {value}"
    if descent.outcome == "stuck":
        reason = "" if descent.error is None else f": {descent.error.message_in_shell}"
        return f"{begin}it ended after {steps} at {place}, {value}{reason}"
    slope = "" if descent.gradient is None else (
        f" and the gradient {_digits(math.hypot(*descent.gradient))} long"
    )  # fmt: skip
    grown = ", more than at the start" if descent.values[-1] > descent.values[0] else ""
    return f"{begin}after {steps} at {place}, {value}{grown}{slope}"


def _digits(number: float) -> str:
    return number_label(float(f"{number:.6g}"))
