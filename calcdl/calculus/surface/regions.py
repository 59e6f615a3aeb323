"""The contours of a map, and the parts of its window in which there are none or nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from calcdl.calculus.surface.cells import cells_of
from calcdl.calculus.surface.contours import contours_of
from calcdl.calculus.surface.enclosing import Field
from calcdl.calculus.surface.lattice import Boxes, Lattice
from calcdl.results.curve import Window
from calcdl.results.surface import Contour

if TYPE_CHECKING:
    from calcdl.calculus.surface.cells import Cell, Vertex

__all__ = ["Regions", "regions_of"]


class Regions(NamedTuple):
    """Contours, where the function is not, where it may be rough, and what is not resolved."""

    contours: list[Contour]
    empty: list[Window]
    rough: list[Window]
    unresolved: list[Window]


def regions_of(field: Field, lattice: Lattice, levels: Sequence[float]) -> Regions:
    """Return what there is to be drawn of a window.

    A dot in which contours are not resolved beside one where the function may be rough counts as
    rough too: on the flank of a pole they are too close to be told apart.
    """
    field.balls.renew()
    cells = cells_of(field, lattice, levels)
    contours, unresolved = contours_of(field, lattice, levels, cells.crossed)
    edges = {corner for boxes in cells.rough for corner in _corners(boxes)}
    dots: list[Cell] = []
    others = list(cells.unresolved)
    for cell in unresolved:
        dot = cell.widened(lattice.dot)
        (others if edges.isdisjoint(dot.corners) else dots).append(dot)
    rough = [*cells.rough, *_boxes(dots)]
    return Regions(
        contours, _windows(lattice, cells.empty), _windows(lattice, rough),
        _windows(lattice, _boxes(others)),
    )  # fmt: skip


def _corners(boxes: Boxes) -> Iterator[Vertex]:
    size = boxes.size
    for i, j in zip(boxes.i.tolist(), boxes.j.tolist(), strict=True):
        yield from ((i, j), (i + size, j), (i, j + size), (i + size, j + size))


def _boxes(cells: Sequence[Cell]) -> Iterator[Boxes]:
    """Yield the boxes of cells, size by size, each once."""
    sizes: dict[int, dict[Vertex, None]] = {}
    for cell in cells:
        sizes.setdefault(cell.size, {})[cell.i, cell.j] = None
    for size, places in sizes.items():
        i, j = np.array(list(places)).T
        yield Boxes(i, j, size)


def _windows(lattice: Lattice, boxes: Iterable[Boxes]) -> list[Window]:
    return [window for some in boxes for window in lattice.windows(some)]
