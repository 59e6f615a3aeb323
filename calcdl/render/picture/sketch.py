"""A small drawing of a curve: Braille dots, and the axes where the curve leaves them free."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.render.picture.canvas import Canvas
from calcdl.render.picture.clipping import clipped
from calcdl.render.rows import float_text
from calcdl.results.curve import Window
from calcdl.results.functions import Stroke

__all__ = ["sketch"]

_NARROWEST, _WIDEST, _ROWS = 12, 48, 9
_HIGHEST = 4.0  # how far up and down the drawing goes


def sketch(strokes: Sequence[Stroke], width: int, marks: str = "braille") -> list[str]:
    """Return the lines of a drawing that is at most so many columns wide, none if that is few."""
    points = [point for stroke in strokes for point in stroke]
    left, right = min(u for u, _ in points), max(u for u, _ in points)
    low, high = _heights([value for _, value in points])
    labels = [float_text(high), float_text(low)]
    margin = max(map(len, labels)) + 1
    if width - margin < _NARROWEST:
        return []
    window = Window(left, right, low, high)
    canvas = Canvas(min(width - margin, _WIDEST), _ROWS, window, marks)
    for stroke in strokes:
        for path in clipped(stroke, window):
            canvas.line(path)
    lines = []
    for row in range(canvas.rows):
        label = {0: labels[0], canvas.rows - 1: labels[1]}.get(row, "")
        lines.append(f"{label:>{margin - 1}} {_line(canvas, row)}".rstrip())
    ends = f"{left:.3g}{right:>{canvas.columns - len(f'{left:.3g}')}.3g}"
    return [*lines, " " * margin + ends]


def _heights(values: Sequence[float]) -> tuple[float, float]:
    """Return how far down and up the drawing goes: whole numbers, and zero is inside."""
    low, high = max(min(values), -_HIGHEST), min(max(values), _HIGHEST)
    if low >= high:  # all of it is above, or below
        low, high = min(values), min(max(values), min(values) + 2 * _HIGHEST)
    low, high = float(low // 1), float(-(-high // 1))
    return min(low, 0.0), max(high, low + 1, 0.0)


def _line(canvas: Canvas, row: int) -> str:
    window = canvas.window
    zero_row = round(window.top / (window.top - window.bottom) * (canvas.rows - 1))
    zero_column = round(-window.left / (window.right - window.left) * (canvas.columns - 1))
    line = ""
    for column in range(canvas.columns):
        mark, owner = canvas.at(row, column)
        if owner is None and row == zero_row:
            mark = "┼" if column == zero_column else "─"
        elif owner is None and column == zero_column:
            mark = "│"
        line += mark
    return line
