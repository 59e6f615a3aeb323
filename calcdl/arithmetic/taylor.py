"""Truncated Taylor series whose coefficients are exact rationals or balls.

A series is a list of exact coefficients as long as it can be one, trailing zeros left out, and a
python-flint ``arb_series`` from the first irrational function on. Balls are midpoint-radius
intervals that contain the true number (F. Johansson, Arb, IEEE Trans. Comput. 66, 2017); flint's
context holds their precision. Length 1 is arithmetic with numbers, length 2 with first derivatives.

Where a function is not smooth (the corner of abs, the jump of floor) the arithmetic raises Kink,
unless it was made for one side of the point: then the first coefficient that is certainly not zero
decides which branch is taken there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from calcdl.arithmetic import exact
from calcdl.arithmetic.pi import MultipleOfPi, NotExact, rational_sine
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided, UsageError
from calcdl.evaluate import apply
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import (
    condition_graphs,
    default_graph,
    definition_graph,
    local_rule,
    rule_names,
)
from calcdl.graph import Undefined

__all__ = ["Kink", "Taylor", "set_precision"]

# Every series carries its own length; flint's global cap would cut all of them alike.
_NO_CAP = 1 << 30

_precision = 53


def set_precision(bits: int) -> int:
    """Set the precision of balls, in bits, and return what it was before.

    python-flint keeps it in a global context, which need not exist yet: its import takes as long
    as many an answer, so that it waits for the first irrational number.
    """
    global _precision
    previous, _precision = _precision, bits
    flint = sys.modules.get("flint")
    if flint is not None:
        flint.ctx.prec = bits
    return previous


class Kink(CalcdlError):
    """The point is one where a function is not smooth; which side is meant has to be said."""


class Taylor:
    """The arithmetic of Taylor series of a given length, in one variable t.

    ``side`` is -1 or 1 for the series to the left or right of t = 0, and 0 for both.
    """

    def __init__(self, length: int, side: int = 0) -> None:
        self.length = length
        self.side = side
        self.flint: Any = None

    # Leaves and conversions

    def number(self, value: Any) -> list[Any]:
        return [value] if value else []

    def constant(self, name: str) -> Any:
        if name == "pi":
            return [MultipleOfPi(1)]
        return self.series([self.load().arb.const_e()])

    def variable(self, value: Any) -> Any:
        """Return the series of value + t; the value is one that this arithmetic computed."""
        if type(value) is list:
            return _trim([value[0] if value else 0, 1][: self.length])
        return value + self.series([0, 1])

    def load(self) -> Any:
        """Return python-flint, imported when the first irrational number comes up."""
        if self.flint is None:
            import flint

            self.flint = flint
            flint.ctx.prec = _precision
            flint.ctx.cap = _NO_CAP
        return self.flint

    def series(self, coefficients: Sequence[Any]) -> Any:
        flint = self.load()
        balls = [flint.arb(c) for c in coefficients[: self.length]]
        return flint.arb_series(balls, prec=self.length)

    def to_series(self, u: Any) -> Any:
        if type(u) is not list:
            return u
        return self.series([self.ball(c) for c in u])

    def ball(self, value: Any) -> Any:
        """Return an exact number as an ``arb``; a ball stays what it is."""
        flint = self.load()
        if type(value) is int:
            return flint.arb(value)
        if type(value) is MultipleOfPi:
            return flint.arb.pi() * self.ball(value.factor)
        if type(value) is flint.arb:
            return value
        return flint.arb(flint.fmpq(value.numerator, value.denominator))

    def coefficient(self, u: Any, k: int) -> Any:
        """Return a coefficient: an exact number or an ``arb``."""
        if type(u) is list:
            return u[k] if k < len(u) else 0
        return u[k]

    def result(self, u: Any, k: int) -> Any:
        """Return a coefficient as an exact rational number or an ``arb``."""
        value = self.coefficient(u, k)
        return self.ball(value) if type(value) is MultipleOfPi else value

    def is_zero(self, u: Any) -> bool:
        return type(u) is list and not u

    # Arithmetic

    def add(self, terms: Sequence[Any]) -> Any:
        try:
            return self.sum(terms)
        except NotExact:
            return self.sum([self.to_series(term) for term in terms])

    def sum(self, terms: Sequence[Any]) -> Any:
        total: list[Any] = []
        balls = None
        for term in terms:
            if type(term) is not list:
                balls = term if balls is None else balls + term
            elif len(total) == 1 and len(term) == 1:
                total = [total[0] + term[0]]
            else:
                short, long = sorted((total, term), key=len)
                total = [a + b for a, b in zip(short, long, strict=False)] + long[len(short) :]
        if balls is None:
            return self.keep(total)
        return balls + self.to_series(total) if total else balls

    def keep(self, coefficients: list[Any]) -> Any:
        """Return exact coefficients trimmed, or as balls if they have grown too long."""
        trimmed = _trim([_whole(c) for c in coefficients])
        if all(map(exact.within_limit, trimmed)):
            return trimmed
        return self.to_series(trimmed)

    def mul(self, factors: Sequence[Any]) -> Any:
        product: Any = [1]
        for factor in factors:
            if type(product) is list and type(factor) is list:
                try:
                    product = self.keep(_convolve(product, factor, self.length))
                except NotExact:
                    product = self.to_series(product) * self.to_series(factor)
            elif self.is_zero(product) or self.is_zero(factor):
                product = []
            else:
                product = self.to_series(product) * self.to_series(factor)
        return product

    def neg(self, u: Any) -> Any:
        return [-c for c in u] if type(u) is list else -u

    def div(self, u: Any, v: Any) -> Any:
        self.require_nonzero(v)
        if type(u) is list and type(v) is list:
            try:
                return self.keep(_divide(u, v, self.length if len(v) > 1 else len(u)))
            except NotExact:
                pass
        return self.to_series(u) / self.to_series(v)

    def require_nonzero(self, v: Any) -> None:
        first = self.coefficient(v, 0)
        if type(v) is list:
            if first == 0:
                raise NoValue("it divides by zero")
        elif first.contains(0):
            if first.is_zero():
                raise NoValue("it divides by zero")
            raise Undecided("whether a denominator is zero")

    def pow(self, u: Any, v: Any) -> Any:
        if type(v) is list and len(v) <= 1 and (not v or type(v[0]) is not MultipleOfPi):
            return self.constant_power(u, v[0] if v else 0)
        if u == [1]:
            return [1]
        if self.is_zero(u) and self.length == 1 and self.sign_at_point(v) > 0:
            return []
        if self.sign_at_point(u) <= 0:
            raise NoValue("a base that is not positive is raised to a power that is not whole")
        return (self.to_series(u).log() * self.to_series(v)).exp()

    def constant_power(self, u: Any, exponent: Any) -> Any:
        """Return u**exponent for an exact exponent."""
        if type(exponent) is int:
            if exponent < 0:
                return self.div([1], self.constant_power(u, -exponent))
            if type(u) is not list or (u and type(u[0]) is MultipleOfPi):
                return self.finite(self.to_series(u) ** exponent)
            return self.whole_power(u, exponent)
        if type(u) is list and len(u) <= 1:
            base = u[0] if u else 0
            if type(base) is MultipleOfPi:
                return self.constant_power(self.to_series(u), exponent)
            if base == 0 and exponent < 0:
                raise NoValue("zero is raised to a negative power")
            root = exact.power(base, exponent)
            if root is not None:
                return self.number(root)
        sign = self.sign_at_point(u)
        if sign < 0:
            raise NoValue("a negative number is raised to a power that is not whole")
        if sign == 0:
            if exponent < 0:
                raise NoValue("zero is raised to a negative power")
            if self.length > 1:
                raise NotDifferentiable("a power that is not whole begins there, at zero")
            return []
        base = self.to_series(u)
        if exponent.denominator == 2:
            root = base.sqrt()
            return root**exponent.numerator if exponent > 0 else 1 / root**-exponent.numerator
        return (base.log() * self.to_series([exponent])[0]).exp()

    def whole_power(self, u: list[Any], exponent: int) -> Any:
        """Return an exact series to a power >= 0, by squaring; as balls where it grows long."""
        if len(u) == 1:
            power = exact.power(u[0], exponent)
            if power is not None:
                return [power]
            return self.to_series(u) ** exponent
        result: Any = [1]
        square: Any = u
        while exponent:
            if exponent & 1:
                result = self.mul((result, square))
            exponent >>= 1
            if exponent:
                square = self.mul((square, square))
        return result

    # Functions

    def call(self, name: Any, arguments: Sequence[Any]) -> Any:
        """Return a function of series.

        Raises NoValue, NotDifferentiable or Kink where the point is certainly one of these, and
        Undecided where more precision might tell.
        """
        if type(name) is Undefined:
            raise NoValue(f"{name.name} is an undefined function, so it has no value")
        if all(type(u) is list and len(u) <= 1 for u in arguments) and not any(
            u and type(u[0]) is MultipleOfPi for u in arguments
        ):
            value = exact.call(name, [u[0] if u else 0 for u in arguments])
            if value is not None:
                return self.number(value)
        first = arguments[0]
        if name in _CIRCULAR and type(first) is list and first:
            if type(first[0]) is MultipleOfPi:
                return _CIRCULAR[name](self, first)
        elif name in _PRIMITIVES:
            return _PRIMITIVES[name](self, *arguments)
        self.require_domain(name, arguments)
        return self.finite(self.evaluate(name, arguments), name, arguments)

    def evaluate(self, name: str, arguments: Sequence[Any]) -> Any:
        row = FUNCTIONS[name]
        if row.taylor is not None or (self.length == 1 and row.balls is not None):
            return self.from_value(name, arguments)
        if row.series is not None:
            return _invoke(row.series, [self.to_series(u) for u in arguments])
        definition = definition_graph(name)
        if definition is None:
            return self.integrate_rule(name, arguments)
        return apply(definition, self, self.named(name, arguments))

    def named(self, name: str, arguments: Sequence[Any]) -> dict[str, Any]:
        """Return a call's arguments by name, those left out at their defaults."""
        names = rule_names(name)
        inputs = dict(zip(names, arguments, strict=False))
        for k in range(len(arguments), len(names)):
            inputs[names[k]] = apply(default_graph(name, k), self, {})
        return inputs

    def from_value(self, name: str, arguments: Sequence[Any]) -> Any:
        """Return the series of a function whose row gives values, or Taylor coefficients.

        The coefficients are those in the last argument; the others have to be constant.
        """
        row = FUNCTIONS[name]
        series = [self.to_series(u) for u in arguments]
        points = [u[0] for u in series]
        if self.length == 1 and row.balls is not None:
            return self.series([_invoke(row.balls, points)])
        for place, u in enumerate(arguments[:-1]):
            if not (type(u) is list and len(u) <= 1):
                raise UsageError(
                    f"calcdl knows no derivative of {name} with respect to its argument"
                    f" {row.args[place]}"
                )
        assert row.taylor is not None
        coefficients = row.taylor(*points, self.length)
        inner = series[-1] - points[-1]
        result = self.series([coefficients[-1]])
        for coefficient in reversed(coefficients[:-1]):
            result = result * inner + coefficient
        return result

    def integrate_rule(self, name: str, arguments: Sequence[Any]) -> Any:
        """Return the series of f(u) from f' = rule(u, f), one coefficient a round (Picard)."""
        row = FUNCTIONS[name]
        rule = local_rule(name, len(arguments) - 1)
        assert rule is not None
        assert row.balls is not None
        series = [self.to_series(u) for u in arguments]
        start = self.series([_invoke(row.balls, [u[0] for u in series])])
        slope = series[-1].derivative()
        result = start
        for _ in range(self.length - 1):
            inputs = {**self.named(name, arguments), "y": result}
            local = self.to_series(apply(rule, self, inputs))
            result = (local * slope).integral() + start
        return result

    def require_domain(self, name: str, arguments: Sequence[Any]) -> None:
        """Raise NoValue where the function is certainly not real."""
        conditions = condition_graphs(name)
        if not conditions:
            return
        at_point = Taylor(1)
        points = [at_point.head(u) for u in arguments]
        inputs = at_point.named(name, points)
        for text, graph in conditions:
            if not apply(graph, at_point, inputs):
                raise NoValue(f"{FUNCTIONS[name].prints}({', '.join(inputs)}) needs {text}")

    def head(self, u: Any) -> Any:
        """Return the constant term of a series, of any length, as a series."""
        return u[:1] if type(u) is list else type(u)([u[0]], prec=1)

    def finite(self, result: Any, name: str = "", arguments: Sequence[Any] = ()) -> Any:
        """Return a series if all its coefficients are finite, else raise what that means."""
        if type(result) is list or all(result[k].is_finite() for k in range(self.length)):
            return result
        if not all(_is_point(self.coefficient(u, 0)) for u in arguments):
            raise Undecided(f"what {name} is there")
        called = f"{FUNCTIONS[name].prints}({', '.join(rule_names(name))})" if name else "a power"
        if not result[0].is_finite():
            if self.length > 1 and Taylor(1).has_value(name, arguments):
                raise NotDifferentiable(f"{called} has no finite derivative there")
            raise NoValue(f"{called} has no value there")
        raise NotDifferentiable(f"{called} has no finite derivative there")

    def has_value(self, name: str, arguments: Sequence[Any]) -> bool:
        try:
            return bool(name) and bool(
                self.coefficient(self.call(name, [self.head(u) for u in arguments]), 0) is not None
            )
        except CalcdlError:
            return False

    # Circular functions at rational multiples of pi, exactly where they are rational

    def sine(self, u: list[Any]) -> Any:
        return self.circular(u, u[0].factor)

    def cosine(self, u: list[Any]) -> Any:
        return self.circular(u, u[0].factor + exact.quotient(1, 2))

    def tangent(self, u: list[Any]) -> Any:
        return self.div(self.sine(u), self.cosine(u))

    def cotangent(self, u: list[Any]) -> Any:
        return self.div(self.cosine(u), self.sine(u))

    def secant(self, u: list[Any]) -> Any:
        return self.div([1], self.cosine(u))

    def cosecant(self, u: list[Any]) -> Any:
        return self.div([1], self.sine(u))

    def circular(self, u: list[Any], factor: Any) -> Any:
        """Return sin(factor*pi + t) for the series t that u is without its constant term."""
        value, slope = self.sine_at(factor), self.sine_at(factor + exact.quotient(1, 2))
        if len(u) == 1:
            return value
        rest = self.to_series([0, *u[1:]])
        return self.add((self.mul((value, rest.cos())), self.mul((slope, rest.sin()))))

    def sine_at(self, factor: Any) -> Any:
        """Return sin(factor*pi)."""
        value = rational_sine(factor)
        if value is not None:
            return self.number(value)
        flint = self.load()
        return self.series(
            [flint.arb.sin_pi_fmpq(flint.fmpq(factor.numerator, factor.denominator))]
        )

    # Decisions

    def sign_at_point(self, u: Any) -> int:
        """Return the sign of the value at the point itself; raises Undecided."""
        first = self.coefficient(u, 0)
        if type(u) is list:
            return int(first > 0) - int(first < 0)
        if first > 0:
            return 1
        if first < 0:
            return -1
        if first.is_zero():
            return 0
        raise Undecided("the sign of a number that is very nearly zero")

    def sign(self, u: Any) -> int:
        """Return the sign near the point: on the side asked for, if the value there is zero.

        Raises Kink if no side was asked for, and Undecided.
        """
        sign = self.sign_at_point(u)
        if sign or self.length == 1 or (type(u) is list and not u):
            return sign
        if self.side == 0:
            raise Kink("a function is not smooth there")
        for k in range(1, self.length):
            c = self.coefficient(u, k)
            positive, negative = c > 0, c < 0
            if positive or negative:
                return int((1 if positive else -1) * self.side**k)
            if not (c == 0 if type(u) is list else c.is_zero()):
                raise Undecided("the sign of a slope that is very nearly zero")
        return 0

    def compare(self, operation: str, u: Any, v: Any) -> bool:
        return exact.compare(operation, self.sign(self.add((u, self.neg(v)))), 0)

    def choose(self, condition: bool, chosen: Any, otherwise: Any) -> Any:
        return chosen if condition else otherwise

    def abs(self, u: Any) -> Any:
        return self.neg(u) if self.sign(u) < 0 else u

    def signum(self, u: Any) -> Any:
        return self.number(self.sign(u))

    def heaviside(self, u: Any, at_zero: Any = None) -> Any:
        sign = self.sign(u)
        if sign:
            return self.number(int(sign > 0))
        return self.number(exact.quotient(1, 2)) if at_zero is None else at_zero

    def max(self, u: Any, v: Any) -> Any:
        return u if self.sign(self.add((u, self.neg(v)))) >= 0 else v

    def min(self, u: Any, v: Any) -> Any:
        return v if self.sign(self.add((u, self.neg(v)))) >= 0 else u

    def floor(self, u: Any) -> Any:
        first = self.coefficient(u, 0)
        if type(u) is list and type(first) is not MultipleOfPi:
            below = first.numerator // first.denominator
        else:
            unique = self.ball(first).floor().unique_fmpz()
            if unique is None:
                raise Undecided("whether an argument of floor is whole")
            below = int(unique)
        offset = self.add((u, [-below] if below else []))
        return self.number(below - 1 if self.sign(offset) < 0 else below)

    def ceil(self, u: Any) -> Any:
        return self.neg(self.floor(self.neg(u)))


_PRIMITIVES: dict[str, Callable[..., Any]] = {
    "abs": Taylor.abs,
    "sign": Taylor.signum,
    "heaviside": Taylor.heaviside,
    "max": Taylor.max,
    "min": Taylor.min,
    "floor": Taylor.floor,
    "ceil": Taylor.ceil,
}


_CIRCULAR: dict[str, Callable[..., Any]] = {
    "sin": Taylor.sine,
    "cos": Taylor.cosine,
    "tan": Taylor.tangent,
    "cot": Taylor.cotangent,
    "sec": Taylor.secant,
    "csc": Taylor.cosecant,
}


def _whole(value: Any) -> Any:
    """Return a Fraction that is whole as int."""
    return value.numerator if getattr(value, "denominator", 0) == 1 else value


def _invoke(how: Any, arguments: list[Any]) -> Any:
    return getattr(arguments[0], how)(*arguments[1:]) if type(how) is str else how(*arguments)


def _is_point(value: Any) -> bool:
    """Say whether a coefficient is one number, not an interval."""
    return bool(value.is_exact()) if hasattr(value, "is_exact") else True


def _trim(coefficients: list[Any]) -> list[Any]:
    while coefficients and not coefficients[-1]:
        coefficients.pop()
    return coefficients


def _convolve(u: list[Any], v: list[Any], length: int) -> list[Any]:
    """Return the product of two series; n**2 steps, for n is the order that a person asks for."""
    if len(u) == 1 and len(v) == 1:
        return [u[0] * v[0]]
    product: list[Any] = [0] * min(length, max(0, len(u) + len(v) - 1))
    for i, a in enumerate(u):
        if a:
            for j, b in enumerate(v[: length - i]):
                product[i + j] += a * b
    return product


def _divide(u: list[Any], v: list[Any], length: int) -> list[Any]:
    """Return the quotient of two series, by long division."""
    first, rest = v[0], v[1:]
    result: list[Any] = []
    for k in range(length):
        value = u[k] if k < len(u) else 0
        for j, c in enumerate(rest[:k], 1):
            value -= c * result[k - j]
        result.append(exact.quotient(value, first))
    return result
