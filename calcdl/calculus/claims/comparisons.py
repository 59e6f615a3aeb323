"""A claim and the gradient at a witness, entry by entry: equal, or certainly not?

The gradient is that of the function written out in numbers, so that no rule of an operation on
arrays is trusted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.certify import certified
from calcdl.calculus.smooth import require_smooth_nodes
from calcdl.errors import NoValue, Undecided
from calcdl.results.value import Value
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values

if TYPE_CHECKING:
    from fractions import Fraction

    from calcdl.arithmetic.kinds import Number, Real
    from calcdl.calculus.claims.places import Place, Written
    from calcdl.graph.nodes import Graph, Rational

__all__ = ["DIGITS", "Compared", "compared", "gradient_numbers", "values_at"]

DIGITS = 30  # to which an equality that is not proven is seen
_CLOSE = 10.0**-DIGITS
_PRECISIONS = (224, 896)  # bits; the first holds so many digits of most functions
_SEVERAL_DIGITS = (None, 30, 60, 120, 250)  # until they tell two numbers apart


class Compared(NamedTuple):
    """A claim and the gradient at a witness, row by row.

    ``outcome`` is "agree", "differ" or "undefined", where the gradient alone has values;
    ``entries`` are those of which that is so.
    """

    place: Place
    outcome: str
    entries: Sequence[int] = (0,)


def compared(written: Written, place: Place) -> Compared:
    """Compare a claim with the gradient, both having the same number of entries.

    Raises CalcdlError where the gradient has no value, and Undecided.
    """
    for bits in _PRECISIONS:
        with precision(bits):
            inputs = _inputs(place)
            gradient = gradient_numbers(written.function, written.names, inputs)
            try:
                claimed = claimed_numbers(written, inputs)
            except NoValue:
                return Compared(place, "undefined")
            outcomes = [_outcome(u, v) for u, v in zip(claimed, gradient, strict=True)]
        if "differ" in outcomes:
            return Compared(place, "differ", [k for k, o in enumerate(outcomes) if o == "differ"])
        if "" not in outcomes:
            return Compared(place, "agree")
    raise Undecided("whether two numbers are equal")


def _inputs(place: Place) -> dict[str, Number]:
    taylor = Taylor(1)
    return {name: taylor.number(_whole(number)) for name, number in place.entries().items()}


def _whole(number: Fraction) -> Rational:
    return number.numerator if number.denominator == 1 else number


def gradient_numbers(
    function: Graph, names: Sequence[str], inputs: Mapping[str, Number]
) -> list[Real]:
    """Return the gradient by some variables, exactly or in balls; raises Kink."""
    taylor = Taylor(1)
    primals = values(function, taylor, inputs)
    require_smooth_nodes(function, taylor, primals, names)
    bars = adjoints_of_variables(function, taylor, primals, names)
    return [taylor.result(bars.get(name, taylor.zero), 0) for name in names]


def claimed_numbers(written: Written, inputs: Mapping[str, Number]) -> list[Real]:
    """Return the entries of a claim, exactly or in balls."""
    taylor = Taylor(1)
    found = values(written.together(), taylor, inputs)
    return [taylor.result(found[node], 0) for node in written.array.nodes]


def _outcome(claimed: Real, slope: Real) -> str:
    """Return whether two numbers differ, or agree to enough digits; "": neither is certain."""
    if not is_ball(claimed) and not is_ball(slope):
        return "agree" if claimed == slope else "differ"
    ball = Taylor(1).ball
    difference = ball(claimed) - ball(slope)
    if not difference.contains(0):
        return "differ"
    return "agree" if difference.abs_upper() < _CLOSE * (1 + abs(ball(slope))) else ""


def values_at(written: Written, place: Place, entry: int) -> tuple[Value | None, Value]:
    """Return an entry of a claim, None where it has no value, and of the gradient.

    They have so many digits that they differ. Raises Undecided.
    """
    for digits in _SEVERAL_DIGITS:
        slope, _ = certified(lambda: _entry(written, place, entry, gradient=True), digits)
        try:
            claimed, _ = certified(lambda: _entry(written, place, entry, gradient=False), digits)
        except NoValue:
            return None, slope
        if claimed.decimal != slope.decimal:
            break
    return claimed, slope


def _entry(written: Written, place: Place, entry: int, gradient: bool) -> Real:
    inputs = _inputs(place)
    if gradient:
        return gradient_numbers(written.function, [written.names[entry]], inputs)[0]
    return claimed_numbers(written, inputs)[entry]
