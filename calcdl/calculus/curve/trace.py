"""A window cut into cells, each as small as it takes to know what the curve does in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.precision import precision
from calcdl.calculus.curve.enclosing import Enclosing, Jet

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball, FlintRational

__all__ = ["EMPTY", "ROUGH", "SMOOTH", "UNKNOWN", "Cell", "Raster", "trace"]

# What a cell is: the function is analytic on it, or is nowhere defined on it; it is as small as can
# be told apart, and the function is neither; or nothing is known.
SMOOTH, EMPTY, ROUGH, UNKNOWN = "smooth", "empty", "rough", "unknown"

_FIRST = 16  # cells of the window, to begin with
_FINEST = 32  # halvings of the window, to close in on a point where the function is not smooth
_MOST_ROUGH = 12  # such points in a column, where there may be infinitely many of them
_MOST_ROUGH_IN_ALL = 60
_MOST_IN_COLUMN = 200  # sweeps in one column
_TOLERANCE = 0.25  # dots between the curve and what is drawn for it


class Raster(NamedTuple):
    """How finely a picture shows a window: dots across, and the range that the dots show."""

    columns: int
    rows: int
    bottom: float
    top: float

    @property
    def tolerance(self) -> float:
        return (self.top - self.bottom) / self.rows * _TOLERANCE

    def outside(self, *values: Ball) -> bool:
        """Say whether values are all above what is shown, or all below."""
        return all([v > self.top for v in values]) or all([v < self.bottom for v in values])

    def seen(self, low: float, high: float, least: float, most: float) -> bool:
        """Say whether all from low to high is shown by what is from least to most, both met."""
        below = max(low, self.bottom) < max(least, self.bottom) - self.tolerance
        above = min(high, self.top) > min(most, self.top) + self.tolerance
        return not (below or above)


class Cell(NamedTuple):
    """An interval of the window, and what the function is on it.

    A smooth one is drawn as a straight line; or, where ``low`` and ``high`` are given, as all that
    is between them, for the cell is narrower than a dot. It is ``hidden`` if all of the function is
    above what is shown, or below.
    """

    left: FlintRational
    right: FlintRational
    kind: str
    jet: Jet
    low: float | None = None
    high: float | None = None
    hidden: bool = False


class _Column:
    """What is known of a column of dots: the values met in it, and the work that it took."""

    __slots__ = ("high", "low", "rough", "work")

    def __init__(self) -> None:
        self.low, self.high = float("inf"), float("-inf")
        self.rough = self.work = 0

    def meet(self, value: Ball | None) -> None:
        if value is not None:
            number = float(value.mid())
            self.low, self.high = min(self.low, number), max(self.high, number)


def trace(
    f: Enclosing, left: FlintRational, right: FlintRational, raster: Raster
) -> Iterator[Cell]:
    """Cut the window into cells, from left to right, until each is known as well as is drawn.

    It takes work in proportion to the columns, beside a bounded number of sweeps in each of those
    in which there is more to see than a line, and in all of them together.
    """
    width = right - left
    tracer = _Tracer(f, left, width, raster)
    step = width / _FIRST
    stack = [(left + k * step, left + (k + 1) * step) for k in reversed(range(_FIRST))]
    while stack:
        a, b = stack.pop()
        cell = tracer.cell(a, b)
        if cell is None:
            middle = (a + b) / 2
            stack += [(middle, b), (a, middle)]
        else:
            yield cell


class _Tracer:
    """What is done with each cell, and the work that may be done in all."""

    def __init__(
        self, f: Enclosing, left: FlintRational, width: FlintRational, raster: Raster
    ) -> None:
        self.f, self.left, self.raster = f, left, raster
        self.column_width, self.finest = width / raster.columns, width / (1 << _FINEST)
        self.columns = [_Column() for _ in range(raster.columns + 1)]
        self.rough = 0
        self.most = f.work + f.patience

    def cell(self, a: FlintRational, b: FlintRational) -> Cell | None:
        """Return a cell as it is drawn, None if it has to be cut."""
        narrow = b - a <= self.column_width
        column = self.columns[int(((a - self.left) / self.column_width).floor())]
        jet = self.f.on(a, b)
        column.work += narrow
        if jet.empty:
            return Cell(a, b, EMPTY, jet)
        if self.is_hidden(a, b, jet):
            return Cell(a, b, SMOOTH, jet, hidden=True)
        if jet.coefficients is None:
            if b - a <= self.finest:
                column.rough += 1
                self.rough += 1
                return Cell(a, b, ROUGH, jet)
            rough = column.rough >= _MOST_ROUGH or self.rough >= _MOST_ROUGH_IN_ALL
            return Cell(a, b, UNKNOWN, jet) if narrow and (rough or self.is_over(column)) else None
        found = _drawn(self.f, a, b, jet, self.raster, column if narrow else None)
        if found is None and narrow:
            found = self.drawn_closely(a, b, jet, column)
            if found is None and self.is_over(column):
                return Cell(a, b, UNKNOWN, jet)
        return found

    def drawn_closely(
        self, a: FlintRational, b: FlintRational, jet: Jet, column: _Column
    ) -> Cell | None:
        """Return a narrow cell by narrower balls; not where the function is wild in it."""
        assert jet.coefficients is not None
        off = abs(jet.coefficients[2]) * (b - a) ** 2
        closer = self.f.closely(a, b) if off < self.raster.top - self.raster.bottom else None
        found = None
        if closer is not None:
            found = _drawn(self.f, a, b, Jet(closer), self.raster, column)
        if found is None:
            around = self.f.across(a, b, self.column_width)
            if around is not None:
                found = _drawn(self.f, a, b, Jet(around), self.raster, column)
        return found

    def is_hidden(self, a: FlintRational, b: FlintRational, jet: Jet) -> bool:
        """Say whether the function is certainly above what is shown on a cell, or below."""
        raster = self.raster
        if jet.coefficients is not None:
            value = jet.coefficients[0]
            if raster.outside(value) or value.rad() < raster.top - raster.bottom:
                return raster.outside(value)
        values = self.f.range(a, b) if self.f.order == 0 else None
        return values is not None and raster.outside(*values)

    def is_over(self, column: _Column) -> bool:
        """Say whether enough work was done in a column, or in all."""
        return column.work > _MOST_IN_COLUMN or self.f.work > self.most


def _drawn(
    f: Enclosing,
    a: FlintRational,
    b: FlintRational,
    jet: Jet,
    raster: Raster,
    column: _Column | None,
) -> Cell | None:
    """Return a smooth cell if its picture is certain, None if it has to be cut.

    ``column`` is the one that the cell is in, None where the cell is wider.
    """
    assert jet.coefficients is not None
    value, slope, bend = jet.coefficients
    first, last = f.at(a), f.at(b)
    if first is None or last is None:
        return None
    with precision(64):
        # A chord is off by at most max|f''|*(b - a)**2/8; bend is f''/2.
        off = abs(bend) * (b - a) ** 2 / 4
        if off < raster.tolerance:
            return Cell(a, b, SMOOTH, jet)
        monotone = slope > 0 or slope < 0  # so that it goes from the first value to the last
        if monotone and (column is not None or raster.outside(first, last)):
            return Cell(a, b, SMOOTH, jet)
        if column is None:
            return None
        column.meet(first)
        column.meet(last)
        reach = first.union(last) + type(off)(0, off.abs_upper())
        if value.overlaps(reach):
            reach = value.intersection(reach)
        low, high = float(reach.lower()), float(reach.upper())
        if raster.seen(low, high, column.low, column.high):
            return Cell(a, b, SMOOTH, jet, low, high)
    return None
