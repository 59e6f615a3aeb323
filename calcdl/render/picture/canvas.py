"""A canvas of characters for a terminal, each of which has dots: Braille, quarters, or one.

There are libraries for that. The best of them takes as long to load as calcdl takes to start and
answer, and a compiled kernel besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from calcdl.render.picture.clipping import Path, Place
from calcdl.results.curve import Window

__all__ = ["PER_CHARACTER", "Canvas"]

# How many dots a character has, across and upwards, and the characters by which of them are set.
PER_CHARACTER = {"braille": (2, 4), "blocks": (2, 2), "ascii": (1, 1)}
_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"

Cell = tuple[int, int]  # row and column of a character


class Canvas:
    """Characters onto which a window of the plane is mapped, its borders onto the outermost dots.

    What is drawn has the number of its pen, by which it may be coloured if that is not negative.
    Only what is inside the window may be drawn.
    """

    def __init__(self, columns: int, rows: int, window: Window, marks: str = "braille") -> None:
        self.columns, self.rows, self.window, self.marks = columns, rows, window, marks
        self._across, self._upwards = PER_CHARACTER[marks]
        self._dots: dict[Cell, int] = {}
        self._characters: dict[Cell, str] = {}
        self._pens: dict[Cell, int] = {}

    def line(self, path: Path | Sequence[Place], pen: int = 0, symbol: str = "*") -> None:
        """Draw a line from point to point, in ASCII of the symbol."""
        dots = [self._dot_of(place) for place in path]
        if len(dots) == 1:
            self._set(*dots[0], pen, symbol)
        for (x0, y0), (x1, y1) in pairwise(dots):
            length = max(abs(x1 - x0), abs(y1 - y0), 1)
            for i in range(length + 1):  # the nearest dot to each part of the line
                x = x0 + (2 * (x1 - x0) * i + length) // (2 * length)
                y = y0 + (2 * (y1 - y0) * i + length) // (2 * length)
                self._set(x, y, pen, symbol)

    def put(self, place: Place, character: str, pen: int = 0) -> None:
        """Write a character at a place, over what is drawn there."""
        cell = self.cell_of(place)
        self._characters[cell], self._pens[cell] = character, pen

    def put_beneath(self, x: float, character: str, pen: int) -> None:
        """Write a character in each row at an x, where nothing is drawn."""
        column = self.cell_of((x, self.window.bottom))[1]
        for cell in [(row, column) for row in range(self.rows)]:
            if cell not in self._pens:
                self._characters[cell], self._pens[cell] = character, pen

    def at(self, row: int, column: int) -> tuple[str, int | None]:
        """Return the character at a place, and the number of the pen that it is of."""
        cell = row, column
        if cell not in self._pens:
            return " ", None
        return self._characters.get(cell) or self._of_dots(self._dots[cell]), self._pens[cell]

    def cell_of(self, place: Place) -> Cell:
        """Return the row and column of the character that has a place."""
        x, y = self._dot_of(place)
        return y // self._upwards, x // self._across

    def middle_of(self, row: int, column: int) -> Place:
        """Return the place that the middle of a character has."""
        window = self.window
        across = ((column + 0.5) * self._across - 0.5) / max(self._across * self.columns - 1, 1)
        down = ((row + 0.5) * self._upwards - 0.5) / max(self._upwards * self.rows - 1, 1)
        return (
            window.left + (window.right - window.left) * across,
            window.top - (window.top - window.bottom) * down,
        )

    def _of_dots(self, dots: int) -> str:
        return chr(0x2800 + dots) if self.marks == "braille" else _QUARTERS[dots]

    def _dot_of(self, place: Place) -> tuple[int, int]:
        window = self.window
        across = (place[0] - window.left) / (window.right - window.left)
        down = (window.top - place[1]) / (window.top - window.bottom)
        return (
            round(across * (self._across * self.columns - 1)),
            round(down * (self._upwards * self.rows - 1)),
        )

    def _set(self, x: int, y: int, pen: int, symbol: str) -> None:
        cell = y // self._upwards, x // self._across
        row, column = y % self._upwards, x % self._across
        if self.marks == "ascii":
            self._characters[cell] = symbol
        else:
            bit = _BRAILLE[row][column] if self.marks == "braille" else 1 << (2 * row + column)
            self._dots[cell] = self._dots.get(cell, 0) | bit
        self._pens[cell] = pen
