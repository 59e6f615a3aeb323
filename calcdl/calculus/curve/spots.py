"""Points where a function is not analytic: named exactly, and what it does on their two sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.exact import simplest
from calcdl.arithmetic.germs.germ import Infinite
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.curve.enclosing import Enclosing, fraction_of
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.point.examine import Examined, examine
from calcdl.calculus.point.half import value_of
from calcdl.errors import CalcdlError, Undecided
from calcdl.reading.points import Point, read_point
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball, FlintRational
    from calcdl.graph.nodes import Graph
    from calcdl.results.value import Value

__all__ = ["Spot", "spot_in"]

_LARGEST = 10_000  # numerator and denominator of a number that a point is likely to be
_PRECISION = 64

# Numbers that points are likely to be: a rational number q in one of these forms. Each is a text,
# and the function that gives q back.
_FORMS: tuple[tuple[str, Callable[[Ball], Ball]], ...] = (
    ("{}", lambda x: x),
    ("{}*pi", lambda x: x / x.pi()),
    ("sqrt({})", lambda x: x * x),
    ("log({})", lambda x: x.exp()),
    ("exp({})", lambda x: x.log()),
    ("cbrt({})", lambda x: x * x * x),
    ("1/({}*pi)", lambda x: 1 / (x * x.pi())),
)


class Spot(NamedTuple):
    """A point at which a function is not analytic, or looks as if it were not.

    ``value``, ``left`` and ``right`` are the value and the limits, infinite at a pole, None where
    there are none or they are not certain. ``from_left`` and ``from_right`` say whether the limit
    is the value, None where that is not known.
    """

    x: Value
    kind: str
    value: Value | None
    left: Value | None
    right: Value | None
    from_left: bool | None
    from_right: bool | None
    is_lone_zero: bool = False

    @property
    def joined(self) -> bool:
        """Whether the curve goes on through the point."""
        return bool(self.from_left and self.from_right)


def spot_in(f: Enclosing, left: FlintRational, right: FlintRational) -> Spot | None:
    """Return the point in a very short interval at which a function is not analytic.

    None if it cannot be named exactly.
    """
    for text in _likely(f, left, right):
        number = read_point(text, [f.variable], main=f.variable).values[f.variable]
        if not _is_between(number, left, right):
            continue
        point = Point({f.variable: number, **f.others}, {})
        try:
            found = examine(f.graph, f.variable, point, orders=f.order + 1, prove=None)
            if found.analytic:
                continue
            if f.order:
                return _spot_of_derivative(f, found, point)
        except CalcdlError:
            continue
        if found.kind != "undecided" or found.value is None:
            return _spot(found, point, f.variable)
    return None


def _spot_of_derivative(f: Enclosing, found: Examined, point: Point) -> Spot | None:
    """Return what a derivative does at a point; it has a value only if the function has a slope."""
    derivative = formula(f.graph, f.variable, f.order)
    limits = examine(derivative, f.variable, point, orders=1, prove=None)
    spot = _spot(limits, point, f.variable)
    if found.derivatives >= f.order:
        return spot
    if spot.value is not None and found.kind == "undecided":
        return None
    kind = "removable hole" if spot.kind == "smooth" else spot.kind
    return spot._replace(kind=kind, value=None, from_left=False, from_right=False)


def _is_between(number: Graph, left: FlintRational, right: FlintRational) -> bool:
    taylor = Taylor(1)
    with precision(_PRECISION):
        ball = taylor.ball_of(apply(number, taylor, {}))
        return bool(ball >= left and ball <= right)


def _likely(f: Enclosing, left: FlintRational, right: FlintRational) -> Iterator[str]:
    """Return texts of numbers from left to right that are simple enough to be no accident."""
    if left <= 0 <= right:
        yield "0"
        return
    with precision(_PRECISION):
        interval = f.interval(left, right)
        for form, back in _FORMS:
            for sign, size in (("", interval), ("-", -interval)):
                image = back(size)
                if not image.is_finite():
                    continue
                ends = (image.lower(), image.upper())
                q = simplest(*[fraction_of(end.mid().fmpq()) for end in ends])
                if q and max(abs(q.numerator), q.denominator) <= _LARGEST:
                    yield sign + form.format(q)


def _spot(found: Examined, point: Point, variable: str) -> Spot:
    closed = found.closed
    x = value_of(closed, closed.fold(apply(point.values[variable], closed, {})), None)
    value = None if found.value is None else value_of(closed, found.value, None)
    left, right = (
        None if side.limit is None else value_of(closed, side.limit, None)
        for side in (found.left, found.right)
    )
    sides = (found.left, found.right)
    from_left, from_right = (_is_value(found, side.limit) for side in sides)
    lone = found.value == closed.zero and all([s.is_nonzero or not s.exists for s in sides])
    assert x is not None
    return Spot(x, found.kind, value, left, right, from_left, from_right, lone)


def _is_value(found: Examined, limit: int | Infinite | None) -> bool | None:
    """Say whether a limit is the value at the point; None where that is not known."""
    if found.value is None:
        return False
    if limit is None:
        return None
    try:
        return not isinstance(limit, Infinite) and found.equal(found.value, limit)
    except Undecided:
        return None
