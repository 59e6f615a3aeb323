"""Double precision, as Python's floats have it: what finite differences are made of."""

from __future__ import annotations

import math

from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import NoValue, Undecided
from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import Undefined
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Floats"]

_PRECISIONS, _ENOUGH = (128, 256, 512), 64  # bits


class Floats:
    """The arithmetic of Python floats.

    Operations are carried out one by one, in the order in which they are written, so that rounding
    errors are those of a program that was written by hand.
    """

    def number(self, value: Rational) -> float:
        return _checked(lambda: value.numerator / value.denominator)

    def constant(self, name: str) -> float:
        return math.pi if name == "pi" else math.e

    def add(self, terms: Sequence[float]) -> float:
        total = terms[0]
        for term in terms[1:]:
            total += term
        return total

    def mul(self, factors: Sequence[float]) -> float:
        product = factors[0]
        for factor in factors[1:]:
            product *= factor
        return product

    def neg(self, u: float) -> float:
        return -u

    def div(self, u: float, v: float) -> float:
        return _checked(lambda: u / v)

    def pow(self, u: float, v: float) -> float:
        return _checked(lambda: math.pow(u, v))

    def is_zero(self, u: float) -> bool:
        return u == 0

    def share(self, u: float) -> float:
        return u

    def call(self, name: Operation, arguments: Sequence[float]) -> float:
        """Return a function's value; NoValue where it has none, or where it overflows."""
        if type(name) is Undefined:
            raise NoValue(f"{name.name} is an undefined function, so it has no value")
        row = FUNCTIONS[name]
        if row.floats is not None:
            function = row.floats
            return _checked(lambda: function(*arguments))
        return _through_balls(name, arguments)

    def compare(self, operation: str, u: float, v: float) -> bool:
        return _COMPARE[operation](u, v)

    def choose(self, condition: bool, chosen: float, otherwise: float) -> float:
        return chosen if condition else otherwise


_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": float.__lt__,
    "<=": float.__le__,
    ">": float.__gt__,
    ">=": float.__ge__,
    "==": float.__eq__,
    "!=": float.__ne__,
}


def _checked(compute: Callable[[], float]) -> float:
    try:
        return compute()
    except ZeroDivisionError:
        raise NoValue("it divides by zero") from None
    except ValueError:
        raise NoValue("a function is outside of its real domain") from None
    except OverflowError:
        raise NoValue("a number is too large for double precision") from None


def _through_balls(name: str, arguments: Sequence[float]) -> float:
    """Return the double nearest to a function that has no float form; raises NoValue, Undecided."""
    from fractions import Fraction

    exact = [Fraction(u) for u in arguments]
    undecided = Undecided(f"what {name} is there, or how large")
    for bits in _PRECISIONS:
        with precision(bits):
            taylor = Taylor(1)
            try:
                value = taylor.result(taylor.call(name, [taylor.number(u) for u in exact]), 0)
            except Undecided as error:
                undecided = error
                continue
            if not is_ball(value):
                return value.numerator / value.denominator
            if value.rel_accuracy_bits() > _ENOUGH or value.is_zero():
                return float(value.mid())
    raise undecided
