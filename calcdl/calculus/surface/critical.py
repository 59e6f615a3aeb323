"""Points at which the gradient is zero, each proven to be there and to be the only one near by.

In a box B with middle m, K = m - Y*g(m) + (1 - Y*H)*(B - m), for the gradient g, the Hessian H on
all of B, and any matrix Y, here nearly the inverse of H at m. If K is inside of B there is exactly
one zero of g in B, and it is in K (R. Krawczyk, 1969). The signs of H say what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from calcdl.arithmetic.exact import simplest
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.arithmetic.taylor.multivariate import Multivariate
from calcdl.calculus.curve.enclosing import fraction_of
from calcdl.calculus.curve.marks import value_of
from calcdl.calculus.surface.lattice import Lattice
from calcdl.errors import CalcdlError
from calcdl.results.surface import Critical
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.arithmetic.kinds import Ball, Number
    from calcdl.calculus.surface.enclosing import Field
    from calcdl.graph.nodes import Graph, Rational

    Pair: TypeAlias = tuple[Ball, Ball]

__all__ = ["critical_points"]

_MOST = 40  # points, beyond which they say nothing
_MOST_BOXES = 6_000  # that may hold one
_PATIENCE, _LEAST_COST = 8_000, 8  # operations in all, and those that a sweep costs
_WIDEST = 40  # squares across in which a point is looked for
_BITS = 160
_STEPS = 12  # each of which doubles the digits, once they are few
_CLOSE = 1e-24
_SHRUNK = 0.9  # a step that leaves more of a box leads nowhere
_FINER = 1024  # parts of a square of the lattice in which one is looked for
_MARGIN = 1 / 4  # of a box, by which it is widened, for a point may be on its border


class _Verdict(NamedTuple):
    """Whether all points in a box are known, and the only one if there is one."""

    is_known: bool
    point: Pair | None = None


class _Jet(NamedTuple):
    """The value of a function, its slopes and its second derivatives."""

    value: Number
    fx: Number
    fy: Number
    fxx: Number
    fxy: Number
    fyy: Number

    def balls(self) -> list[Ball]:
        taylor = Taylor(1)
        return [taylor.ball_of(number) for number in self]


def critical_points(
    field: Field, lattice: Lattice, graph: Graph, most: int = _MOST
) -> tuple[list[Critical], bool]:
    """Return the points, and whether there may be more where the function is smooth."""
    search = _Search(graph, field.names, most)
    field.balls.renew()
    dot = lattice.dot * _FINER
    lattice = Lattice(
        lattice.window, lattice.columns * _FINER, lattice.rows * _FINER, lattice.first * _FINER, dot
    )
    boxes = lattice.whole()
    is_complete = True

    while len(boxes.i):
        left, right, bottom, top = lattice.ends(boxes)
        found = field.over(left, right, bottom, top, balls=field.needs_balls)
        smooth = found.smooth & (np.abs(found.fx) <= found.ex) & (np.abs(found.fy) <= found.ey)
        flat = smooth & ((found.ex > 0) | (found.ey > 0))
        none, one, unknown = field.newton(left, right, bottom, top)
        flat = flat & ~none
        open_ = flat | ~(found.smooth | found.empty)
        if boxes.size * _WIDEST <= lattice.columns:
            one = one | unknown
        for k in np.flatnonzero(flat & one):
            ends = (float(left[k]), float(right[k]), float(bottom[k]), float(top[k]))
            open_[k] = not search.settles(*ends)
        if boxes.size <= dot:
            open_ = open_ & flat
        if boxes.size == 1 or int(open_.sum()) > _MOST_BOXES or search.is_over:
            is_complete = not np.any(flat & open_)
            break
        boxes = boxes.some(open_).quarters()
    window = lattice.window
    marks = [search.mark(box) for box in search.found]
    inside = [
        mark
        for mark in marks
        if mark is not None
        and window.left <= float(mark.x.decimal) <= window.right
        and window.bottom <= float(mark.y.decimal) <= window.top
    ]
    return inside, not is_complete or None in marks


class _Search:
    """Proofs that boxes hold one point, or none."""

    def __init__(self, graph: Graph, names: tuple[str, str], most: int) -> None:
        self.graph, self.names, self.most = graph, names, most
        self.found: list[Pair] = []
        self.patience = _PATIENCE // (_LEAST_COST + graph.operation_count())

    @property
    def is_over(self) -> bool:
        return self.patience <= 0 or len(self.found) >= self.most

    def settles(self, left: float, right: float, bottom: float, top: float) -> bool:
        """Note the only point in a box; return whether that is proven, or that there is none."""
        if self.is_over:
            return False
        with precision(_BITS):
            verdict = self._closed_in((_wider(left, right), _wider(bottom, top)))
        point = verdict.point
        if point is not None and not any([_overlap(point, other) for other in self.found]):
            self.found.append(point)
        return verdict.is_known

    def _closed_in(self, box: Pair) -> _Verdict:
        is_proven = False
        for _ in range(_STEPS):
            image = self._image(box)
            if image is None:
                break
            if not _overlap(image, box):
                return _Verdict(True)
            is_proven = is_proven or all(
                [side.contains_interior(part) for side, part in zip(box, image, strict=True)]
            )
            if is_proven and any([_contains(box, other) for other in self.found]):
                return _Verdict(True)  # it is that one: each is the only one near by
            before, box = box, _common(box, image)
            if is_proven and all([side.rad() < _CLOSE * (1 + abs(side.mid())) for side in box]):
                return _Verdict(True, box)
            if not is_proven and _size(box) > _SHRUNK * _size(before):
                break
        return _Verdict(False)

    def _image(self, box: Pair) -> Pair | None:
        """Return K, None where the function may not be smooth or Y is not known."""
        middle = box[0].mid(), box[1].mid()
        wide, here = self._jet(box), self._jet(middle)
        if wide is None or here is None:
            return None
        _, gx, gy, a, b, c = here.balls()
        _, _, _, fxx, fxy, fyy = wide.balls()
        if not all([ball.is_finite() for ball in (gx, gy, fxx, fxy, fyy)]):
            return None
        determinant = (a * c - b * b).mid()
        if determinant.is_zero():
            return None
        yxx, yxy, yyy = (c.mid() / determinant, -b.mid() / determinant, a.mid() / determinant)
        dx, dy = box[0] - middle[0], box[1] - middle[1]
        x = (1 - yxx * fxx - yxy * fxy) * dx - (yxx * fxy + yxy * fyy) * dy
        y = (1 - yxy * fxy - yyy * fyy) * dy - (yxy * fxx + yyy * fxy) * dx
        return middle[0] - yxx * gx - yxy * gy + x, middle[1] - yxy * gx - yyy * gy + y

    def _jet(self, place: tuple[Number, Number]) -> _Jet | None:
        """Return what is known at a point or on a box, None where the function may be rough."""
        self.patience -= 1
        series = Multivariate((2, 2))
        inputs = {name: series.variable(k, place[k]) for k, name in enumerate(self.names)}
        try:
            found = apply(self.graph, series, inputs)
        except CalcdlError:
            return None
        constants, two = series.constants, series.constants.number(2)
        value, fx, fy, fxx, fxy, fyy = (
            found.get(index, constants.zero)
            for index in ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
        )
        return _Jet(value, fx, fy, constants.mul((two, fxx)), fxy, constants.mul((two, fyy)))

    def mark(self, point: Pair) -> Critical | None:
        """Return what a point is; None where that, or a digit of its place, is not certain."""
        with precision(_BITS):
            place = self._exactly(point)
            jet = self._jet(place)
            if jet is None:
                return None
            taylor = Taylor(1)
            x, y = (value_of(taylor.result(side, 0)) for side in place)
            _, _, _, fxx, fxy, fyy = jet.balls()
            kind = _kind(fxx, fxx * fyy - fxy * fxy)
            if x is None or y is None or not kind:
                return None
            return Critical(kind, x, y, value_of(taylor.result(jet.value, 0)))

    def _exactly(self, point: Pair) -> tuple[Number, Number]:
        """Return the place of a point, as numbers without an error as far as that is proven."""
        taylor = Taylor(1)
        simple = taylor.number(_simplest(point[0])), taylor.number(_simplest(point[1]))
        jet = self._jet(simple)
        if jet is not None and taylor.is_zero(jet.fx) and taylor.is_zero(jet.fy):
            return simple
        for place in ((simple[0], point[1]), (point[0], simple[1])):
            if self._is_on_line(place, taylor):
                return place
        return point

    def _is_on_line(self, place: tuple[Number, Number], taylor: Taylor) -> bool:
        """Say whether the gradient is zero somewhere on a short line with one number fixed.

        One of the slopes has to be zero on all of it, and the signs of the other to differ.
        """
        jet = self._jet(place)
        if jet is None or not (taylor.is_zero(jet.fx) or taylor.is_zero(jet.fy)):
            return False
        signs = []
        for end in ("lower", "upper"):
            x, y = (getattr(side, end)() if is_ball(side) else side for side in place)
            at_end = self._jet((x, y))
            if at_end is None:
                return False
            slope = taylor.ball_of(at_end.fy if taylor.is_zero(jet.fx) else at_end.fx)
            signs.append(int(slope > 0) - int(slope < 0))
        return signs[0] * signs[1] < 0


def _kind(fxx: Ball, determinant: Ball) -> str:
    """Return what a point with a gradient of zero is, empty if that is not certain."""
    if determinant < 0:
        return "saddle"
    if not determinant > 0:
        return ""
    return "minimum" if fxx > 0 else "maximum"


def _wider(low: float, high: float) -> Ball:
    margin = (high - low) * _MARGIN
    ball = Taylor(1).flint.arb
    return ball(low - margin).union(ball(high + margin))


def _simplest(side: Ball) -> Rational:
    low, high = (fraction_of(end.mid().fmpq()) for end in (side.lower(), side.upper()))
    return simplest(low, high)


def _size(box: Pair) -> Ball:
    return box[0].rad() + box[1].rad()


def _overlap(box: Pair, other: Pair) -> bool:
    return bool(box[0].overlaps(other[0]) and box[1].overlaps(other[1]))


def _contains(box: Pair, other: Pair) -> bool:
    return bool(box[0].contains(other[0]) and box[1].contains(other[1]))


def _common(box: Pair, other: Pair) -> Pair:
    return box[0].intersection(other[0]), box[1].intersection(other[1])
