"""The window of a map, where none was asked for.

It is chosen from points with a gradient of zero, and from values at points: a choice, and not a
statement about the function.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from calcdl.calculus.surface.critical import critical_points
from calcdl.calculus.surface.enclosing import Field
from calcdl.calculus.surface.lattice import lattice_for
from calcdl.graph.nodes import Graph
from calcdl.results.curve import Window

__all__ = ["choose_ends"]

_USUAL, _WIDEST, _LEAST_MARGIN = 5, 10, 2
_SCALES = tuple(map(Fraction, ("1", "1/10", "1/100", "10", "100")))
_DOTS = (160, 160)
_GRID = 24
_FEWEST = 8  # points of a grid with a value
_MOST = 12  # points with a gradient of zero, beyond which the usual window shows enough of them
_MARGIN = 0.35  # beside them

Ends = tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]


def choose_ends(field: Field, graph: Graph) -> Ends:
    """Return the ends of a window across and upwards, equally wide, that shows what is near 0."""
    scale = next((scale for scale in _SCALES if _values(field, _WIDEST * scale) >= _FEWEST),
                 Fraction(1))  # fmt: skip
    wide = float(_WIDEST * scale)
    lattice = lattice_for(Window(-wide, wide, -wide, wide), _DOTS)
    points = [] if field.needs_balls else critical_points(field, lattice, graph, _MOST + 1)[0]
    if not points or len(points) > _MOST:
        usual = -_USUAL * scale, _USUAL * scale
        return usual, usual
    xs = [float(point.x.decimal) for point in points]
    ys = [float(point.y.decimal) for point in points]
    half = max(_half(xs, float(scale)), _half(ys, float(scale)))
    return _around(xs, half, scale), _around(ys, half, scale)


def _values(field: Field, wide: Fraction) -> int:
    """Return at how many points of a grid there is a value."""
    steps = np.linspace(-float(wide), float(wide), _GRID)
    x, y = np.meshgrid(steps, steps)
    return int(np.isfinite(field.at(x.ravel(), y.ravel())[1]).sum())


def _half(places: Sequence[float], scale: float) -> float:
    """Return half the width of a window that shows places, and 0."""
    width = max(*places, 0.0) - min(*places, 0.0)
    return width / 2 + max(_MARGIN * width, _LEAST_MARGIN * scale)


def _around(places: Sequence[float], half: float, scale: Fraction) -> tuple[Fraction, Fraction]:
    middle = (max(*places, 0.0) + min(*places, 0.0)) / 2
    low, high = (middle - half) / float(scale), (middle + half) / float(scale)
    return math.floor(low) * scale, math.ceil(high) * scale
