"""Double precision for many points at once: NumPy arrays of floats.

A number is an array with an element a point or, where it does not depend on the points, a scalar.
Nothing is raised at a point: where a function has no real value there, or one that is too large,
the element is nan or infinite. Work under ``quiet()``, or NumPy warns of each such element.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, cast

import numpy as np

from calcdl.arithmetic.floats import Floats
from calcdl.errors import CalcdlError, NoValue
from calcdl.functions import FUNCTIONS
from calcdl.functions.arrays import ARRAYS
from calcdl.functions.elementwise import (
    power,
    sqrt,
    where,
)
from calcdl.functions.rules import bound
from calcdl.graph.nodes import Undefined
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array, Mask
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["Arrays", "quiet"]

# Whole powers up to this one are products, which is ten times as fast as NumPy's power, and off
# by no more than half an ulp a factor.
_LARGEST_PRODUCT = 8


def quiet() -> np.errstate:
    """Return a context in which NumPy says nothing of infinities and nans."""
    return np.errstate(all="ignore")


def scalar(value: float) -> Array:
    """Return a number that does not depend on the points: NumPy's own float is an array to it."""
    return cast("Array", np.float64(value))


class Arrays:
    """The arithmetic of float64 arrays; operations are carried out in the order written."""

    def number(self, value: Rational) -> Array:
        """Return the nearest double; nan for what is too large or too small to be one."""
        try:
            result = value.numerator / value.denominator
        except OverflowError:
            return scalar(math.nan)
        return scalar(result if result or not value else math.nan)

    def constant(self, name: str) -> Array:
        return scalar(math.pi if name == "pi" else math.e)

    def add(self, terms: Sequence[Array]) -> Array:
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    def mul(self, factors: Sequence[Array]) -> Array:
        product = factors[0]
        for factor in factors[1:]:
            product = product * factor
        return product

    def neg(self, u: Array) -> Array:
        return -u

    def div(self, u: Array, v: Array) -> Array:
        return u / v

    def pow(self, u: Array, v: Array) -> Array:
        """Return a power; nan where the base is not positive and the exponent is an array."""
        if np.ndim(v):
            return where(u > 0, power(u, v), math.nan)
        if v == int(v) if math.isfinite(v) else False:
            return self._whole_power(u, int(v))
        if abs(v) == 0.5:
            return sqrt(u) if v > 0 else 1 / sqrt(u)
        return power(u, v)

    def _whole_power(self, u: Array, exponent: int) -> Array:
        size = abs(exponent)
        if size > _LARGEST_PRODUCT:
            return power(u, scalar(exponent))
        if size == 0:
            return scalar(1)
        product: Array | None = None
        square = u
        while True:
            if size & 1:
                product = square if product is None else product * square
            size >>= 1
            if product is not None and not size:
                return product if exponent > 0 else 1 / product
            square = square * square

    def is_zero(self, u: Array) -> bool:
        return np.ndim(u) == 0 and bool(u == 0)

    def share(self, u: Array) -> Array:
        return u

    def call(self, name: Operation, arguments: Sequence[Array]) -> Array:
        """Return a function of the table, elementwise; NoValue for an undefined function."""
        if type(name) is Undefined:
            raise NoValue(f"{name.name} is an undefined function, so it has no value")
        function = ARRAYS.get(name)
        if function is None:
            return _elementwise(name, arguments)
        if not FUNCTIONS[name].variadic:
            arguments = [*bound(name, arguments, lambda default: apply(default, self, {})).values()]
        return function(*arguments)

    def compare(self, operation: str, u: Array, v: Array) -> Array:
        return _COMPARE[operation](u, v)

    def choose(self, condition: Mask, chosen: Array, otherwise: Array) -> Array:
        return where(condition, chosen, otherwise)


_COMPARE: dict[str, Callable[[Array, Array], Array]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


# Functions for which NumPy has nothing, one element after the other


def _elementwise(name: str, arguments: Sequence[Array]) -> Array:
    """Return a function by its form for Python floats; nan where that has no value."""
    row = FUNCTIONS[name]
    columns = [column.tolist() for column in map(np.ravel, np.broadcast_arrays(*arguments))]
    shape = np.broadcast_shapes(*map(np.shape, arguments))
    found: list[float] | None = None
    if row.floats is not None:
        with suppress(ValueError, ArithmeticError):  # somewhere: then each has to be looked at
            found = list(map(row.floats, *columns))
    if found is None:
        floats = Floats()
        found = [_value_or_nan(floats, name, u) for u in zip(*columns, strict=True)]
    return np.array(found, dtype=float).reshape(shape)


def _value_or_nan(floats: Floats, name: str, arguments: tuple[float, ...]) -> float:
    if not all(map(math.isfinite, arguments)):
        return math.nan
    try:
        return floats.call(name, arguments)
    except CalcdlError:
        return math.nan
