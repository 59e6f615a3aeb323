"""The cells of a window put together: pieces of a curve, and where they end."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from calcdl.calculus.curve.enclosing import Enclosing
from calcdl.calculus.curve.trace import EMPTY, ROUGH, SMOOTH, Cell
from calcdl.results.curve import Band, End, Isolated, Piece

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import FlintRational
    from calcdl.calculus.curve.spots import Spot
    from calcdl.results.value import Value

__all__ = ["Assembly", "assemble"]

# Kinds of runs of cells.
_SMOOTH, _EMPTY, _DOUBTFUL = range(3)


class Assembly(NamedTuple):
    """The pieces of a curve, and what is known beside them."""

    pieces: list[Piece]
    isolated: list[Isolated]
    unresolved: list[tuple[float, float]]
    spots: list[Spot]


def assemble(f: Enclosing, cells: Iterable[Cell], widest: FlintRational) -> Assembly:
    """Return the pieces that cells make up, which stand in order.

    An interval wider than ``widest`` about which nothing is known is unresolved.
    """
    builder = _Builder(f)
    for kind, run in groupby(cells, _kind):
        part = list(run)
        left, right = part[0].left, part[-1].right
        if kind == _SMOOTH:
            builder.go_on(part)
        elif kind == _EMPTY:
            builder.stop()
        else:
            rough = any(cell.kind == ROUGH for cell in part)
            spot = _spot(f, left, right) if rough else None
            if spot is None or right - left > widest:
                builder.unresolved.append((float(left), float(right)))
            builder.meet(spot, float(left), float(right))
    builder.stop()
    return Assembly(builder.pieces, builder.isolated, builder.unresolved, builder.spots)


def _spot(f: Enclosing, left: FlintRational, right: FlintRational) -> Spot | None:
    """Return the point in a short interval at which a function is not analytic."""
    from calcdl.calculus.curve.poles import pole_in  # which most curves do without
    from calcdl.calculus.curve.spots import spot_in

    return spot_in(f, left, right) or pole_in(f, left, right)


def _kind(cell: Cell) -> int:
    return {SMOOTH: _SMOOTH, EMPTY: _EMPTY}.get(cell.kind, _DOUBTFUL)


class _Builder:
    """Pieces, the last of which is still growing."""

    def __init__(self, f: Enclosing) -> None:
        self.f = f
        self.pieces: list[Piece] = []
        self.isolated: list[Isolated] = []
        self.unresolved: list[tuple[float, float]] = []
        self.spots: list[Spot] = []
        self.start: End | None = None  # of the growing piece
        self.waiting: End | None = None  # where the next piece starts, if it starts at once
        self.points: list[tuple[float, float]] = []
        self.bands: list[Band] = []

    def go_on(self, cells: list[Cell]) -> None:
        """Add smooth cells to the growing piece."""
        self.add_point(cells[0].left)
        if self.start is None:
            self.start = self.waiting or self.here("window")
        self.waiting = None
        for cell in cells:
            self.add_point(cell.right)
            if cell.low is not None and cell.high is not None:
                self.bands.append(Band(float(cell.left), float(cell.right), cell.low, cell.high))

    def add_point(self, x: FlintRational) -> None:
        value = self.f.at(x)
        if value is not None:
            self.points.append((float(x), float(value.mid())))

    def meet(self, spot: Spot | None, left: float, right: float) -> None:
        """Pass a point at which the function is not analytic, None for one that is not known."""
        if spot is None:
            self.finish(End(left, None, None, "undecided"))
            self.waiting = End(right, None, None, "undecided")
            return
        self.spots.append(spot)
        x = _number(spot.x)
        if spot.joined and self.start is not None:
            self.points.append((x, _number(spot.value)))
            return
        self.finish(End(x, _limit(spot.left), spot.from_left, spot.kind))
        self.waiting = End(x, _limit(spot.right), spot.from_right, spot.kind)
        if spot.value is not None and not spot.from_left and not spot.from_right:
            self.isolated.append(Isolated(x, _number(spot.value)))

    def stop(self) -> None:
        """End the growing piece where the last cell ended."""
        if self.start is not None:
            self.finish(self.here("window"))
        self.waiting = None

    def here(self, kind: str) -> End:
        x, y = self.points[-1] if self.points else (math.nan, math.nan)
        return End(x, y, True, kind)

    def finish(self, end: End) -> None:
        if self.start is not None and self.points:
            self.pieces.append(Piece(tuple(self.points), tuple(self.bands), self.start, end))
        self.start, self.points, self.bands = None, [], []


def _number(value: Value | None) -> float:
    assert value is not None
    return math.inf * value.infinite if value.infinite else float(value.decimal)


def _limit(value: Value | None) -> float | None:
    return None if value is None else _number(value)
