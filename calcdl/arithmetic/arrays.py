"""Double precision on NumPy arrays: one operation on many points at a time.

Results are those of ``Floats`` up to a few units in the last place; where those raise, these are
infinite or not a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from calcdl.arithmetic.floats import Floats
from calcdl.errors import CalcdlError, NoValue
from calcdl.evaluate import apply
from calcdl.functions.rules import default_graph, definition_graph, rule_names
from calcdl.graph import Undefined

__all__ = ["Arrays"]

_LARGEST_WHOLE_POWER = 64


class Arrays:
    """The arithmetic of NumPy arrays; constants stay scalars."""

    def number(self, value: Any) -> Any:
        try:
            return np.float64(value.numerator / value.denominator)
        except OverflowError:
            return np.float64(np.inf if value > 0 else -np.inf)

    def constant(self, name: str) -> Any:
        return np.float64(np.pi if name == "pi" else np.e)

    def add(self, terms: Sequence[Any]) -> Any:
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    def mul(self, factors: Sequence[Any]) -> Any:
        product = factors[0]
        for factor in factors[1:]:
            product = product * factor
        return product

    def neg(self, u: Any) -> Any:
        return -u

    def div(self, u: Any, v: Any) -> Any:
        return np.divide(u, v)

    def pow(self, u: Any, v: Any) -> Any:
        if np.ndim(v) == 0:
            if v == 0.5:
                return np.sqrt(u)
            if v == int(v) if np.isfinite(v) else False:
                n = int(abs(v))
                if 0 < n <= _LARGEST_WHOLE_POWER:
                    power = _whole_power(u, n)
                    return power if v > 0 else np.divide(1.0, power)
        return np.power(u, v)

    def is_zero(self, u: Any) -> bool:
        return bool(np.ndim(u) == 0 and u == 0)

    def share(self, u: Any) -> Any:
        return u

    def call(self, name: Any, arguments: Sequence[Any]) -> Any:
        """Return a function's values; raises NoValue for an undefined function."""
        if type(name) is Undefined:
            raise NoValue(f"{name.name} is an undefined function, so it has no value")
        function = _VECTORISED.get(name)
        if function is not None:
            return function(*arguments)
        definition = definition_graph(name) if name in _BY_DEFINITION else None
        if definition is None:
            return _one_by_one(name, arguments)
        names = rule_names(name)
        inputs = dict(zip(names, arguments, strict=False))
        for k in range(len(arguments), len(names)):
            inputs[names[k]] = apply(default_graph(name, k), self, {})
        return apply(definition, self, inputs)

    def compare(self, operation: str, u: Any, v: Any) -> Any:
        return _COMPARE[operation](u, v)

    def choose(self, condition: Any, chosen: Any, otherwise: Any) -> Any:
        return np.where(condition, chosen, otherwise)


_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def _whole_power(u: Any, n: int) -> Any:
    """Return u**n for n >= 1 by squaring."""
    result = None
    while True:
        if n & 1:
            result = u if result is None else result * u
        n >>= 1
        if not n:
            return result
        u = u * u


def _one_by_one(name: str, arguments: Sequence[Any]) -> Any:
    """Return a function of which NumPy has no form, point by point."""
    floats = Floats()

    def value(*numbers: float) -> float:
        try:
            return floats.call(name, [float(u) for u in numbers])
        except CalcdlError:
            return np.nan

    if all(np.ndim(u) == 0 for u in arguments):
        return np.float64(value(*arguments))
    found: Any = np.vectorize(value, otypes=[float])(*arguments)
    return found


def _sigmoid(u: Any) -> Any:
    small = np.exp(-np.abs(u))  # which cannot overflow
    return np.where(u >= 0, 1.0, small) / (1.0 + small)


def _softplus(u: Any) -> Any:
    return np.maximum(u, 0.0) + np.log1p(np.exp(-np.abs(u)))


def _logsumexp(*arguments: Any) -> Any:
    largest = arguments[0]
    for u in arguments[1:]:
        largest = np.maximum(largest, u)
    total = 0.0
    for u in arguments:
        total = total + np.exp(u - largest)
    return largest + np.log(total)


def _mish(u: Any) -> Any:
    small = np.exp(-np.abs(u))
    # tanh(softplus(u)) is n/(n + 2) for n = e**u*(e**u + 2)
    n = np.where(u >= 0, 1.0 + 2.0 * small, small * (small + 2.0))
    return u * n / (n + np.where(u >= 0, 2.0 * small * small, 2.0))


def _heaviside(u: Any, at_zero: Any = 0.5) -> Any:
    return np.where(u > 0, 1.0, np.where(u < 0, 0.0, at_zero))


def _sinc(u: Any) -> Any:
    return np.sinc(u / np.pi)


_VECTORISED: dict[str, Callable[..., Any]] = {
    **{
        name: getattr(np, name)
        for name in (
            "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "square",
            "hypot", "abs", "sign", "floor", "ceil", "sin", "cos", "tan", "sinh", "cosh", "tanh",
        )
    },
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "atan2": np.arctan2,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "max": np.maximum,
    "min": np.minimum,
    "clip": lambda u, a, b: np.minimum(np.maximum(u, a), b),
    "heaviside": _heaviside,
    "sec": lambda u: 1.0 / np.cos(u),
    "csc": lambda u: 1.0 / np.sin(u),
    "cot": lambda u: 1.0 / np.tan(u),
    "sech": lambda u: 1.0 / np.cosh(u),
    "csch": lambda u: 1.0 / np.sinh(u),
    "coth": lambda u: 1.0 / np.tanh(u),
    "sinc": _sinc,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "logsigmoid": lambda u: -_softplus(-u),
    "logsumexp": _logsumexp,
    "silu": lambda u: u * _sigmoid(u),
    "mish": _mish,
    "softsign": lambda u: u / (1.0 + np.abs(u)),
    "relu": lambda u: np.maximum(u, 0.0),
}  # fmt: skip

# Definitions that lose no digits in doubles.
_BY_DEFINITION = frozenset(
    ("leaky_relu", "elu", "selu", "celu", "relu6", "hardtanh", "hardsigmoid", "hardswish")
)
