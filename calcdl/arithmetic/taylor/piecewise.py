"""Piecewise functions over numbers of Taylor arithmetic, which go by signs."""

from __future__ import annotations

from calcdl.arithmetic import exact
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.pi import MultipleOfPi
from calcdl.arithmetic.taylor.numbers import TaylorNumbers
from calcdl.errors import Undecided
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcdl.arithmetic.kinds import Number
    from calcdl.graph.nodes import Operation

__all__ = ["PIECEWISE"]

_LARGEST_FLOOR = 1 << 8192


def absolute(taylor: TaylorNumbers, u: Number) -> Number:
    try:
        sign = taylor.sign(u)
    except Undecided:  # the value has a ball all the same
        if not taylor.is_constant(u):
            raise
        return abs(taylor.ball_of(u))
    return taylor.neg(u) if sign < 0 else u


def maximum(taylor: TaylorNumbers, u: Number, v: Number) -> Number:
    try:
        return u if taylor.sign(taylor.sub(u, v)) >= 0 else v
    except Undecided:
        if not (taylor.is_constant(u) and taylor.is_constant(v)):
            raise
        return taylor.ball_of(u).max(taylor.ball_of(v))


def minimum(taylor: TaylorNumbers, u: Number, v: Number) -> Number:
    try:
        return v if taylor.sign(taylor.sub(u, v)) >= 0 else u
    except Undecided:
        if not (taylor.is_constant(u) and taylor.is_constant(v)):
            raise
        return taylor.ball_of(u).min(taylor.ball_of(v))


def signum(taylor: TaylorNumbers, u: Number) -> Number:
    return taylor.number(taylor.sign(u))


def heaviside(taylor: TaylorNumbers, u: Number, at_zero: Number | None = None) -> Number:
    sign = taylor.sign(u)
    if sign:
        return taylor.number(int(sign > 0))
    return taylor.number(exact.quotient(1, 2)) if at_zero is None else at_zero


def floor(taylor: TaylorNumbers, u: Number) -> Number:
    first = taylor.coefficient(u, 0)
    if type(first) is not MultipleOfPi and not is_ball(first):
        below = first.numerator // first.denominator
    else:
        ball = taylor.ball(first)
        if taylor.is_constant(u) and ball.is_integer():
            return u
        if not abs(ball) < _LARGEST_FLOOR:
            raise Undecided("which whole number is below so large a one")
        unique = ball.floor().unique_fmpz()
        if unique is None:
            raise Undecided("whether an argument of floor is whole")
        below = int(unique)
    falls = taylor.sign(taylor.sub(u, taylor.number(below))) < 0
    return taylor.number(below - 1 if falls else below)


def ceil(taylor: TaylorNumbers, u: Number) -> Number:
    return taylor.neg(floor(taylor, taylor.neg(u)))


PIECEWISE: dict[Operation, Callable[..., Number]] = {
    "abs": absolute,
    "sign": signum,
    "heaviside": heaviside,
    "max": maximum,
    "min": minimum,
    "floor": floor,
    "ceil": ceil,
}
