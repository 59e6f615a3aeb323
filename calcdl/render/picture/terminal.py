"""Curves drawn with characters, by plotext: what a terminal or a pipe shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from textwrap import shorten, wrap
from typing import Any, NamedTuple

from calcdl.errors import UsageError
from calcdl.render.picture.clipping import Path, Place
from calcdl.render.picture.scene import Layer, Scene, scene
from calcdl.render.picture.ticks import Tick
from calcdl.results.curve import Curves
from calcdl.syntax.unparse import Spelling

__all__ = ["MARKS", "Screen", "dots_of", "drawing"]


class Marks(NamedTuple):
    """With what characters a picture is drawn; ``dots`` is how many a character has."""

    line: str
    dots: tuple[int, int]
    ring: str
    disc: str
    asked: str
    proven: str
    datum: str
    asymptote: str


MARKS = {
    "braille": Marks("braille", (2, 4), "○", "●", "◆", "•", "×", "┊"),
    "blocks": Marks("hd", (2, 2), "○", "●", "◆", "•", "×", "┊"),
    "ascii": Marks("*", (1, 1), "o", "@", "#", "+", "x", ":"),
}
_FRAME = str.maketrans("─│┌┐└┘├┤┬┴┼π", "-|+++++++++p")
_COLOURS = (("cyan", 36), ("magenta", 35), ("orange", 33), ("green", 32), ("blue", 34), ("red", 31))
_LETTERS = "abcdefghijklmnpqrstuvwyz"  # without o and x, which are marks in ASCII
_LEAST_ROWS, _ROOM_FOR_LABELS = 6, 8
_COLUMNS_OF_TICK, _ROWS_OF_TICK = 9, 3
_LETTER = 0.4  # where a letter is in its part of the window: beside the middle, which has marks


class Screen(NamedTuple):
    """What a picture is drawn on: its size in characters, with which marks, and if in colour."""

    columns: int
    rows: int
    marks: str = "braille"
    colour: bool = False


def dots_of(screen: Screen) -> tuple[int, int]:
    """Return how many dots a picture has, across and upwards, or a few more."""
    across, upwards = MARKS[screen.marks].dots
    return max(screen.columns, 8) * across, max(screen.rows, _LEAST_ROWS) * upwards


def drawing(curves: Curves, spelling: Spelling, screen: Screen) -> str:
    """Return the lines of a picture: what is drawn, the drawing, and what it does not show."""
    across = max((screen.columns - _ROOM_FOR_LABELS) // _COLUMNS_OF_TICK, 2)
    picture = scene(curves, spelling, across, max(screen.rows // _ROWS_OF_TICK, 2))
    above, below = list(_legend(picture, screen)), list(_below(picture, screen))
    rows = max(screen.rows - len(above) - len(below), _LEAST_ROWS)
    middle = _plotted(picture, screen, rows)
    if screen.marks == "ascii":
        middle = middle.translate(_FRAME)
    lines = [line.rstrip() for line in middle.rstrip("\n").split("\n")]
    return "\n".join([*above, *lines, *below])


def _legend(picture: Scene, screen: Screen) -> Iterator[str]:
    """Yield a line for each thing that is drawn."""
    for k, layer in enumerate(picture.layers):
        letter = (
            f"{_paint(_sign(picture, k, screen), k, screen)}  " if len(picture.layers) > 1 else ""
        )
        room = screen.columns - (3 if letter else 0)
        text = layer.legend if len(layer.legend) <= room else f"{layer.legend[: room - 1]}…"
        yield letter + text


def _sign(picture: Scene, k: int, screen: Screen) -> str:
    """Return the letter of a layer, or the mark of data."""
    is_data = picture.layers[k].kind == "data"
    return MARKS[screen.marks].datum if is_data else _LETTERS[k % len(_LETTERS)]


def _paint(text: str, k: int, screen: Screen) -> str:
    return f"\x1b[{_COLOURS[k % len(_COLOURS)][1]}m{text}\x1b[0m" if screen.colour else text


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
            yield _listed(mark, texts[proven], screen.columns)
    for note in picture.notes:
        yield from wrap(note, screen.columns)


def _crowd(letter: str, count: int, screen: Screen) -> str:
    text = f"{letter}{count} zeros, extrema and inflections: --json lists them"
    return shorten(text, screen.columns, placeholder="…")


def _listed(mark: str, texts: Sequence[str], columns: int) -> str:
    """Return as many of the texts in a line as there is room for, and how many there are more."""
    for count in range(len(texts), 0, -1):
        more = f", {len(texts) - count} more" if count < len(texts) else ""
        line = f"{mark} {', '.join(texts[:count])}{more}"
        if len(line) <= columns:
            return line
    return shorten(f"{mark} {texts[0]}", columns, placeholder="…")


# What plotext draws


def _plotted(picture: Scene, screen: Screen, rows: int) -> str:
    """Return the drawing with its axes. Only what is inside the window may come to plotext."""
    try:
        import plotext
    except ImportError:  # its kernel is compiled, and not for every machine
        raise UsageError("plotext cannot be loaded here: install it, or add --json or -o") from None
    window, marks = picture.window, MARKS[screen.marks]
    figure = plotext.figure
    plotext.terminal.limit(False, False)
    figure.clear()
    figure.plot_size(screen.columns, rows)
    figure.theme("colorless")
    figure.canvas("default")
    figure.ruler(0, 0).lim(window.left, window.right)
    figure.ruler(1, 0).lim(window.bottom, window.top)
    _set_ticks(figure.ruler(0, 0), picture.across, screen)
    _set_ticks(figure.ruler(1, 0), picture.upwards, screen)
    heights = [window.bottom + (window.top - window.bottom) * k / rows for k in range(rows + 1)]
    for x in picture.asymptotes:
        figure.draw(figure.signal([x] * len(heights), heights, marker=marks.asymptote))
    pens = [_Pen(plotext, picture, k, screen) for k in range(len(picture.layers))]
    for pen in reversed(pens):
        pen.draw_lines()
    for pen in reversed(pens):
        pen.draw_marks()
    for pen in reversed(pens):
        pen.draw_ends()
    text: str = figure.build().string(colorless=not screen.colour)
    figure.clear()
    return text


def _set_ticks(ruler: Any, ticks: Sequence[Tick], screen: Screen) -> None:
    labels = [tick.label for tick in ticks]
    if screen.marks == "ascii":
        labels = [label.replace("π", "pi") for label in labels]
    ruler.ticks([tick.place for tick in ticks], labels)


class _Pen:
    """Draws one layer with its marks, in its colour."""

    def __init__(self, plotext: Any, picture: Scene, k: int, screen: Screen) -> None:
        self.plotext, self.picture, self.k, self.screen = plotext, picture, k, screen
        self.layer, self.marks = picture.layers[k], MARKS[screen.marks]
        self.pixel = plotext.pixel(_COLOURS[k % len(_COLOURS)][0])
        self.lettered = len(picture.layers) > 1 and self.layer.kind != "data"

    def draw_lines(self) -> None:
        """Draw each piece as a series of its own, and the bands."""
        line = self.marks.line
        if self.lettered and self.screen.marks == "ascii":
            line = _sign(self.picture, self.k, self.screen)
        for path in self.layer.paths:
            self.series(path, line, joined=range(1, len(path)))
        ends = [(band.left, y) for band in self.layer.bands for y in (band.low, band.high)]
        self.series(ends, line, joined=range(1, len(ends), 2))

    def draw_marks(self) -> None:
        """Draw the points that are marked."""
        marks, layer = self.marks, self.layer
        for label in layer.labels:
            if not (label.proven and layer.is_crowded):
                self.series([label.place], marks.proven if label.proven else marks.asked)

    def draw_ends(self) -> None:
        """Draw the letter of the line, rings, filled ends, and data."""
        marks, layer = self.marks, self.layer
        if self.lettered and self.screen.marks != "ascii":
            place = _place_of_letter(layer, self.picture, self.k)
            self.series(place, _sign(self.picture, self.k, self.screen))
        self.series(layer.discs, marks.datum if layer.kind == "data" else marks.disc)
        self.series(layer.rings, marks.ring)

    def series(self, places: Sequence[Place], symbol: str, joined: Iterable[int] = ()) -> None:
        """Draw points, some of them joined to the one before."""
        if not places:
            return
        marker = self.plotext.marker(symbol, pixel=self.pixel)
        xs, ys = [x for x, _ in places], [y for _, y in places]
        signal = self.plotext.figure.signal(xs, ys, marker=marker)
        for k in joined:
            signal.line(k, True)
        self.plotext.figure.draw(signal)


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
