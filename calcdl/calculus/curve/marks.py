"""Zeros, extrema and inflections, each proven to be there and to be the only one near by.

Where h' keeps its sign on an interval and h has different signs at its ends, h has exactly one zero
there, and Newton's step over balls closes in on it (R. E. Moore, Interval Analysis, 1966). With the
function for h, its first or its second derivative, that gives the three kinds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.exact import simplest
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.rounding import double_of, round_value
from calcdl.calculus.curve.enclosing import Enclosing, fraction_of
from calcdl.calculus.curve.trace import SMOOTH, Cell
from calcdl.results.curve import Mark
from calcdl.results.value import Value

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball, FlintRational, Real

__all__ = ["KINDS", "Search", "marks_of", "only_zero", "value_of"]

KINDS = ("zero", "extremum", "inflection")  # by the order of the derivative that is zero

_DEPTH, _DEPTH_OF_NARROW = 8, 2  # halvings of a cell
_MOST = 60  # marks of a kind, beyond which they say nothing
_MOST_WORK = 600  # sweeps for a kind
_PRECISION = 192  # bits
_NEWTON = 20  # steps, each of which doubles the digits, once they are few
_CLOSE = 1e-40  # width of the interval around a zero, beside its size
_HIGHEST = 8  # multiplicity of a zero that is looked for


class Root(NamedTuple):
    """A zero of h: an interval around it, and the sign of h behind it, 0 for that before it."""

    interval: Ball
    turns: int


class Search(NamedTuple):
    """Marks, and the kinds of which there may be more."""

    marks: list[Mark]
    unmarked: list[str]


def marks_of(f: Enclosing, cells: Sequence[Cell], narrow: FlintRational) -> Search:
    """Return the marks in smooth cells, those less than ``narrow`` searched roughly."""
    marks: list[Mark] = []
    unmarked: list[str] = []
    for order, kind in enumerate(KINDS):
        roots = _Roots(f, order)
        roots.search(cells, narrow)
        marks += filter(None, [roots.mark(root) for root in roots.found])
        if not roots.complete:
            unmarked.append(kind)
    marks.sort(key=lambda mark: float(mark.x.decimal))
    return Search(marks, unmarked)


class _Roots:
    """The zeros of the derivative of an order, 0 being the function itself."""

    def __init__(self, f: Enclosing, order: int) -> None:
        self.f, self.order = f, order
        self.found: list[Root] = []
        self.doubtful: list[tuple[FlintRational, FlintRational]] = []
        self.complete = True

    def search(self, cells: Sequence[Cell], narrow: FlintRational) -> None:
        self.most = self.f.work + min(_MOST_WORK, self.f.patience // 4)
        for cell in cells:
            jet = cell.jet.coefficients
            if cell.kind != SMOOTH or jet is None or not self.may_vanish(jet):
                continue
            if cell.low is not None:  # it oscillates there
                self.complete = False
                continue
            wide = cell.right - cell.left > narrow
            self.search_cell(cell.left, cell.right, _DEPTH if wide else _DEPTH_OF_NARROW)
        for low, high in _joined(self.doubtful):
            self.look_at_simplest(low, high)

    def may_vanish(self, coefficients: Sequence[Ball]) -> bool:
        h = coefficients[self.order]
        return bool(h.contains(0)) and not h.is_zero()

    def search_cell(self, left: FlintRational, right: FlintRational, depth: int) -> None:
        stack = [(left, right, depth)]
        while stack:
            if self.f.work > self.most or len(self.found) > _MOST:
                self.complete = False
                return
            a, b, depth = stack.pop()
            margin = (b - a) / 8  # a zero at an end is inside the wider interval
            low, high = a - margin, b + margin
            jet = self.f.on(low, high, self.order + 2).coefficients
            if jet is None:
                low, high = a, b
                jet = self.f.on(low, high, self.order + 2).coefficients
            if jet is None or not self.may_vanish(jet):
                continue
            if not jet[-1].contains(0):
                first, last = self.sign(low), self.sign(high)
                if first * last > 0:
                    continue
                if first * last < 0:
                    self.close_in(low, high, last)
                    continue
            if depth:
                middle = (a + b) / 2
                stack += [(middle, b, depth - 1), (a, middle, depth - 1)]
            else:
                self.doubtful.append((low, high))

    def sign(self, x: FlintRational) -> int:
        """Return the sign of h at a point, 0 where it is not certain."""
        with precision(_PRECISION):
            jet = self.f.at_number(fraction_of(x), self.order + 1).coefficients
        return 0 if jet is None else int(jet[-1] > 0) - int(jet[-1] < 0)

    def close_in(self, low: FlintRational, high: FlintRational, turns: int) -> None:
        """Note the only zero in an interval on which h' has one sign."""
        with precision(_PRECISION):
            interval = _closed_in(self.f, self.order, self.f.interval(low, high))
        if interval is None:
            self.complete = False
        else:
            self.note(Root(interval, turns))

    def note(self, root: Root) -> None:
        """Note a zero, unless the interval beside this one has shown it."""
        if not any([root.interval.overlaps(other.interval) for other in self.found[-2:]]):
            self.found.append(root)

    def look_at_simplest(self, low: FlintRational, high: FlintRational) -> None:
        """Note the simplest number of a short interval if h and h' are zero there.

        It is the only zero in the interval if the first derivative that is not zero there is zero
        nowhere in the interval.
        """
        q = simplest(fraction_of(low), fraction_of(high))
        with precision(_PRECISION):
            jet = self.f.at_number(q, self.order + _HIGHEST + 1).coefficients
            rest = () if jet is None else jet[self.order :]
            zeros = next((k for k, c in enumerate(rest) if not c.is_zero()), len(rest))
            if zeros == len(rest) or zeros < 2 or rest[zeros].contains(0):
                self.complete = False
                return
            self.note(Root(self.f.ball(q), (1 if rest[zeros] > 0 else -1) * (zeros % 2)))
            jet = self.f.on(low, high, self.order + zeros + 1).coefficients
            if jet is None or jet[-1].contains(0):
                self.complete = False

    def mark(self, root: Root) -> Mark | None:
        """Return what a zero of h is to the curve; None if its digits are not certain, or nothing.

        A zero at a simple number is exactly there if h is exactly zero.
        """
        if not root.turns and self.order:
            return None
        kind = ("zero", "minimum" if root.turns > 0 else "maximum", "inflection")[self.order]
        with precision(_PRECISION):
            ends = (root.interval.lower(), root.interval.upper())
            q = simplest(*[fraction_of(end.mid().fmpq()) for end in ends])
            jet = self.f.at_number(q, self.order + 1).coefficients
            if jet is not None and jet[-1].is_zero():
                x, y = value_of(q), value_of(0 if jet[0].is_zero() else jet[0])
            else:
                jet = self.f.around(root.interval, 1).coefficients
                x, y = value_of(root.interval), None if jet is None else value_of(jet[0])
            return None if x is None else Mark(kind, x, y if self.order else value_of(0))


def only_zero(f: Enclosing, low: FlintRational, high: FlintRational) -> Root | None:
    """Return the zero of a function that has exactly one in an interval, with a slope there.

    None where that is not proven.
    """
    roots = _Roots(f, 0)
    jet = f.on(low, high, 2).coefficients
    turns = roots.sign(high)
    if jet is None or jet[1].contains(0) or roots.sign(low) * turns >= 0:
        return None
    roots.close_in(low, high, turns)
    return roots.found[0] if roots.found else None


def _closed_in(f: Enclosing, order: int, interval: Ball) -> Ball | None:
    """Return a tiny interval around the only zero in one, by Newton's step."""
    for _ in range(_NEWTON):
        slope = f.around(interval, order + 2).coefficients
        middle = interval.mid()
        value = f.around(middle, order + 1).coefficients
        if slope is None or value is None or slope[-1].contains(0):
            return None
        step = middle - value[-1] / ((order + 1) * slope[-1])
        interval = interval.intersection(step)
        if interval.rad() < _CLOSE * (1 + abs(interval.mid())):
            return interval
    return None


def _joined(
    intervals: Sequence[tuple[FlintRational, FlintRational]],
) -> list[tuple[FlintRational, FlintRational]]:
    """Return intervals, which come from left to right, with those that overlap made one."""
    joined: list[tuple[FlintRational, FlintRational]] = []
    for low, high in intervals:
        if joined and low <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(high, joined[-1][1])
        else:
            joined.append((low, high))
    return joined


def value_of(number: Real) -> Value | None:
    """Return a number as a value, None if its digits are not certain."""
    with precision(_PRECISION):
        decimal = round_value(number)
        return None if decimal is None else Value(decimal, float=double_of(number))
