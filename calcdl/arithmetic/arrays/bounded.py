"""Arrays of floats, each with a bound of its error: what doubles know, and where they know it.

This is running error analysis (J. H. Wilkinson; N. J. Higham, Accuracy and Stability of Numerical
Algorithms, section 3.3), with bounds that hold for every size of error, not to first order only.
Nothing is taken from what is not finite or too small to have all its digits: the error of a result
that overflows is infinite, that of one that underflows is larger than the result, and whatever is
computed from those inherits it. Work under ``quiet()``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from calcdl.arithmetic.arrays.numbers import Arrays, scalar
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, NoValue
from calcdl.functions import FUNCTIONS
from calcdl.functions.arrays import ARRAYS
from calcdl.functions.elementwise import absolute, expm1, log, maximum, where
from calcdl.functions.rules import bound, condition_graphs, definition_graph
from calcdl.functions.spreads import EXACT, SPREADS
from calcdl.functions.spreads.bounds import UNDERFLOW, UNIT
from calcdl.graph.nodes import Undefined
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array, Mask
    from calcdl.graph.nodes import Graph, Operation, Rational

__all__ = ["Bounded", "Number", "is_for_points"]

_SMALL = 1e-290  # a size below which doubles may have lost digits

# What the functions of NumPy, and those of Python, are at most off by, in units.
_ULPS, _ULPS_OF_ONE_BY_ONE = 16, 32

# Of balls, in which functions are computed that floats do not have: their precision, and how wide
# an argument may be. Wider ones are far out, where Bessel functions take seconds.
_BITS, _WIDEST = 96, 2.0**-30


class Number(NamedTuple):
    """Floats, and how far the true numbers may be; if that is not finite, nothing is known."""

    value: Array
    error: Array | float


class Bounded:
    """The arithmetic of floats with bounds of their errors.

    A condition is a Number too, of error 0 where it is certain and infinite where it is not.
    """

    def __init__(self) -> None:
        self.arrays = Arrays()

    def variable(self, values: Array) -> Number:
        """Return numbers of which the floats nearest are given; a zero is exact."""
        return _rounded(values, 0.0, 1, values == 0)

    def number(self, value: Rational) -> Number:
        found = self.arrays.number(value)
        if math.isfinite(found) and Fraction(float(found)) == value:
            return Number(found, 0.0)
        return _rounded(found, 0.0, 1, False)

    def known(self, nearest: float, exact: bool) -> Number:
        """Return a number of which the nearest float is given, which may be all of it."""
        value = scalar(nearest)
        return Number(value, 0.0) if exact else _rounded(value, 0.0, 1, False)

    def constant(self, name: str) -> Number:
        return _rounded(self.arrays.constant(name), 0.0, 1, False)

    def add(self, terms: Sequence[Number]) -> Number:
        total, error = terms[0]
        for term in terms[1:]:
            total = total + term.value
            error = error + term.error + absolute(total) * UNIT
        return Number(total, error)

    def mul(self, factors: Sequence[Number]) -> Number:
        product = factors[0]
        for factor in factors[1:]:
            product = _product(product, factor)
        return product

    def neg(self, u: Number) -> Number:
        return Number(-u.value, u.error)

    def div(self, u: Number, v: Number) -> Number:
        quotient = u.value / v.value
        room = maximum(absolute(v.value) - v.error, 0)
        spread = (u.error + absolute(quotient) * v.error) / room
        return _rounded(quotient, spread, 1, _is_zero(u))

    def pow(self, u: Number, v: Number) -> Number:
        power = self.arrays.pow(u.value, v.value)
        if np.ndim(v.value) == 0 and np.ndim(v.error) == 0 and v.error == 0:
            exponent = float(v.value)
            if exponent == 0:
                return Number(scalar(1), _unless_unknown(u))
            zero = _is_zero(u) if exponent > 0 else False
            if exponent > 0 and exponent.is_integer():
                steepest = self.arrays.pow(absolute(u.value) + u.error, scalar(exponent - 1))
                return _rounded(power, exponent * u.error * steepest, _ULPS, zero)
        else:
            zero = False
        relative = u.error / maximum(absolute(u.value) - u.error, 0)
        change = (absolute(v.value) + v.error) * relative
        if np.ndim(v.error) or v.error != 0:
            change = change + absolute(log(u.value)) * v.error
        return _rounded(power, (absolute(power) + UNDERFLOW) * expm1(change), _ULPS, zero)

    def is_zero(self, u: Number) -> bool:
        return np.ndim(u.value) == 0 and bool(_is_zero(u))

    def share(self, u: Number) -> Number:
        return u

    def call(self, name: Operation, arguments: Sequence[Number]) -> Number:
        """Return a function of the table; it needs all its arguments, whichever it takes."""
        if type(name) is Undefined:
            raise NoValue(f"{name.name} is an undefined function, so it has no value")
        value, error = self._called(name, arguments)
        if len(arguments) > 1:
            error = error + sum(map(_unless_unknown, arguments))
        return Number(value, error)

    def _called(self, name: str, arguments: Sequence[Number]) -> Number:
        spread = SPREADS.get(name)
        if spread is None:
            return self._otherwise(name, arguments)
        row = FUNCTIONS[name]
        if not row.variadic:
            arguments = [*bound(name, arguments, lambda default: apply(default, self, {})).values()]
        value = self.arrays.call(name, [u.value for u in arguments])
        error = spread(value, *[part for u in arguments for part in u])
        if name in EXACT:
            return Number(value, error)
        vanishes = row.parity == "odd" or ("0", "0") in row.special
        units = _ULPS_OF_ONE_BY_ONE if name in _ONE_BY_ONE else _ULPS
        return _rounded(value, error, units, _is_zero(arguments[0]) if vanishes else False)

    def _otherwise(self, name: str, arguments: Sequence[Number]) -> Number:
        """Return a function by its definition or, where it has none, by balls."""
        definition = definition_graph(name)
        if definition is None:
            return _enclosed(name, arguments)
        inputs = bound(name, arguments, lambda default: apply(default, self, {}))
        value, error = apply(definition, self, inputs)
        for _, condition in condition_graphs(name):  # beyond which the definition may have a value
            holds = apply(condition, self, inputs)
            error = error + holds.error + np.where(holds.value == 1, 0.0, math.inf)
        return Number(value, error)

    def compare(self, operation: str, u: Number, v: Number) -> Number:
        error = u.error + v.error
        certain = (absolute(u.value - v.value) > 2 * error) | (error == 0)
        value = self.arrays.compare(operation, u.value, v.value)
        return Number(value, where(certain, 0.0, math.inf))

    def choose(self, condition: Number, chosen: Number, otherwise: Number) -> Number:
        holds = cast("Mask", condition.value)
        value = where(holds, chosen.value, otherwise.value)
        error = where(holds, chosen.error, otherwise.error)
        return Number(value, error + condition.error)


_ONE_BY_ONE = (SPREADS.keys() - ARRAYS.keys()) | {"gelu"}  # which goes by erfc


def is_for_points(graph: Graph) -> bool:
    """Say whether a part of a graph is a function that is known near points alone, by balls."""
    waiting = list(graph.kinds())
    seen = set(waiting)
    for operation in waiting:
        if operation not in FUNCTIONS or operation in SPREADS:
            continue
        definition = definition_graph(str(operation))
        if definition is None:
            return True
        waiting += definition.kinds() - seen
        seen |= definition.kinds()
    return False


def _is_zero(u: Number) -> Mask:
    """Return where a number is certainly zero."""
    exact: Mask = np.asarray(u.error) == 0
    zero: Mask = (u.value == 0) & exact
    return zero


def _unless_unknown(u: Number) -> Array:
    """Return zero; nan where nothing is known of a number."""
    return np.asarray(u.error) * 0.0


def _product(u: Number, v: Number) -> Number:
    product = u.value * v.value
    size = absolute(v.value)
    spread = size * u.error if _is_exact(v) else (size + v.error) * u.error
    if not _is_exact(v):
        spread = spread + absolute(u.value) * v.error
    if np.min(absolute(product)) >= _SMALL:
        return Number(product, spread + absolute(product) * UNIT)
    return _rounded(product, spread, 1, _is_zero(u) | _is_zero(v))


def _is_exact(u: Number) -> bool:
    return np.ndim(u.error) == 0 and bool(u.error == 0)


def _rounded(value: Array, spread: Array | float, units: float, zero: Mask | bool) -> Number:
    """Return a number with the error that it inherits and that of rounding.

    ``zero`` says where the true number is zero; elsewhere a zero has come about by underflow.
    """
    size = absolute(value)
    error = spread + size * (units * UNIT)
    if not np.min(size) >= _SMALL:  # which is nan where one of them is
        error = error + where((size < _SMALL) & ~np.asarray(zero), UNDERFLOW, 0.0)
    return Number(value, error)


# Functions that floats do not have, one element after the other


def _enclosed(name: str, arguments: Sequence[Number]) -> Number:
    """Return a function by balls that hold all that the arguments may be."""
    parts = [part for u in arguments for part in u]
    columns = [column.tolist() for column in map(np.ravel, np.broadcast_arrays(*parts))]
    shape = np.broadcast_shapes(*map(np.shape, parts))
    with precision(_BITS):
        taylor = Taylor(1)
        found = [_enclosure(taylor, name, row) for row in zip(*columns, strict=True)]
    table = np.array(found, dtype=float)
    return _rounded(table[:, 0].reshape(shape), table[:, 1].reshape(shape), 2, False)


def _enclosure(taylor: Taylor, name: str, row: Sequence[float]) -> tuple[float, float]:
    """Return a float that a function is near, and how near; nan where it may have no value."""
    nothing = math.nan, math.nan
    if not all(map(math.isfinite, row)) or max(row[1::2]) > _WIDEST:
        return nothing
    ball = taylor.flint.arb
    inputs = [
        ball(value, error) if error else taylor.number(Fraction(value))
        for value, error in zip(row[::2], row[1::2], strict=True)
    ]
    try:
        result = taylor.ball_of(taylor.call(name, inputs))
    except CalcdlError:
        return nothing
    if not result.is_finite():
        return nothing
    return float(result.mid()), float(result.rad()) * (1 + UNIT)
