"""Lines of Braille dots: a canvas for a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["Canvas", "letter_of"]

_LETTERS = "abcdefg"


def letter_of(k: int) -> str:
    """Return the letter of a line."""
    return _LETTERS[k % 7]


class Canvas:
    """Characters of Braille dots, onto which a range of numbers is mapped."""

    _DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))

    def __init__(self, width: int, rows: int, points: Sequence[tuple[float, float]]) -> None:
        self.width, self.rows = width, rows
        self.left, self.right = min(x for x, _ in points), max(x for x, _ in points)
        self.bottom = math.floor(min(y for _, y in points))
        self.top = max(math.ceil(max(y for _, y in points)), self.bottom + 1)
        self._dots: dict[tuple[int, int], int] = {}
        self._owner: dict[tuple[int, int], int] = {}
        self._letters: dict[tuple[int, int], str] = {}

    def label(self, row: int) -> str:
        """Return the power of ten at the top or bottom, or in the middle."""
        if row not in (0, self.rows // 2, self.rows - 1):
            return ""
        height = self.top - (self.top - self.bottom) * row / (self.rows - 1)
        return f"1e{height:.0f}"

    def draw(self, points: Sequence[tuple[float, float]], k: int) -> None:
        """Draw a line through points, with the letter of its method at about a third of it."""
        places = self.join(points, k)
        for x, y in (places[0], places[-1 - len(places) // 5]):
            self._letters.setdefault((y // 4, x // 2), letter_of(k))

    def join(self, points: Sequence[tuple[float, float]], k: int = 0) -> list[tuple[int, int]]:
        """Draw a line through points, and return the dots on which they are."""
        places = [self._place(*point) for point in points]
        if len(places) == 1:
            self._dot(*places[0], k)
        for (x0, y0), (x1, y1) in pairwise(places):
            length = max(abs(x1 - x0), abs(y1 - y0), 1)
            for i in range(length + 1):
                x, y = x0 + (x1 - x0) * i // length, y0 + (y1 - y0) * i // length
                self._dot(x, y, k)
        return places

    def _dot(self, x: int, y: int, k: int) -> None:
        cell = (y // 4, x // 2)
        self._dots[cell] = self._dots.get(cell, 0) | self._DOTS[y % 4][x % 2]
        self._owner[cell] = k

    def cell(self, row: int, column: int) -> tuple[str, int | None]:
        """Return the character at a place, and the number of the line that it is of."""
        letter = self._letters.get((row, column))
        if letter is not None:
            return letter, _LETTERS.index(letter)
        dots = self._dots.get((row, column), 0)
        return (chr(0x2800 + dots), self._owner[row, column]) if dots else (" ", None)

    def _place(self, x: float, y: float) -> tuple[int, int]:
        across = (x - self.left) / (self.right - self.left)
        down = (self.top - y) / (self.top - self.bottom)
        return round(across * (2 * self.width - 1)), round(down * (4 * self.rows - 1))
