"""A window cut into squares, each as small as it takes to know what contours do in it.

A square that no level meets is left as it is. One that is met is cut until the gradients at any
two of its points are less than a right angle apart: then each contour in it is a single line, that
can be told from where it meets the sides (S. Plantinga and G. Vegter, Isotopic approximation of
implicit curves and surfaces, 2004).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from calcdl.arithmetic.arrays.numbers import quiet
from calcdl.calculus.surface.enclosing import Enclosures, Field
from calcdl.calculus.surface.lattice import Boxes, Lattice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from calcdl.functions.elementwise import Array, Mask

    Vertex: TypeAlias = tuple[int, int]

__all__ = ["Cell", "Cells", "cells_of"]

_MOST = 60_000  # boxes in all
_ACROSS = 80  # squares across that are small enough for a line to be straight in them
_BENT = 0.35  # how far gradients may differ in them, relative to that at the middle
_FINE = 320  # squares across in which gradients need only be less than a right angle apart
_LEAST_OF_BALLS = 160  # squares across, of which balls are asked at most


class Cell(NamedTuple):
    """A square that contours of the levels from ``first`` to ``last - 1`` may meet.

    ``gradient`` is that at the middle where all of the square has nearly this one, else None: then
    it is smaller than a dot, and the function is continuous.
    """

    i: int
    j: int
    size: int
    first: int
    last: int
    gradient: tuple[float, float] | None

    @property
    def corners(self) -> list[Vertex]:
        i, j, size = self.i, self.j, self.size
        return [(i, j), (i + size, j), (i, j + size), (i + size, j + size)]

    def widened(self, size: int) -> Cell:
        """Return the cell of that size which this one is a part of, if it is smaller."""
        if self.size >= size:
            return self
        return self._replace(i=self.i // size * size, j=self.j // size * size, size=size)


class Cells(NamedTuple):
    """The squares that matter: those that contours may meet, and those without a function.

    In those of ``empty`` there is no real value, of those that are ``rough`` and those that are
    ``unresolved`` nothing more is known.
    """

    crossed: list[Cell]
    unresolved: list[Cell]
    empty: list[Boxes]
    rough: list[Boxes]


def cells_of(field: Field, lattice: Lattice, levels: Sequence[float]) -> Cells:
    """Cut a window into squares; takes a bounded number of them."""
    cells = Cells([], [], [], [])
    marks = np.array(levels)
    boxes, count = lattice.whole(), 0
    while len(boxes.i):
        count += len(boxes.i)
        balls = boxes.size * _LEAST_OF_BALLS >= lattice.columns
        found = field.over(*lattice.ends(boxes), balls=balls)
        first = np.searchsorted(marks, found.low, "left")
        last = np.searchsorted(marks, found.high, "right")
        met = found.known & (first < last)
        straight = met & _is_straight(found, boxes, lattice)
        open_ = (met & ~straight) | ~(found.known | found.empty)
        cells.empty.append(boxes.some(found.empty))
        _note(cells.crossed, boxes, straight, (first, last), found)
        is_last = boxes.size == 1 or count + 4 * int(open_.sum()) > _MOST
        if is_last or boxes.size == lattice.dot:
            cells.rough.append(boxes.some(open_ & ~met))
            open_ = open_ & met
        if is_last:
            smallest = cells.crossed if boxes.size <= lattice.dot else cells.unresolved
            _note(smallest, boxes, open_, (first, last), None)
            break
        boxes = boxes.some(open_).quarters()
    return cells


def _is_straight(found: Enclosures, boxes: Boxes, lattice: Lattice) -> Mask:
    """Return where boxes are small, and gradients in them less than a right angle apart."""
    across = lattice.columns // boxes.size
    if across < _ACROSS:
        return np.zeros(len(boxes.i), dtype=bool)
    left, right, bottom, top = lattice.ends(boxes)
    width, height = right - left, top - bottom
    gx, ex = np.abs(found.fx) * width, found.ex * width  # in squares
    gy, ey = np.abs(found.fy) * height, found.ey * height
    with quiet():
        within: Mask = found.smooth & (_least_product(gx, ex) + _least_product(gy, ey) > 0)
        if across < _FINE:
            within = within & (np.hypot(ex, ey) < _BENT * np.hypot(gx, gy))
    return within


def _least_product(size: Array, error: Array) -> Array:
    """Return the least that two numbers between size - error and size + error can give."""
    less, more = size - error, size + error
    return np.where(less > 0, less * less, less * more)


def _note(
    cells: list[Cell],
    boxes: Boxes,
    mask: Any,
    levels: tuple[Any, Any],
    found: Enclosures | None,
) -> None:
    """Add some of the boxes to cells."""
    first, last = levels
    for k in np.flatnonzero(mask):
        gradient = None if found is None else (float(found.fx[k]), float(found.fy[k]))
        i, j = int(boxes.i[k]), int(boxes.j[k])
        cells.append(Cell(i, j, boxes.size, int(first[k]), int(last[k]), gradient))
