"""Contours from cells: each goes through those sides of a cell at whose ends the signs differ.

The function is continuous on the cells, so that between a point where it is below a level and one
where it is not it has that value. The points are closed in on by halving.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from calcdl.calculus.surface.cells import Cell
from calcdl.calculus.surface.enclosing import Field
from calcdl.calculus.surface.lattice import Lattice
from calcdl.results.surface import Contour, Place

if TYPE_CHECKING:
    from calcdl.calculus.surface.cells import Vertex
    from calcdl.functions.elementwise import Array

__all__ = ["contours_of"]

_HALVINGS = 12  # of a side, to close in on a point of a contour


class _Crossing(NamedTuple):
    """A side between two vertices, below the level at one of them and not at the other."""

    level: int
    first: Vertex
    second: Vertex


class _Pairs(NamedTuple):
    """The numbers of the crossings of a level on the sides of a cell."""

    cell: Cell
    level: int
    crossings: list[int]


def contours_of(
    field: Field, lattice: Lattice, levels: Sequence[float], cells: Sequence[Cell]
) -> tuple[list[Contour], list[Cell]]:
    """Return the contours through cells, and the cells in which their run is not known.

    A cell smaller than a dot that touches a contour of the same level is not among them.
    """
    search = _Search(field, lattice, levels, cells)
    places = search.places()
    joined: list[list[tuple[int, int]]] = [[] for _ in levels]
    for pairs in search.met:
        ordered = pairs.crossings
        if len(ordered) > 2:
            ordered = _along_tangent(ordered, places, pairs.cell)
        joined[pairs.level] += zip(ordered[::2], ordered[1::2], strict=True)
    contours = [
        Contour(level, tuple([tuple([places[k] for k in path]) for path in _chained(segments)]))
        for level, segments in zip(levels, joined, strict=True)
    ]
    return contours, search.unresolved()


def _along_tangent(crossings: list[int], places: Sequence[Place], cell: Cell) -> list[int]:
    """Sort crossings in the order in which a contour meets them that goes in and out of a cell.

    Gradients in the cell differ by less than a right angle, so that the contours are graphs over a
    line that is at right angles to the one at the middle.
    """
    assert cell.gradient is not None
    fx, fy = cell.gradient
    return sorted(crossings, key=lambda k: places[k][1] * fx - places[k][0] * fy)


class _Search:
    """Where contours meet the sides of cells."""

    def __init__(
        self, field: Field, lattice: Lattice, levels: Sequence[float], cells: Sequence[Cell]
    ) -> None:
        self.field, self.lattice, self.levels = field, lattice, levels
        corners = {corner for cell in cells for corner in cell.corners}
        self.values = self._values(sorted(corners))
        self.on_rows, self.on_columns = _lines(corners)
        self.crossings: dict[_Crossing, int] = {}
        self.met: list[_Pairs] = []
        self.unknown: list[tuple[Cell, int]] = []
        self.touched: set[tuple[int, Vertex]] = set()
        for cell in cells:
            self._look_at(cell)

    def _values(self, corners: Sequence[Vertex]) -> dict[Vertex, float]:
        """Return the values at the corners at which they are certain."""
        if not corners:
            return {}
        i, j = np.array(corners).T
        values, errors = self.field.at(self.lattice.x(i), self.lattice.y(j))
        certain = zip(corners, values.tolist(), np.isfinite(errors).tolist(), strict=True)
        return {corner: value for corner, value, known in certain if known}

    def _look_at(self, cell: Cell) -> None:
        ring = self._ring(cell)
        values = [self.values.get(vertex) for vertex in ring]
        known = [value for value in values if value is not None]
        for k in range(cell.first, cell.last):
            level = self.levels[k]
            if len(known) < len(values) or not min(known) < level <= max(known):
                if cell.gradient is None or len(known) < len(values):
                    self.unknown.append((cell, k))
                continue
            above = [value >= level for value in known]
            sides = zip(pairwise(ring), pairwise(above), strict=True)
            crossings = [
                self.crossings.setdefault(_Crossing(k, *sorted(side)), len(self.crossings))
                for side, (a, b) in sides
                if a != b
            ]
            if len(crossings) > 2 and cell.gradient is None:
                self.unknown.append((cell, k))
                continue
            self.met.append(_Pairs(cell, k, crossings))
            self.touched.update([(k, vertex) for vertex in ring])

    def _ring(self, cell: Cell) -> list[Vertex]:
        """Return the vertices around a cell, those of smaller cells beside too, the first twice."""
        i, j, far_i, far_j = cell.i, cell.j, cell.i + cell.size, cell.j + cell.size
        below = _between(self.on_rows[j], i, far_i)
        right = _between(self.on_columns[far_i], j, far_j)
        above = _between(self.on_rows[far_j], i, far_i)
        left = _between(self.on_columns[i], j, far_j)
        return [
            *[(k, j) for k in below],
            *[(far_i, k) for k in right[1:]],
            *[(k, far_j) for k in reversed(above[:-1])],
            *[(i, k) for k in reversed(left[:-1])],
        ]

    def places(self) -> list[Place]:
        """Return the points of contours on the sides, by halving them."""
        if not self.crossings:
            return []
        lattice = self.lattice
        marks = np.array([self.levels[crossing.level] for crossing in self.crossings])
        first = np.array([crossing.first for crossing in self.crossings])
        second = np.array([crossing.second for crossing in self.crossings])
        low = np.stack([lattice.x(first[:, 0]), lattice.y(first[:, 1])])
        high = np.stack([lattice.x(second[:, 0]), lattice.y(second[:, 1])])
        is_above = self._above(low, marks)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            alike = self._above(middle, marks) == is_above
            low, high = np.where(alike, middle, low), np.where(alike, high, middle)
        return [(x, y) for x, y in ((low + high) / 2).T.tolist()]

    def _above(self, points: Array, marks: Array) -> Array:
        values, _ = self.field.at(points[0], points[1])
        return np.asarray(values >= marks)

    def unresolved(self) -> list[Cell]:
        return [
            cell
            for cell, k in self.unknown
            if self.touched.isdisjoint([(k, corner) for corner in cell.corners])
        ]


def _lines(corners: set[Vertex]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return the vertices on each level line and on each upright one, in order."""
    rows: dict[int, list[int]] = {}
    columns: dict[int, list[int]] = {}
    for i, j in sorted(corners):
        rows.setdefault(j, []).append(i)
        columns.setdefault(i, []).append(j)
    return rows, columns


def _between(ordered: list[int], low: int, high: int) -> list[int]:
    return ordered[bisect_left(ordered, low) : bisect_right(ordered, high)]


def _chained(segments: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Join segments to lines; at most two meet at a point, for a side has two cells."""
    beside: dict[int, list[int]] = {}
    for a, b in segments:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    ends = [point for point, others in beside.items() if len(others) == 1]
    for start in [*ends, *beside]:
        if not beside[start]:
            continue
        path = [start]
        while beside[path[-1]]:
            step = beside[path[-1]].pop()
            beside[step].remove(path[-1])
            path.append(step)
        yield path
