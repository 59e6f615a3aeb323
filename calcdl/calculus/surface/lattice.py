"""The lattice of a map: the window cut into squares, and these into squares, down to dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from calcdl.results.curve import Window

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array

__all__ = ["Boxes", "Lattice", "lattice_for"]

T = TypeVar("T")

_FIRST = 10  # squares across, to begin with
_DEEPEST = 6  # halvings of them, down to a dot
_PARTS = 4  # of the side of a dot, which only tips of contours are cut into


class Boxes(NamedTuple):
    """Squares of one size: the numbers of their left and lower lines in the lattice."""

    i: Any
    j: Any
    size: int

    def quarters(self) -> Boxes:
        """Return the four quarters of each."""
        half = self.size // 2
        i = np.concatenate([self.i, self.i + half, self.i, self.i + half])
        j = np.concatenate([self.j, self.j, self.j + half, self.j + half])
        return Boxes(i, j, half)

    def some(self, mask: Any) -> Boxes:
        return Boxes(self.i[mask], self.j[mask], self.size)


class Lattice(NamedTuple):
    """Lines across a window.

    There are squares between ``first`` lines to begin with; a dot is between ``dot`` lines.
    """

    window: Window
    columns: int
    rows: int
    first: int
    dot: int

    def x(self, i: Any) -> Array:
        """Return where upright lines are."""
        left, right = self.window.left, self.window.right
        return np.asarray(left + (right - left) * (np.asarray(i) / self.columns))

    def y(self, j: Any) -> Array:
        """Return where level lines are."""
        bottom, top = self.window.bottom, self.window.top
        return np.asarray(bottom + (top - bottom) * (np.asarray(j) / self.rows))

    def whole(self) -> Boxes:
        """Return the squares to begin with."""
        j, i = np.mgrid[0 : self.rows : self.first, 0 : self.columns : self.first]
        return Boxes(i.ravel(), j.ravel(), self.first)

    def ends(self, boxes: Boxes) -> tuple[Array, Array, Array, Array]:
        """Return the left, right, lower and upper ends of squares."""
        far_i, far_j = boxes.i + boxes.size, boxes.j + boxes.size
        return self.x(boxes.i), self.x(far_i), self.y(boxes.j), self.y(far_j)

    def windows(self, boxes: Boxes) -> list[Window]:
        """Return the parts of the window that squares are, those beside each other as one."""
        i, j, size = boxes.i.tolist(), boxes.j.tolist(), boxes.size
        rows = _joined(
            sorted([(row, column, column + size) for column, row in zip(i, j, strict=True)])
        )
        sides = sorted([(low, high, row, row + size) for row, low, high in rows])
        found = _joined([((low, high), row, above) for low, high, row, above in sides])
        return [self._window(low, high, row, above) for (low, high), row, above in found]

    def _window(self, i: int, far_i: int, j: int, far_j: int) -> Window:
        (left, right), (bottom, top) = self.x([i, far_i]), self.y([j, far_j])
        return Window(float(left), float(right), float(bottom), float(top))


def _joined(parts: Sequence[tuple[T, int, int]]) -> list[tuple[T, int, int]]:
    """Join intervals that follow each other on the same line; they come in order."""
    joined: list[tuple[T, int, int]] = []
    for line, low, high in parts:
        if joined and joined[-1][0] == line and joined[-1][2] == low:
            joined[-1] = line, joined[-1][1], high
        else:
            joined.append((line, low, high))
    return joined


def lattice_for(window: Window, dots: tuple[int, int]) -> Lattice:
    """Return a lattice that is about as fine as the dots of a picture.

    >>> lattice_for(Window(0, 1, 0, 1), (640, 320))[1:]
    (2560, 1280, 256, 4)
    """
    across, upwards = dots
    rows = max(round(_FIRST * upwards / across), 1)
    first = 1
    while first * _FIRST < across and first < 1 << _DEEPEST:
        first *= 2
    first *= _PARTS
    return Lattice(window, _FIRST * first, rows * first, first, _PARTS)
