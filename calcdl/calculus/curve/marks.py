"""Zeros, extrema and inflections, each proven to be there and to be the only one near by.

Where h' keeps its sign on an interval and h has different signs at its ends, h has exactly one zero
there, and Newton's step over balls closes in on it (R. E. Moore, Interval Analysis, 1966). With the
function for h, its first or its second derivative, that gives the three kinds.
"""

from __future__ import annotations

from collections import deque
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
_MOST_WORK = 2_400  # sweeps for a kind
_HOPE = 12  # ranges of a formula in which it has no sign, one after the other
_PRECISION = 192  # bits
_HALVINGS = 30
_NEWTON = 20  # steps, each of which doubles the digits, once they are few
_CLOSE = 1e-40  # width of the interval around a zero, beside its size
_HIGHEST = 8  # multiplicity of a zero that is looked for


class Part(NamedTuple):
    """An interval to be searched, and how often it may be halved."""

    left: FlintRational
    right: FlintRational
    depth: int


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
        self.complete = True
        self.h: Enclosing | None = None  # itself as a formula, where it is needed
        self.hope = _HOPE

    def search(self, cells: Sequence[Cell], narrow: FlintRational) -> None:
        """Search cells for zeros, all of them before parts of any, and last those that are hidden.

        What is not found in these is not missing in a picture.
        """
        self.most = self.f.work + min(_MOST_WORK, self.f.patience // 2)
        parts: dict[bool, deque[Part]] = {False: deque(), True: deque()}
        for cell in cells:
            jet = cell.jet.coefficients
            if cell.kind != SMOOTH or jet is None or not self.may_vanish(jet):
                continue
            if cell.low is not None:  # it oscillates there
                self.complete = False
                continue
            wide = cell.right - cell.left > narrow
            part = Part(cell.left, cell.right, _DEPTH if wide else _DEPTH_OF_NARROW)
            parts[cell.hidden].append(part)
        self.search_parts(parts[False])
        complete = self.complete
        self.search_parts(parts[True])
        self.complete = complete

    def search_parts(self, parts: deque[Part]) -> None:
        """Search parts and, of those of which nothing is certain, the halves."""
        self.doubtful: list[tuple[FlintRational, FlintRational]] = []
        while parts:
            if self.f.work > self.most or len(self.found) > _MOST:
                self.complete = False
                return
            part = parts.popleft()
            if self.is_searched(part):
                continue
            if part.depth:
                middle, depth = (part.left + part.right) / 2, part.depth - 1
                parts += [Part(part.left, middle, depth), Part(middle, part.right, depth)]
            else:
                self.doubtful.append((part.left, part.right))
        for low, high in _joined(sorted(self.doubtful)):
            self.look_at_simplest(low, high)

    def may_vanish(self, coefficients: Sequence[Ball]) -> bool:
        h = coefficients[self.order]
        return bool(h.contains(0)) and not h.is_zero()

    def is_searched(self, part: Part) -> bool:
        """Say whether a part has no zero, or only one, which is then noted."""
        margin = (part.right - part.left) / 8  # a zero at an end is inside the wider interval
        low, high = part.left - margin, part.right + margin
        jet = self.f.on(low, high, self.order + 2).coefficients
        if jet is None:
            low, high = part.left, part.right
            jet = self.f.on(low, high, self.order + 2).coefficients
        if jet is None or not self.may_vanish(jet):
            return True
        if jet[-1].contains(0):
            if self.has_sign(low, high):
                return True
            jet = self.f.closely(low, high, self.order + 2) or jet
            if self.may_vanish(jet) and jet[-1].contains(0):
                reach = 4 * (high - low)
                jet = self.f.across(low, high, reach, self.order + 2) or jet
            if not self.may_vanish(jet):
                return True
        if not jet[-1].contains(0):
            first, last = self.sign(low), self.sign(high)
            if first * last < 0:
                self.close_in(low, high, last)
            return first * last != 0
        return False

    def has_sign(self, low: FlintRational, high: FlintRational) -> bool:
        """Say whether the formula of h is certainly not zero on an interval.

        One that does not tell again and again is not asked any more.
        """
        if not self.hope:
            return False
        if self.h is None:
            self.h = Enclosing(
                self.f.graph, self.f.variable, self.f.others, self.f.order + self.order
            )
        self.f.work += 1
        values = self.h.range(low, high)
        sign = values is not None and bool(values.low > 0 or values.high < 0)
        self.hope = _HOPE if sign else self.hope - 1
        return sign

    def sign(self, x: FlintRational) -> int:
        """Return the sign of h at a point, 0 where it is not certain."""
        with precision(_PRECISION):
            jet = self.f.at_number(fraction_of(x), self.order + 1).coefficients
        return 0 if jet is None else int(jet[-1] > 0) - int(jet[-1] < 0)

    def close_in(self, low: FlintRational, high: FlintRational, turns: int) -> None:
        """Note the only zero in an interval on which h' has one sign."""
        low, high = self.halved(low, high, turns)
        with precision(_PRECISION):
            interval = _closed_in(self.f, self.order, self.f.interval(low, high))
        if interval is None:
            self.complete = False
        else:
            self.note(Root(interval, turns))

    def halved(
        self, low: FlintRational, high: FlintRational, turns: int
    ) -> tuple[FlintRational, FlintRational]:
        """Return a part of an interval that has its only zero, small enough for Newton's step."""
        for _ in range(_HALVINGS):
            with precision(
                _PRECISION
            ):  # that of Newton's steps: more bits may tell less of a range
                jet = self.f.around(self.f.interval(low, high), self.order + 2).coefficients
            if jet is not None and not jet[-1].contains(0):
                break
            places = [(low * k + high * (8 - k)) / 8 for k in (4, 5)]  # one of which is no zero
            middle, sign = next(((x, s) for x in places if (s := self.sign(x))), (low, -turns))
            low, high = (low, middle) if sign == turns else (middle, high)
        return low, high

    def note(self, root: Root) -> None:
        """Note a zero, unless the interval beside this one has shown it."""
        if not any([root.interval.overlaps(other.interval) for other in self.found]):
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
