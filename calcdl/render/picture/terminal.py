"""Curves drawn with characters: what a terminal or a pipe shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from textwrap import shorten, wrap
from typing import NamedTuple

from calcdl.render.picture.axes import Axes
from calcdl.render.picture.canvas import PER_CHARACTER, Canvas
from calcdl.render.picture.clipping import Path, Place
from calcdl.render.picture.frame import coloured, fit_across, framed, margin_of
from calcdl.render.picture.scene import Layer, Scene, scene
from calcdl.render.picture.ticks import Tick
from calcdl.results.curve import Curves, Window
from calcdl.syntax.escapes import visible
from calcdl.syntax.unparse import Spelling

__all__ = [
    "LEAST_ROWS",
    "MARKS",
    "Screen",
    "dots_of",
    "drawing",
    "heading_of",
    "listed",
    "most_ticks",
]


class Marks(NamedTuple):
    """With what characters a picture is marked."""

    ring: str
    disc: str
    asked: str
    proven: str
    datum: str
    asymptote: str


MARKS = {
    "braille": Marks("○", "●", "◆", "•", "×", "┊"),
    "blocks": Marks("○", "●", "◆", "•", "×", "┊"),
    "ascii": Marks("o", "@", "#", "+", "x", ":"),
}
_NO_PEN = -1
_LETTERS = "abcdefghijklmnpqrstuvwyz"  # without o and x, which are marks in ASCII
LEAST_ROWS, _ROOM_FOR_LABELS = 6, 8
_COLUMNS_OF_TICK, _ROWS_OF_TICK, _LEAST_TICKS = 9, 3, 5
_LETTER = 0.4  # where a letter is in its part of the window: beside the middle, which has marks


class Screen(NamedTuple):
    """What a picture is drawn on: its size in characters, with which marks, and if in colour."""

    columns: int
    rows: int
    marks: str = "braille"
    colour: bool = False


def dots_of(screen: Screen) -> tuple[int, int]:
    """Return how many dots a picture has, across and upwards, or a few more."""
    across, upwards = PER_CHARACTER[screen.marks]
    return max(screen.columns, 8) * across, max(screen.rows, LEAST_ROWS) * upwards


def drawing(curves: Curves, spelling: Spelling, screen: Screen, title: str = "") -> str:
    """Return the lines of a picture: what is drawn, the drawing, and what it does not show."""
    axes = Axes(curves)
    across, upwards = most_ticks(screen, axes.across, axes.window)
    picture = scene(curves, spelling, across, upwards)
    above = [*heading_of(title, screen), *_legend(picture, screen)]
    below = list(_below(picture, screen))
    rows = max(screen.rows - len(above) - len(below), LEAST_ROWS)
    return "\n".join([*above, *_drawn(picture, screen, rows), *below])


def heading_of(title: str, screen: Screen) -> list[str]:
    """Return a heading as a line, no line where there is none."""
    return [shorten(visible(title), screen.columns, placeholder="…")] if title else []


def most_ticks(
    screen: Screen, ticks: Callable[[int], Sequence[Tick]], window: Window
) -> tuple[int, int]:
    """Return for how many numbers there is room, across, where they are ``ticks``, and upwards."""
    room = screen.columns - _ROOM_FOR_LABELS
    most = max(room // _COLUMNS_OF_TICK, _LEAST_TICKS)
    across = fit_across(ticks, room, window.right - window.left, most)
    return across, max(screen.rows // _ROWS_OF_TICK, 2)


def _legend(picture: Scene, screen: Screen) -> Iterator[str]:
    """Yield a line for each thing that is drawn."""
    for k, layer in enumerate(picture.layers):
        letter = (
            f"{coloured(_sign(picture, k, screen), k, screen.colour)}  "
            if len(picture.layers) > 1
            else ""
        )
        room = screen.columns - (3 if letter else 0)
        text = layer.legend if len(layer.legend) <= room else f"{layer.legend[: room - 1]}…"
        yield letter + text


def _sign(picture: Scene, k: int, screen: Screen) -> str:
    """Return the letter of a layer, or the mark of data."""
    is_data = picture.layers[k].kind == "data"
    return MARKS[screen.marks].datum if is_data else _LETTERS[k % len(_LETTERS)]


def _below(picture: Scene, screen: Screen) -> Iterator[str]:
    """Yield what is marked, as far as it fits into a line each, and the notes."""
    marks = MARKS[screen.marks]
    several = len(picture.layers) > 1
    texts: dict[bool, list[str]] = {False: [], True: []}
    for k, layer in enumerate(picture.layers):
        letter = f"{_sign(picture, k, screen)}: " if several else ""
        if layer.is_crowded:
            yield _crowd(letter, len(layer.labels), screen)
            continue
        for label in layer.labels:
            if label.text:
                texts[label.proven].append(letter + label.text)
    for proven, mark in ((False, marks.asked), (True, marks.proven)):
        if texts[proven]:
            yield listed(mark, texts[proven], screen.columns)
    for note in picture.notes:
        yield from wrap(note, screen.columns)


def _crowd(letter: str, count: int, screen: Screen) -> str:
    text = f"{letter}{count} zeros, extrema and inflections: --json lists them"
    return shorten(text, screen.columns, placeholder="…")


def listed(mark: str, texts: Sequence[str], columns: int) -> str:
    """Return as many of the texts in a line as there is room for, and how many there are more."""
    for count in range(len(texts), 0, -1):
        more = f", {len(texts) - count} more" if count < len(texts) else ""
        line = f"{mark} {', '.join(texts[:count])}{more}"
        if len(line) <= columns:
            return line
    return shorten(f"{mark} {texts[0]}", columns, placeholder="…")


# What is drawn


def _drawn(picture: Scene, screen: Screen, rows: int) -> list[str]:
    """Return the lines of the drawing with its axes."""
    marks = MARKS[screen.marks]
    columns = max(screen.columns - margin_of(picture.upwards) - 2, 1)
    canvas = Canvas(columns, max(rows - 3, 1), picture.window, screen.marks)
    pens = [_Pen(canvas, picture, k, screen) for k in range(len(picture.layers))]
    for pen in reversed(pens):
        pen.draw_lines()
    for pen in reversed(pens):
        pen.draw_marks()
    for pen in reversed(pens):
        pen.draw_ends()
    for x in picture.asymptotes:
        canvas.put_beneath(x, marks.asymptote, _NO_PEN)
    return list(framed(canvas, picture.across, picture.upwards, screen.colour))


class _Pen:
    """Draws one layer with its marks, in its colour."""

    def __init__(self, canvas: Canvas, picture: Scene, k: int, screen: Screen) -> None:
        self.canvas, self.picture, self.k, self.screen = canvas, picture, k, screen
        self.layer, self.marks = picture.layers[k], MARKS[screen.marks]
        self.lettered = len(picture.layers) > 1 and self.layer.kind != "data"

    def draw_lines(self) -> None:
        """Draw the pieces, and the bands."""
        letter = _sign(self.picture, self.k, self.screen) if self.lettered else "*"
        for path in self.layer.paths:
            self.canvas.line(path, self.k, letter)
        for band in self.layer.bands:
            self.canvas.line([(band.left, band.low), (band.left, band.high)], self.k, letter)

    def draw_marks(self) -> None:
        """Draw the points that are marked, above all those that were asked for."""
        for label in sorted(self.layer.labels, key=lambda label: not label.proven):
            if not (label.proven and self.layer.is_crowded):
                mark = self.marks.proven if label.proven else self.marks.asked
                self.canvas.put(label.place, mark, self.k)

    def draw_ends(self) -> None:
        """Draw the letter of the line, rings, filled ends, and data."""
        marks, layer = self.marks, self.layer
        if self.lettered and self.screen.marks != "ascii":
            for place in _place_of_letter(layer, self.picture, self.k):
                self.canvas.put(place, _sign(self.picture, self.k, self.screen), self.k)
        disc = marks.datum if layer.kind == "data" else marks.disc
        for symbol, places in ((disc, layer.discs), (marks.ring, layer.rings)):
            for place in places:
                self.canvas.put(place, symbol, self.k)


def _place_of_letter(layer: Layer, picture: Scene, k: int) -> list[Place]:
    """Return where a line has its letter: each at another part of the window."""
    window = picture.window
    wanted = window.left + (window.right - window.left) * (k + _LETTER) / len(picture.layers)
    places = [_nearest(path, wanted) for path in layer.paths]
    return sorted(places, key=lambda place: abs(place[0] - wanted))[:1]


def _nearest(path: Path, x: float) -> Place:
    """Return the place of a line that is nearest to an x."""
    for (x0, y0), (x1, y1) in pairwise(path):
        if x0 <= x <= x1 and x0 < x1:
            return x, y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return min(path, key=lambda place: abs(place[0] - x))
