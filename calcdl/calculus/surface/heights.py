"""Values and gradients at the places of a grid: what shades and arrows are drawn from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from calcdl.arithmetic.arrays.numbers import quiet
from calcdl.calculus.surface.enclosing import Field
from calcdl.results.curve import Window
from calcdl.results.surface import Arrow, Heights

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array, Mask

__all__ = ["Samples", "arrows_of", "heights_of", "samples_of"]

_CERTAIN, _ACCURATE = 1e-6, 20  # how far a value may be off, relative to it, and in bits
_ARROWS = (16, 10)  # across and upwards


class Samples(NamedTuple):
    """Values at the places of a grid as doubles, ``certain`` where they are known."""

    size: tuple[int, int]
    x: Array
    y: Array
    values: Array
    certain: Mask


def samples_of(field: Field, window: Window, size: tuple[int, int]) -> Samples:
    """Return values at the middles of so many parts of a window, as far as doubles know them."""
    x, y = _grid(window, size)
    values, errors = field.at(x, y)
    with quiet():
        certain = np.isfinite(errors) & (errors <= (np.abs(values) + _CERTAIN) * _CERTAIN)
    return Samples(size, x, y, values, certain)


def heights_of(field: Field, samples: Samples, empty: Sequence[Window]) -> Heights:
    """Return the values, None in windows that are empty; balls are asked of what is not certain."""
    _, x, y, values, certain = samples
    nothing = np.zeros(len(x), dtype=bool)
    for box in empty:
        nothing |= (box.left < x) & (x < box.right) & (box.bottom < y) & (y < box.top)
    found: list[float | None] = np.where(certain, values, math.nan).tolist()
    field.balls.renew()
    for k in np.flatnonzero(~certain):
        found[k] = None if nothing[k] else _by_balls(field, float(x[k]), float(y[k]))
    return Heights(*samples.size, tuple(found))


def _by_balls(field: Field, x: float, y: float) -> float | None:
    """Return the value at a place, None where there is none, nan where it is not known."""
    point = field.balls.on((x, x), (y, y))
    if point is not None and point.empty:
        return None
    if point is None or point.value is None or point.value.rel_accuracy_bits() < _ACCURATE:
        return math.nan
    return float(point.value.mid())


def arrows_of(field: Field, window: Window) -> Iterator[Arrow]:
    """Yield the gradients on a coarse grid, where the function is certainly smooth."""
    x, y = _grid(window, _ARROWS)
    fx, fy = field.gradient_at(x, y)
    for place, gradient in zip(
        zip(x.tolist(), y.tolist(), strict=True), zip(fx.tolist(), fy.tolist(), strict=True),
        strict=True,
    ):  # fmt: skip
        if all(map(math.isfinite, gradient)):
            yield Arrow(place, gradient)


def _grid(window: Window, size: tuple[int, int]) -> tuple[Array, Array]:
    """Return the middles of so many parts across and upwards, row by row from the bottom."""
    columns, rows = size
    across = window.left + (window.right - window.left) * ((np.arange(columns) + 0.5) / columns)
    upwards = window.bottom + (window.top - window.bottom) * ((np.arange(rows) + 0.5) / rows)
    x, y = np.meshgrid(across, upwards)
    return x.ravel(), y.ravel()
