"""Values and derivatives by routes that share no code with the rules under test.

Balls at fractions come from calcdl's Taylor arithmetic of length 1; derivatives from central
differences of those; and references from mpmath and SymPy, which know nothing of calcdl.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import mpmath
import sympy
from flint import arb

from calcdl.arithmetic.taylor import Taylor
from calcdl.functions.rules import bound, definition_graph
from calcdl.sweep.forward import apply

# With BITS for the balls and this step, a fourth difference keeps more than 70 digits:
# the truncation error is about STEP**2, the rounding error about 2**-BITS / STEP**4.
BITS = 1200
STEP = Fraction(1, 2**120)
DIFFERENCE_DIGITS = 60
REFERENCE_DIGITS = 50

Point = tuple[Any, ...]  # the arguments of a call, each an int or a Fraction that is not whole


def exactly(value: Any) -> Any:
    """Return a number or text as calcdl keeps it: an int, or a Fraction that is not whole."""
    fraction = Fraction(value)
    return fraction.numerator if fraction.denominator == 1 else fraction


def agree(got: arb, want: arb, digits: int) -> bool:
    """Say whether two balls certainly agree to this many significant digits.

    Fifty orders of magnitude further down the difference counts as zero, for values that are.
    """
    return bool(abs(got - want) <= abs(want) * arb(10) ** -digits + arb(10) ** -(digits + 50))


# Balls


def coefficients(arithmetic: Taylor, series: Any) -> list[arb]:
    """Return all coefficients of a series as balls."""
    return [arithmetic.ball(arithmetic.coefficient(series, k)) for k in range(arithmetic.length)]


def ball_value(name: str, point: Sequence[Any]) -> arb:
    """Return a function's value at exact numbers or balls."""
    numbers = Taylor(1)
    arguments = [u if isinstance(u, arb) else numbers.number(exactly(u)) for u in point]
    return coefficients(numbers, numbers.call(name, arguments))[0]


def moved(point: Sequence[Any], place: int, value: Any) -> Point:
    """Return the point with another value at one place."""
    return (*point[:place], value, *point[place + 1 :])


def difference_coefficients(function: Callable[[Fraction], arb], length: int) -> list[arb]:
    """Return the first Taylor coefficients of a function at t = 0, by central differences."""
    value = cache(function)
    step = arb(STEP.denominator) ** -1
    result = []
    for k in range(length):
        terms = [
            (-1) ** i * math.comb(k, i) * value((Fraction(k, 2) - i) * STEP) for i in range(k + 1)
        ]
        result.append(sum(terms[1:], terms[0]) / (step**k * math.factorial(k)))
    return result


@cache
def difference_slope(name: str, point: Point, place: int) -> arb:
    """Return a partial derivative of a function, by central differences."""
    return difference_coefficients(
        lambda t: ball_value(name, moved(point, place, point[place] + t)), 2
    )[1]


@cache
def taylor_slope(name: str, point: Point, place: int) -> arb:
    """Return a partial derivative of a function, by Taylor arithmetic of length 2."""
    pairs = Taylor(2)
    arguments = [pairs.number(u) for u in point]
    arguments[place] = pairs.variable(arguments[place])
    return coefficients(pairs, pairs.call(name, arguments))[1]


# SymPy, for functions that it has under the name that calcdl prints

# The principal root, which is complex for u < 0; the remainder of polynomials; no numbers.
_SYMPY_MEANS_ANOTHER = {"cbrt", "trunc", "erfcinv"}
_SYMPY_NAMES = {"abs": "Abs"}  # what Python's own abs calls


def sympy_function(prints: str) -> Any:
    """Return SymPy's function of a printed name, None if it has none."""
    if prints in _SYMPY_MEANS_ANOTHER:
        return None
    return getattr(sympy, _SYMPY_NAMES.get(prints, prints), None)


def sympy_value(function: Any, point: Point) -> arb:
    return _sympy_ball(function(*_rationals(point)))


def sympy_slope(function: Any, point: Point, place: int) -> arb:
    x = sympy.Symbol("x", real=True)
    arguments = _rationals(point)
    derivative = sympy.diff(function(*moved(arguments, place, x)), x)
    return _sympy_ball(derivative.subs(x, arguments[place]).doit())


def _rationals(point: Point) -> list[Any]:
    return [sympy.Rational(u.numerator, u.denominator) for u in point]


def _sympy_ball(expression: Any) -> arb:
    return arb(str(expression.evalf(REFERENCE_DIGITS + 10)))


# mpmath, for functions that SymPy lacks, written as their textbooks and papers do

m = mpmath.mp


def _logistic(u: Any) -> Any:
    return 1 / (1 + m.exp(-u))


def _softplus(u: Any) -> Any:
    return m.log(1 + m.exp(u))


def _elu(u: Any, a: Any) -> Any:
    return max(0, u) + min(0, a * (m.exp(u) - 1))


def _selu(u: Any) -> Any:
    return m.mpf("1.0507009873554804934193349852946") * _elu(
        u, m.mpf("1.6732632423543772848170429916717")
    )


def _gelu_tanh(u: Any) -> Any:
    return u / 2 * (1 + m.tanh(m.sqrt(2 / m.pi) * (u + m.mpf("0.044715") * u**3)))


def _hardsigmoid(u: Any) -> Any:
    return 0 * u if u <= -3 else 0 * u + 1 if u >= 3 else u / 6 + m.mpf(1) / 2


def _trunc(u: Any) -> Any:
    return m.sign(u) * m.floor(abs(u))


def _huber(u: Any, d: Any) -> Any:
    return u * u / 2 if abs(u) <= d else d * (abs(u) - d / 2)


def _shrunk(u: Any, a: Any, by: Any) -> Any:
    return m.sign(u) * (abs(u) - by) if abs(u) > a else 0 * u


def _xlogy(u: Any, v: Any) -> Any:
    return u * m.log(v) if u else 0 * u


MPMATH: dict[str, Callable[..., Any]] = {
    "rsqrt": lambda u: 1 / m.sqrt(u),
    "round": m.nint,
    "trunc": _trunc,
    "fmod": lambda u, v: u - v * _trunc(u / v),
    "lgamma": lambda u: m.log(abs(m.gamma(u))),
    "erfcx": lambda u: m.exp(u * u) * m.erfc(u),
    "erfcinv": lambda u: m.erfinv(1 - u),
    "ndtr": lambda u: m.ncdf(u),
    "ndtri": lambda u: m.sqrt(2) * m.erfinv(2 * u - 1),
    "log_ndtr": lambda u: m.log(m.ncdf(u)),
    "i0e": lambda u: m.exp(-abs(u)) * m.besseli(0, u),
    "i1e": lambda u: m.exp(-abs(u)) * m.besseli(1, u),
    "xlogy": _xlogy,
    "xlog1py": lambda u, v: _xlogy(u, 1 + v),
    "entr": lambda u: -_xlogy(u, u),
    "rel_entr": lambda u, v: _xlogy(u, u / v) if u else 0 * u,
    "kl_div": lambda u, v: (_xlogy(u, u / v) if u else 0 * u) - u + v,
    "logcosh": lambda u: m.log(m.cosh(u)),
    "huber": _huber,
    "smooth_l1": lambda u, b: _huber(u, b) / b,
    "softshrink": lambda u, a: _shrunk(u, a, a),
    "hardshrink": lambda u, a: _shrunk(u, a, 0),
    "threshold": lambda u, t, v: u if u > t else v,
    "glu": lambda u, v: u * _logistic(v),
    "squareplus": lambda u, b: (u + m.sqrt(u * u + b)) / 2,
    "quick_gelu": lambda u: u * _logistic(m.mpf("1.702") * u),
    "exp2": lambda u: m.power(2, u),
    "expm1": lambda u: m.exp(u) - 1,
    "log2": lambda u: m.log(u) / m.log(2),
    "log10": lambda u: m.log(u) / m.log(10),
    "log1p": lambda u: m.log(1 + u),
    "cbrt": lambda u: m.sign(u) * m.cbrt(abs(u)),
    "square": lambda u: u * u,
    "hypot": lambda u, v: m.sqrt(u * u + v * v),
    "clip": lambda u, a, b: min(max(u, a), b),
    "sigmoid": _logistic,
    "logsigmoid": lambda u: m.log(_logistic(u)),
    "logit": lambda u: m.log(u / (1 - u)),
    "softplus": _softplus,
    "logsumexp": lambda *us: m.log(m.fsum([m.exp(u) for u in us])),
    "silu": lambda u: u * _logistic(u),
    "gelu": lambda u: u * m.ncdf(u),
    "gelu_tanh": _gelu_tanh,
    "mish": lambda u: u * m.tanh(_softplus(u)),
    "tanhshrink": lambda u: u - m.tanh(u),
    "softsign": lambda u: u / (1 + abs(u)),
    "relu": lambda u: max(u, 0 * u),
    "leaky_relu": lambda u, a: max(0, u) + a * min(0, u),
    "elu": _elu,
    "selu": _selu,
    "celu": lambda u, a: max(0, u) + min(0, a * (m.exp(u / a) - 1)),
    "relu6": lambda u: min(max(u, 0 * u), 0 * u + 6),
    "hardtanh": lambda u: max(0 * u - 1, min(0 * u + 1, u)),
    "hardsigmoid": _hardsigmoid,
    "hardswish": lambda u: u * _hardsigmoid(u),
}


class _Mpmath:
    """The arithmetic of mpmath's numbers, with its functions of the same names."""

    def number(self, value: Any) -> Any:
        return m.mpf(value.numerator) / value.denominator

    def constant(self, name: str) -> Any:
        return getattr(m, name) + 0

    def add(self, terms: Sequence[Any]) -> Any:
        return m.fsum(terms)

    def mul(self, factors: Sequence[Any]) -> Any:
        return m.fprod(factors)

    def neg(self, u: Any) -> Any:
        return -u

    def div(self, u: Any, v: Any) -> Any:
        return u / v

    def pow(self, u: Any, v: Any) -> Any:
        return m.power(u, v)

    def call(self, name: Any, arguments: Sequence[Any]) -> Any:
        return reference(name)(*arguments)

    def compare(self, operation: str, u: Any, v: Any) -> bool:
        return bool({"<": u < v, "<=": u <= v, ">": u > v, ">=": u >= v}[operation])

    def choose(self, condition: bool, chosen: Any, otherwise: Any) -> Any:
        return chosen if condition else otherwise

    def is_zero(self, u: Any) -> bool:
        return bool(u == 0)

    def share(self, u: Any) -> Any:
        return u


def reference(name: str) -> Callable[..., Any]:
    """Return a function by what is written here of it, by mpmath, or by its row's definition."""
    if name in MPMATH or hasattr(m, name):
        return MPMATH.get(name) or getattr(m, name)  # type: ignore[no-any-return]
    definition = definition_graph(name)
    assert definition is not None, f"nothing is known of {name} but its rule"

    def by_definition(*arguments: Any) -> Any:
        inputs = bound(name, arguments, lambda default: apply(default, _Mpmath(), {}))
        return apply(definition, _Mpmath(), inputs)

    return by_definition


def mpmath_value(name: str, point: Point) -> arb:
    with mpmath.workdps(REFERENCE_DIGITS + 30):
        return _mpmath_ball(reference(name)(*_mpfs(point)))


def mpmath_slope(name: str, point: Point, place: int) -> arb:
    with mpmath.workdps(REFERENCE_DIGITS + 30):
        orders = tuple([int(k == place) for k in range(len(point))])
        return _mpmath_ball(mpmath.diff(reference(name), tuple(_mpfs(point)), orders))


def _mpfs(point: Point) -> list[Any]:
    return [m.mpf(u.numerator) / u.denominator for u in point]


def _mpmath_ball(value: Any) -> arb:
    return arb(mpmath.nstr(value, REFERENCE_DIGITS + 20))
