"""Double precision for many points at once: NumPy arrays of floats.

A number is an array with an element a point or, where it does not depend on the points, a scalar.
Nothing is raised at a point: where a function has no real value there, or one that is too large,
the element is nan or infinite. Work under ``quiet()``, or NumPy warns of each such element.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import numpy as np

from calcdl.arithmetic.floats import Floats
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, NoValue, Undecided
from calcdl.functions import FUNCTIONS, floats
from calcdl.functions.elementwise import (
    absolute,
    arcsinh,
    arctan,
    arctan2,
    arctanh,
    copysign,
    cos,
    cosh,
    exp,
    expm1,
    log,
    log1p,
    maximum,
    minimum,
    power,
    sin,
    sqrt,
    tan,
    tanh,
    where,
)
from calcdl.functions.rules import bound, definition_graph
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
        function = _VECTORISED.get(name)
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
        if FUNCTIONS[name].floats is None and definition_graph(name) is None:
            return _through_balls(name, arguments)
        return floats.call(name, arguments)
    except CalcdlError:
        return math.nan


def _through_balls(name: str, arguments: Sequence[float]) -> float:
    """Return a function that Python's floats lack; nan where balls of 512 bits are too wide."""
    exact = [Fraction(u) for u in arguments]
    for bits in (128, 256, 512):
        try:
            with precision(bits):
                taylor = Taylor(1)
                ball = taylor.ball_of(taylor.call(name, [taylor.number(u) for u in exact]))
                if ball.rel_accuracy_bits() > 64 or ball.is_zero():
                    return float(ball.mid())
        except Undecided:
            continue
    return math.nan


# Functions that NumPy lacks, by ufuncs. They are those of calcdl.functions.floats, see there.


def _acute(u: Array) -> Array:
    """Return the angle whose secant is abs(u)."""
    size = absolute(u)
    return arctan(sqrt(size - 1) * sqrt(size + 1))


def _asec(u: Array) -> Array:
    acute = _acute(u)
    return where(u > 0, acute, math.pi - acute)


def _acsc(u: Array) -> Array:
    size = absolute(u)
    return copysign(arctan2(1, sqrt(size - 1) * sqrt(size + 1)), u)


def _acot(u: Array) -> Array:
    return where(u == 0, math.pi / 2, arctan(1 / u))


def _atan2(u: Array, v: Array) -> Array:
    return where((u == 0) & (v == 0), math.nan, arctan2(u, v))


def _sinc(u: Array) -> Array:
    return where(u == 0, 1.0, sin(u) / u)


def _sech(u: Array) -> Array:
    small = exp(-absolute(u))
    return 2 * small / (1 + small * small)


def _csch(u: Array) -> Array:
    size = absolute(u)
    return copysign(2 * exp(-size) / -expm1(-2 * size), u)


def _asech(u: Array) -> Array:
    far = log1p(sqrt((1 - u) * (1 + u))) - log(u)
    return where(u < 0.5, far, 2 * arctanh(sqrt((1 - u) / (1 + u))))


def _acsch(u: Array) -> Array:
    size = absolute(u)
    return copysign(where(size < 1e-300, math.log(2) - log(size), arcsinh(1 / size)), u)


def _acoth(u: Array) -> Array:
    return copysign(log1p(2 / (absolute(u) - 1)) / 2, u)


def _sigmoid(u: Array) -> Array:
    small = exp(-absolute(u))
    return where(u >= 0, 1.0, small) / (1 + small)


def _softplus(u: Array) -> Array:
    return maximum(u, 0.0) + log1p(exp(-absolute(u)))


def _logit(u: Array) -> Array:
    middle = log1p((2 * u - 1) / (1 - u))
    return where((u >= 0.25) & (u <= 0.75), middle, log(u / (1 - u)))


def _logsumexp(*arguments: Array) -> Array:
    ordered: Array = np.sort(np.stack(np.broadcast_arrays(*arguments)), axis=0)
    largest: Array = ordered[-1]
    others: Array = exp(ordered[:-1] - largest).sum(axis=0)
    return largest + log1p(others)


def _softsign(u: Array) -> Array:
    return u / (1 + absolute(u))


def _gelu(u: Array) -> Array:
    u = np.asarray(u, dtype=float)
    inside = np.clip(u, -40, 40)
    x = -inside * floats._SQRT_HALF
    high_part = cast("Callable[[Array], Array]", floats._high_part)
    u_high, c_high = high_part(-inside), floats._high_part(floats._SQRT_HALF)
    u_low, c_low = -inside - u_high, floats._SQRT_HALF - c_high
    missing = ((u_high * c_high - x) + u_high * c_low + u_low * c_high) + u_low * c_low
    missing -= inside * floats._SQRT_HALF_REST
    slope = -2 / math.sqrt(math.pi) * exp(-x * x)
    value = u / 2 * (_elementwise("erfc", (x,)) + slope * missing)
    return where(absolute(u) > 40, maximum(u, -0.0), value)


def _gelu_tanh(u: Array) -> Array:
    return u * _sigmoid(2 * math.sqrt(2 / math.pi) * (u + 0.044715 * u * u * u))


def _mish(u: Array) -> Array:
    power = exp(minimum(u, 20))
    n = power * (power + 2)
    return where(u > 20, u, u * n / (n + 2))


def _tanhshrink(u: Array) -> Array:
    small = np.clip(u, -2, 2)
    square, term, total = small * small, small, scalar(0.0)
    for k in range(1, 16):
        term = term * square / (2 * k * (2 * k + 1))
        total = total + 2 * k * term
    return where(absolute(u) > 2, u - tanh(u), total / cosh(small))


def _relu6(u: Array) -> Array:
    return minimum(maximum(u, 0.0), 6.0)


def _elu(u: Array, a: Array) -> Array:
    return where(u > 0, u, a * expm1(u))


_VECTORISED: dict[Operation, Callable[..., Array]] = {
    **{name: getattr(np, name) for name in (
        "abs", "cbrt", "ceil", "cos", "cosh", "exp", "exp2", "expm1", "floor", "heaviside",
        "hypot", "log", "log10", "log1p", "log2", "sign", "sin", "sinh", "sqrt", "square", "tan",
        "tanh",
    )},
    "acos": np.arccos, "acosh": np.arccosh, "asin": np.arcsin, "asinh": arcsinh,
    "atan": arctan, "atanh": arctanh, "atan2": _atan2,
    "max": maximum, "min": minimum, "clip": lambda u, a, b: minimum(maximum(u, a), b),
    "sec": lambda u: 1 / cos(u), "csc": lambda u: 1 / sin(u), "cot": lambda u: 1 / tan(u),
    "asec": _asec, "acsc": _acsc, "acot": _acot, "sinc": _sinc,
    "sech": _sech, "csch": _csch, "coth": lambda u: 1 / tanh(u),
    "asech": _asech, "acsch": _acsch, "acoth": _acoth,
    "sigmoid": _sigmoid, "softplus": _softplus, "logsigmoid": lambda u: -_softplus(-u),
    "logit": _logit, "logsumexp": _logsumexp, "softsign": _softsign,
    "silu": lambda u: u * _sigmoid(u), "gelu": _gelu, "gelu_tanh": _gelu_tanh, "mish": _mish,
    "tanhshrink": _tanhshrink, "relu": lambda u: maximum(u, 0.0), "relu6": _relu6,
    "leaky_relu": lambda u, a: where(u > 0, u, a * u), "elu": _elu,
    "selu": lambda u: floats._SELU_SCALE * _elu(u, scalar(floats._SELU_ALPHA)),
    "celu": lambda u, a: where(u > 0, u, a * expm1(u / a)),
    "hardtanh": lambda u: maximum(minimum(u, 1.0), -1.0),
    "hardsigmoid": lambda u: _relu6(u + 3) / 6, "hardswish": lambda u: u * _relu6(u + 3) / 6,
}  # fmt: skip
