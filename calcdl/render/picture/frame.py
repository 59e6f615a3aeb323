"""A canvas with a frame around it, on which the numbers of the axes stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from calcdl.render.picture.canvas import Canvas
from calcdl.render.picture.ticks import Tick

__all__ = ["coloured", "fit_across", "framed", "margin_of"]

_GAP = 2  # columns between the numbers of an axis
_ASCII = str.maketrans("─│┌┐└┘┤┬", "-|++++++")
_COLOURS = (36, 35, 33, 32, 34, 31)  # cyan, magenta, yellow, green, blue, red


def framed(
    canvas: Canvas, across: Sequence[Tick], upwards: Sequence[Tick], colour: bool
) -> Iterator[str]:
    """Yield the lines of a canvas in a frame."""
    if canvas.marks == "ascii":
        across, upwards = (
            [tick._replace(label=tick.label.replace("π", "pi")) for tick in ticks]
            for ticks in (across, upwards)
        )
    for line in _lines(canvas, across, upwards, colour):
        text = line.rstrip()
        yield text.translate(_ASCII) if canvas.marks == "ascii" else text


def _lines(
    canvas: Canvas, across: Sequence[Tick], upwards: Sequence[Tick], colour: bool
) -> Iterator[str]:
    window = canvas.window
    labels = {canvas.cell_of((window.left, tick.place))[0]: tick.label for tick in upwards}
    margin = margin_of(upwards)
    yield f"{'':{margin}}┌{'─' * canvas.columns}┐"
    for row in range(canvas.rows):
        label = labels.get(row, "")
        cells = [canvas.at(row, column) for column in range(canvas.columns)]
        runs = groupby(cells, key=lambda cell: cell[1])
        inside = "".join(
            [coloured("".join([text for text, _ in run]), pen, colour) for pen, run in runs]
        )
        yield f"{label:>{margin}}{'┤' if label else '│'}{inside}│"
    columns = [canvas.cell_of((tick.place, window.bottom))[1] for tick in across]
    edge = "".join(["┬" if k in columns else "─" for k in range(canvas.columns)])
    yield f"{'':{margin}}└{edge}┘"
    if across:
        places = [column + margin + 1 for column in columns]
        yield _numbers(places, [tick.label for tick in across], margin + canvas.columns + 2)


def coloured(text: str, pen: int | None, colour: bool) -> str:
    """Return a text in the colour of a pen, if it has one and there are any."""
    if not colour or pen is None or pen < 0:
        return text
    return f"\x1b[{_COLOURS[pen % len(_COLOURS)]}m{text}\x1b[0m"


def margin_of(upwards: Sequence[Tick]) -> int:
    """Return how many columns the numbers on the left take."""
    return max([len(tick.label) for tick in upwards], default=0)


def _numbers(places: Sequence[int], labels: Sequence[str], width: int) -> str:
    """Return labels around their places, as far as they can stand side by side."""
    line = ""
    for place, label in zip(places, labels, strict=True):
        start = max(min(place - len(label) // 2, width - len(label)), 0)
        if not line or start > len(line):
            line = f"{line:{start}}{label}"
    return line


def fit_across(
    ticks: Callable[[int], Sequence[Tick]], columns: int, width: float, most: int
) -> int:
    """Return how many ticks there may be, up to ``most``, such that the numbers do not touch.

    ``width`` is that of the window, which ``columns`` show.
    """
    for count in range(most, 2, -1):
        chosen = ticks(count)
        longest = max([len(tick.label) for tick in chosen], default=0)
        needed = longest + longest // 2 + _GAP  # at the ends they stand beside their places
        if all([(b.place - a.place) / width * columns >= needed for a, b in pairwise(chosen)]):
            return count
    return 2
