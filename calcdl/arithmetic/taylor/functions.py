"""The functions of the table over numbers of Taylor arithmetic.

A function whose arguments are constant is computed as a number. Of the others, the piecewise ones
are decided by signs; the rest follow what their row says: a native series of flint's, Taylor
coefficients at the point, a definition in other functions, or, if there is nothing else, the
differential equation that the local rule is.
"""

from __future__ import annotations

from calcdl.arithmetic import exact
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.pi import MultipleOfPi, rational_sine
from calcdl.arithmetic.signals import Kink
from calcdl.arithmetic.taylor.numbers import TaylorNumbers
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided
from calcdl.functions import FUNCTIONS, Function
from calcdl.functions.row import invoke
from calcdl.functions.rules import (
    condition_graphs,
    definition_graph,
    local_rule,
    missing_rule,
)
from calcdl.graph.nodes import Undefined
from calcdl.lean import TYPE_CHECKING
from calcdl.sweep.corners import corners, named
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from calcdl.arithmetic.kinds import Constant, Number
    from calcdl.graph.nodes import Operation, Rational
from calcdl.arithmetic.taylor.piecewise import PIECEWISE

__all__ = ["call"]


def call(taylor: TaylorNumbers, name: Operation, arguments: Sequence[Number]) -> Number:
    """Return a function's value or series.

    Raises NoValue, NotDifferentiable or Kink where the point is certainly one of these, Undecided
    where more precision might tell.
    """
    if type(name) is Undefined:
        raise NoValue(f"{name.name} is an undefined function, so it has no value")
    constant = all([taylor.is_constant(u) for u in arguments])
    values = [value for u in arguments if (value := taylor.rational(u)) is not None]
    if len(values) == len(arguments):
        value = exact.call(name, values)
        if value is not None:
            return taylor.number(value)
    if name in _CIRCULAR:
        at = taylor.coefficient(arguments[0], 0)
        if type(at) is MultipleOfPi:
            return _CIRCULAR[name](taylor, arguments[0], at.factor)
    if name in PIECEWISE:
        return PIECEWISE[name](taylor, *arguments)
    require_domain(taylor, name, arguments)
    row = FUNCTIONS[name]
    if constant:
        return finite(taylor, constant_value(taylor, row, arguments), row, arguments)
    require_smooth(taylor, name, arguments)
    try:
        result = nonconstant(taylor, row, arguments)
    except (ValueError, ZeroDivisionError):  # flint's, for a denominator that may be zero
        raise Undecided(f"what {called(row)} is there, or how large") from None
    return finite(taylor, result, row, arguments)


def constant_value(taylor: TaylorNumbers, row: Function, arguments: Sequence[Number]) -> Number:
    """Return a function of constants as a constant."""
    if row.balls is not None:
        return invoke(row.balls, [taylor.scalar(u) for u in arguments])
    definition = definition_graph(row.name)
    assert definition is not None
    return apply(definition, taylor, named(taylor, row.name, arguments))


def nonconstant(taylor: TaylorNumbers, row: Function, arguments: Sequence[Number]) -> Number:
    """Return a function as a series."""
    if None in row.local and not all([
        taylor.is_constant(u) for u, rule in zip(arguments, row.local, strict=False) if rule is None
    ]):  # fmt: skip
        from calcdl.functions.parameters import JOINTLY

        if row.name in JOINTLY:
            return invoke(JOINTLY[row.name], [taylor.to_series(u) for u in arguments])
    if row.taylor is not None:
        return from_coefficients(taylor, row, arguments)
    if row.series is not None:
        return invoke(row.series, [taylor.to_series(u) for u in arguments])
    definition = definition_graph(row.name)
    if definition is None:
        return integrate_rule(taylor, row, arguments)
    return apply(definition, taylor, named(taylor, row.name, arguments))


def from_coefficients(taylor: TaylorNumbers, row: Function, arguments: Sequence[Number]) -> Number:
    """Return f(u) from the Taylor coefficients of f at the point, by Horner's rule.

    They are those in the last argument; the others have to be constant.
    """
    for place, u in enumerate(arguments[:-1]):
        if not taylor.is_constant(u):
            raise missing_rule(row.name, place)
    assert row.taylor is not None
    require_no_corner(taylor, row, arguments)
    inner = taylor.to_series(arguments[-1])
    points = [taylor.ball_of(u) for u in arguments]
    coefficients = row.taylor(*points, taylor.length)
    inner = inner - points[-1]
    result = taylor.series([coefficients[-1]])
    for coefficient in reversed(coefficients[:-1]):
        result = result * inner + coefficient
    return result


def require_no_corner(taylor: TaylorNumbers, row: Function, arguments: Sequence[Number]) -> None:
    """Raise Kink where the function is certainly not smooth, though its coefficients are finite."""
    for corner in corners(taylor, row.name, [taylor.head(u) for u in arguments]):
        if taylor.is_zero(corner):
            raise Kink(f"{called(row)} is not smooth there")


def integrate_rule(taylor: TaylorNumbers, row: Function, arguments: Sequence[Number]) -> Number:
    """Return the series of f(u) from f' = rule(u, f), one coefficient a round (Picard)."""
    rule = local_rule(row.name, len(arguments) - 1)
    assert rule is not None
    assert row.balls is not None
    points = [taylor.ball_of(u) for u in arguments]
    start = taylor.to_series(invoke(row.balls, points))
    slope = taylor.to_series(arguments[-1]).derivative()
    result = start
    for _ in range(taylor.length - 1):
        inputs = {**named(taylor, row.name, arguments), "y": result}
        local = taylor.to_series(apply(rule, taylor, inputs))
        result = (local * slope).integral() + start
    return result


# Where a function is defined, and where it is smooth


def require_domain(taylor: TaylorNumbers, name: str, arguments: Sequence[Number]) -> None:
    """Raise NoValue where the function is certainly not real."""
    conditions = condition_graphs(name)
    if conditions:
        inputs = named(taylor, name, [taylor.head(u) for u in arguments])
        for text, graph in conditions:
            if taylor.is_zero(apply(graph, taylor, inputs)):
                raise NoValue(f"{FUNCTIONS[name].prints}({', '.join(inputs)}) needs {text}")


def require_smooth(taylor: TaylorNumbers, name: str, arguments: Sequence[Number]) -> None:
    """Raise Kink where a function is not smooth at the point, in those arguments that vary."""
    varying = [k for k, u in enumerate(arguments) if not taylor.is_constant(u)]
    for corner in corners(taylor, name, [taylor.head(u) for u in arguments], varying):
        if taylor.sign_at_point(corner) == 0:
            raise Kink("a function is not smooth there")


def finite(
    taylor: TaylorNumbers, result: Number, row: Function, arguments: Sequence[Number]
) -> Number:
    """Return a number if all of it is finite, else raise what that means."""
    if isinstance(result, list):
        return result
    if is_ball(result):
        if result.is_finite():
            return result
    elif all([result[k].is_finite() for k in range(taylor.known(result))]):
        return result
    # 1 + 1e-30 is one number, but its ball may reach below 1 where acosh has no value.
    if not all([taylor.ball_of(u).is_exact() for u in arguments]):
        raise Undecided(f"what {called(row)} is there, or how large")
    heads = [taylor.head(u) for u in arguments]
    if has_value(taylor, row, heads):
        raise at_branch_point(taylor, arguments[-1], called(row))
    if not has_value_beside(taylor, row, heads):  # flint has given up
        raise Undecided(f"how large {called(row)} is there")
    raise NoValue(f"{called(row)} has no value there")


def at_branch_point(taylor: TaylorNumbers, u: Number, what: str) -> CalcdlError:
    """Return what to raise where a function is not smooth, and its argument passes there."""
    slope = taylor.coefficient(u, 1) if taylor.length > 1 else 0
    if slope > 0 or slope < 0:
        return NotDifferentiable(f"{what} has no finite derivative there")
    return Undecided(f"what becomes of {what} where it is not smooth")


def has_value(taylor: TaylorNumbers, row: Function, heads: Sequence[Constant]) -> bool:
    """Say whether flint gives a number for a function of constants."""
    try:
        value = constant_value(taylor, row, heads)
    except (CalcdlError, ValueError, ArithmeticError):
        return False
    return not is_ball(value) or value.is_finite()


def has_value_beside(taylor: TaylorNumbers, row: Function, heads: Sequence[Constant]) -> bool:
    """Say whether flint gives a number beside a point at which it gives none: that is a pole."""
    near = exact.quotient(1, 1 << 64)
    for place in reversed(range(len(heads))):
        for step in (near, -near):
            moved = taylor.add((heads[place], taylor.number(step)))
            if has_value(taylor, row, [*heads[:place], taylor.head(moved), *heads[place + 1 :]]):
                return True
    return False


def called(row: Function) -> str:
    return f"{row.prints}({', '.join(row.args)})"


# Circular functions at rational multiples of pi, exactly where they are rational


def sine(taylor: TaylorNumbers, u: Number, factor: Rational) -> Number:
    """Return sin(factor*pi + t) for the series t that u is without its constant term."""
    value = sine_at(taylor, factor)
    if taylor.is_constant(u):
        return value
    slope = sine_at(taylor, factor + exact.quotient(1, 2))
    rest = taylor.to_series(taylor.without_constant(u))
    return taylor.add((taylor.mul((value, rest.cos())), taylor.mul((slope, rest.sin()))))


def cosine(taylor: TaylorNumbers, u: Number, factor: Rational) -> Number:
    return sine(taylor, u, factor + exact.quotient(1, 2))


def tangent(taylor: TaylorNumbers, u: Number, factor: Rational) -> Number:
    return _quotient(taylor, sine(taylor, u, factor), cosine(taylor, u, factor))


def cotangent(taylor: TaylorNumbers, u: Number, factor: Rational) -> Number:
    return _quotient(taylor, cosine(taylor, u, factor), sine(taylor, u, factor))


def secant(taylor: TaylorNumbers, u: Number, factor: Rational) -> Number:
    return _quotient(taylor, taylor.one, cosine(taylor, u, factor))


def cosecant(taylor: TaylorNumbers, u: Number, factor: Rational) -> Number:
    return _quotient(taylor, taylor.one, sine(taylor, u, factor))


def _quotient(taylor: TaylorNumbers, u: Number, v: Number) -> Number:
    if taylor.sign_at_point(v) == 0:
        raise NoValue("it has a pole there", kind="pole")
    return taylor.div(u, v)


def sine_at(taylor: TaylorNumbers, factor: Rational) -> Constant:
    """Return sin(factor*pi)."""
    value = rational_sine(factor)
    if value is not None:
        return taylor.number(value)
    flint = taylor.flint
    return flint.arb.sin_pi_fmpq(flint.fmpq(factor.numerator, factor.denominator))


_CIRCULAR: dict[Operation, Callable[[TaylorNumbers, Number, Rational], Number]] = {
    "sin": sine,
    "cos": cosine,
    "tan": tangent,
    "cot": cotangent,
    "sec": secant,
    "csc": cosecant,
}
