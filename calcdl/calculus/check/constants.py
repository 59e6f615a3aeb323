"""Which constant a number is: a fraction, maybe times pi, log(2) or another well-known number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.check.samples import agree
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from fractions import Fraction

    from calcdl.arithmetic.kinds import Number

__all__ = ["Constant", "constant_of"]

_LONGEST_FRACTION = 128  # bits
_LARGEST_DENOMINATOR = 1000
# Factors that are named as they are, or with a rational number in front.
_FACTORS = ("1", "pi", "1/pi", "log(10)", "1/log(10)", "log(2)", "1/log(2)", "E", "1/E", "sqrt(2)",
            "sqrt(3)", "sqrt(pi)", "1/sqrt(pi)")  # fmt: skip


class Constant(NamedTuple):
    """A fraction times a well-known number, whose text is "1" where there is none."""

    times: Fraction
    unit: str

    def is_number(self, number: int) -> bool:
        return self.unit == "1" and self.times == number

    @property
    def divisor(self) -> int | None:
        """The n of 1/n."""
        is_part = self.unit == "1" and self.times.numerator == 1 < self.times.denominator
        return self.times.denominator if is_part else None

    @property
    def text(self) -> str:
        if self.unit == "1":
            return str(self.times)
        whole = "" if self.times == 1 else "-" if self.times == -1 else f"{self.times}*"
        return write(read(f"{whole}{self.unit}").graph)


def constant_of(numbers: Sequence[Number]) -> Constant | None:
    """Return what equal numbers are: a fraction, maybe times a well-known number."""
    taylor = Taylor(1)
    first = numbers[0]
    if not all(agree(first, other) for other in numbers[1:]):
        return None
    for text in _FACTORS:
        unit = apply(read(text).graph, taylor, {})
        fraction = _as_fraction(taylor, taylor.div(first, unit))
        if fraction is not None:
            return Constant(fraction, text)
    return None


def _as_fraction(taylor: Taylor, number: Number) -> Fraction | None:
    """Return the fraction with a small denominator that a number is, None if it is none.

    Nor is one of more digits than anybody wants to read.
    """
    from fractions import Fraction

    value = taylor.result(number, 0)
    if not is_ball(value):
        length = value.numerator.bit_length() + value.denominator.bit_length()
        return Fraction(value) if length <= _LONGEST_FRACTION else None
    size = abs(value)
    if size > 1 << _LONGEST_FRACTION or (size < 1 / taylor.ball(1 << _LONGEST_FRACTION)):
        return None
    mantissa, exponent = value.mid().man_exp()
    near = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    fraction = near.limit_denominator(_LARGEST_DENOMINATOR)
    return fraction if agree(taylor.number(fraction), number) else None
