"""Maps drawn with characters: shades between levels, marks and a path over them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from textwrap import wrap

from calcdl.render.picture.canvas import Canvas
from calcdl.render.picture.clipping import Place
from calcdl.render.picture.frame import framed, margin_of
from calcdl.render.picture.map_scene import MapScene, level_labels, map_scene
from calcdl.render.picture.terminal import (
    LEAST_ROWS,
    MARKS,
    Marks,
    Screen,
    heading_of,
    listed,
    most_ticks,
)
from calcdl.render.picture.ticks import ticks
from calcdl.results.surface import Surface
from calcdl.syntax.unparse import Spelling

__all__ = ["map_drawing"]

_SHADES, _ASCII_SHADES = "·░▒▓█", ".:=%@"
_UNKNOWN = "?"
_NO_PEN, _PATH, _MARK = -1, 1, 0  # pens, by which they are coloured


def map_drawing(surface: Surface, spelling: Spelling, screen: Screen, title: str = "") -> str:
    """Return the lines of a map: its title, what shades mean, the map, and what is said of it."""
    window = surface.window
    most = most_ticks(screen, partial(ticks, window.left, window.right), window)
    picture = map_scene(surface, spelling, *most)
    above = [
        *heading_of(title, screen),
        _shortened(picture.title, screen.columns),
        *_legend(surface, screen),
    ]
    below = list(_below(picture, screen))
    rows = max(screen.rows - len(above) - len(below), LEAST_ROWS)
    columns = max(screen.columns - margin_of(picture.upwards) - 2, 1)
    canvas = Canvas(columns, max(rows - 3, 1), window, screen.marks)
    _draw(canvas, picture, MARKS[screen.marks])
    _shade(canvas, surface, screen)
    return "\n".join(
        [*above, *framed(canvas, picture.across, picture.upwards, screen.colour), *below]
    )


def _draw(canvas: Canvas, picture: MapScene, marks: Marks) -> None:
    for path in picture.paths:
        canvas.line(path, _PATH)
    for label in sorted(picture.labels, key=lambda label: not label.proven):
        canvas.put(label.place, marks.proven if label.proven else marks.asked, _MARK)
    if picture.steps:
        canvas.put(picture.steps[-1], marks.disc, _PATH)


def _shades(screen: Screen) -> str:
    return _ASCII_SHADES if screen.marks == "ascii" else _SHADES


def _legend(surface: Surface, screen: Screen) -> Iterator[str]:
    """Yield what the shades mean, in as many lines as it takes."""
    labels, shades = level_labels(surface), _shades(screen)
    entries = [f"{shades[0]} below {labels[0]}"] if labels else []
    entries += [f"{shade} from {label}" for shade, label in zip(shades[1:], labels, strict=False)]
    values = surface.heights.values
    if any([value is None for value in values]):
        entries.append("blank: no real value")
    if any([value is not None and math.isnan(value) for value in values]):
        entries.append(f"{_UNKNOWN} not known")
    lines: list[str] = []
    for entry in entries:
        if lines and len(lines[-1]) + 2 + len(entry) <= screen.columns:
            lines[-1] += f"  {entry}"
        else:
            lines.append(entry)
    yield from lines


def _below(picture: MapScene, screen: Screen) -> Iterator[str]:
    marks = MARKS[screen.marks]
    for proven, mark in ((False, marks.asked), (True, marks.proven)):
        texts = [label.text for label in picture.labels if label.proven is proven]
        if texts:
            yield listed(mark, texts, screen.columns)
    for note in picture.notes:
        yield from wrap(note, screen.columns)


def _shade(canvas: Canvas, surface: Surface, screen: Screen) -> None:
    """Fill what nothing is drawn on with the shades of the values at the middles of characters."""
    shades = _shades(screen)
    for row in range(canvas.rows):
        for column in range(canvas.columns):
            if canvas.at(row, column)[1] is not None:
                continue
            place = canvas.middle_of(row, column)
            value = _value(surface, place)
            if value is not None:
                known = shades[bisect_right(surface.levels, value)]
                canvas.put(place, _UNKNOWN if math.isnan(value) else known, _NO_PEN)


def _value(surface: Surface, place: Place) -> float | None:
    """Return the value at the nearest place of the grid."""
    heights, window = surface.heights, surface.window
    across = (place[0] - window.left) / (window.right - window.left)
    upwards = (place[1] - window.bottom) / (window.top - window.bottom)
    i = min(int(across * heights.columns), heights.columns - 1)
    j = min(int(upwards * heights.rows), heights.rows - 1)
    return heights.values[j * heights.columns + i]


def _shortened(text: str, columns: int) -> str:
    return text if len(text) <= columns else f"{text[: columns - 1]}…"
