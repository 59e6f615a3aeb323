"""The functions of the table over germs.

Where the argument has a finite limit at which the function is analytic, its Taylor coefficients
there decide. Elsewhere - at infinity, at a pole, where a root begins - a function is what its
definition or one of the identities below says, down to exp, log and powers, which are done here.

Identities: NIST Digital Library of Mathematical Functions, 4.24.2, 4.37.16-21, 5.5.1, 5.5.2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import factorial
from math import floor as integer_part
from typing import Any

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs import FLAT, Germ, Germs, Infinite, Lead, OneSided, TooShort
from calcdl.arithmetic.taylor import Kink, Taylor, set_precision
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided
from calcdl.evaluate import apply
from calcdl.functions import FUNCTIONS, lookup
from calcdl.functions.rules import default_graph, definition_graph, rule_names
from calcdl.graph import Graph, Undefined
from calcdl.syntax.names import Names
from calcdl.syntax.parse import parse

__all__ = ["call", "exponential", "logarithm", "power"]

_PRECISION = 160  # bits, of the balls that formulas of Taylor coefficients are compared with

# What a function is where it is not analytic, in the names of its row's arguments.
_ELSEWHERE = {
    "asin": "sign(u)*(pi/2 - 2*asin(sqrt((1 - abs(u))/2)))",
    "acos": "pi/2 - asin(u)",
    "acosh": "2*asinh(sqrt((u - 1)/2))",
    "asinh": "sign(u)*log(abs(u) + sqrt(u**2 + 1))",
    "atan": "sign(u)*pi/2 - atan(1/u)",
    "tan": "sin(u)/cos(u)",
    "tanh": "sign(u)*(1 - 2/(exp(2*abs(u)) + 1))",
    "sqrt": "u**(1/2)",
    "loggamma": "log(gamma(u))",
    "factorial": "gamma(u + 1)",
    "sinc": "sin(u)/u",
}
_BOUNDED = frozenset(("sin", "cos", "atan", "tanh", "sigmoid", "erf", "erfc", "sech"))
_LONGEST_RECURRENCE = 1_000  # steps from a pole of gamma to where it has none


def call(germs: Germs, name: Any, arguments: Sequence[Germ]) -> Germ:
    """Return a function of germs; raises NoValue or OneSided, TooShort, Finer, Undecided."""
    if type(name) is Undefined:
        raise Undecided(f"{name.name} is an undefined function, so it has no value")
    if name in _PIECEWISE:
        return _PIECEWISE[name](germs, *arguments)
    constants = [germs.constant_of(u) for u in arguments]
    if None not in constants:
        return constant_call(germs, name, constants)
    if name == "exp":
        return exponential(germs, arguments[0])
    if name == "log":
        return logarithm(germs, arguments[0])
    if name == "logsumexp":
        powers = [exponential(germs, u) for u in arguments]
        return logarithm(germs, germs.add(powers))
    row = FUNCTIONS[name]
    if row.corners and row.definition is not None:  # the parts between its corners may be exact
        return elsewhere(germs, name, arguments)
    varying = [place for place, node in enumerate(constants) if node is None]
    if len(varying) == 1:
        found = analytic(germs, name, arguments, varying[0])
        if found is not None:
            return found
    return elsewhere(germs, name, arguments)


def constant_call(germs: Germs, name: str, nodes: Sequence[Any]) -> Germ:
    """Return a function of constants, which raises NoValue where it is not real."""
    closed = germs.closed
    with_domain = closed.nodes.make(name, tuple(nodes))
    folded = closed.fold(with_domain)
    return germs.of(closed.call(name, nodes) if folded == with_domain else folded)


def analytic(germs: Germs, name: str, arguments: Sequence[Germ], place: int) -> Germ | None:
    """Return f(u) by its Taylor series at the limit of u; None where it has none there."""
    u = arguments[place]
    limit = germs.limit_of(u)
    if limit is None or isinstance(limit, Infinite):
        return None
    nodes = [limit if k == place else germs.constant_of(v) for k, v in enumerate(arguments)]
    try:
        expansion = Expansion(germs, name, nodes, place)
    except (Kink, NoValue, NotDifferentiable, OneSided):
        return None
    except Undecided:
        proven = germs.proven(u)
        if germs.limit_of(proven) == limit:
            raise
        return analytic(germs, name, [proven if v is u else v for v in arguments], place)
    if u.known <= 0:
        value = expansion.coefficient(0)
        return Germ({}, 0, _sign_or_zero(germs, value), value, u.smooth)
    rest = germs.sub(u, germs.of(limit))
    try:
        return germs.compose(expansion.coefficient, rest)
    except _NoFormula:
        return None


class _NoFormula(CalcdlError):
    """The formula of a derivative has no value at a point where the derivative has one."""


def _sign_or_zero(germs: Germs, node: int) -> int:
    try:
        return germs.closed.sign(node)
    except Undecided:
        return 0


class Expansion:
    """The Taylor coefficients of a function of the table at constants, in one argument."""

    def __init__(self, germs: Germs, name: str, nodes: Sequence[Any], place: int) -> None:
        self.germs, self.name, self.nodes, self.place = germs, name, nodes, place
        self.balls: Any = []
        self.compute_balls(2)  # which raises where f is not analytic

    def compute_balls(self, length: int) -> None:
        taylor = Taylor(length)
        previous = set_precision(_PRECISION)
        try:
            points = [self.germs.closed.ball(node, taylor) for node in self.nodes]
            points[self.place] = taylor.variable(points[self.place])
            series = taylor.call(self.name, points)
            self.balls = [taylor.coefficient(series, k) for k in range(length)]
        finally:
            set_precision(previous)

    def coefficient(self, k: int) -> int:
        """Return coefficient k as a closed formula; raises Undecided where none is certain."""
        closed = self.germs.closed
        if k >= len(self.balls):
            self.compute_balls(max(2 * len(self.balls), k + 1))
        ball = self.balls[k]
        if not hasattr(ball, "mid"):
            pi = hasattr(ball, "factor")
            return (
                closed.multiple(closed.constant("pi"), ball.factor) if pi else closed.number(ball)
            )
        if ball.is_zero():
            return closed.zero
        if k == 0:
            return closed.call(self.name, self.nodes)
        node = self.by_formula(k)
        if node is None or not _agrees(closed.ball(node, Taylor(1)), ball):
            raise _NoFormula(f"the derivative of order {k} of {self.name}")
        return node

    def by_formula(self, k: int) -> int | None:
        """Return f^(k)/k! at the constants; None where the formula has no value there."""
        closed = self.germs.closed
        graph = self.germs.derivative(self.name, self.place, k)
        inputs = dict(zip(rule_names(self.name), self.nodes, strict=False))
        for n in range(len(self.nodes), len(rule_names(self.name))):
            inputs[rule_names(self.name)[n]] = apply(default_graph(self.name, n), closed, {})
        try:
            node = closed.fold(apply(graph, closed, inputs))
        except CalcdlError:
            return None
        return closed.multiple(node, exact.quotient(1, factorial(k)))


def _agrees(number: Any, ball: Any) -> bool:
    """Say whether a number may be the one in a ball."""
    taylor = Taylor(1)
    try:
        return bool(taylor.scalar(number).overlaps(ball))
    except CalcdlError:
        return False


@cache
def _graph_elsewhere(name: str) -> Graph | None:
    text = _ELSEWHERE.get(name)
    return definition_graph(name) if text is None else parse(text, Names(lookup)).graph


def elsewhere(germs: Germs, name: str, arguments: Sequence[Germ]) -> Germ:
    """Return a function by its definition, or by an identity that holds where it is singular."""
    limits = [germs.limit_of(u) for u in arguments]
    if None in limits:
        if name in _BOUNDED:
            return Germ({}, 0, smooth=False)
        raise Undecided(f"what {name} is where its argument oscillates")
    if name in ("sin", "cos"):
        return Germ({}, 0, smooth=False)
    if name in ("erf", "erfc") and isinstance(limits[0], Infinite):
        return saturated(germs, name, arguments[0], limits[0].sign)
    if name in ("gamma", "digamma", "loggamma", "factorial") and isinstance(limits[0], Infinite):
        if limits[0].sign < 0:
            raise NoValue(f"{name} has a pole at every whole number on the way")
        return Germ({}, -FLAT, 1, Infinite(1))
    if name in ("gamma", "digamma"):
        return beside_pole(germs, name, arguments[0], limits[0])
    graph = _graph_elsewhere(name)
    if graph is None or (name in ("asinh", "atan", "tanh") and not _is_infinite(limits[0])):
        raise Undecided(f"what {name} is where it is not analytic")
    names = rule_names(name)
    inputs = dict(zip(names, arguments, strict=False))
    for n in range(len(arguments), len(names)):
        inputs[names[n]] = apply(default_graph(name, n), germs, {})
    found: Germ = apply(graph, germs, inputs)
    return found


def _is_infinite(limit: Any) -> bool:
    return isinstance(limit, Infinite)


def beside_pole(germs: Germs, name: str, u: Germ, limit: int) -> Germ:
    """Return gamma(u) or digamma(u) where u tends to 0, -1, -2 …, by their recurrences."""
    steps = 1 - _whole_part(germs, limit)
    if not 0 < steps <= _LONGEST_RECURRENCE:
        raise Undecided(f"what {name} is so far left")
    factors = [germs.add((u, germs.number(k))) for k in range(steps)]
    shifted = call(germs, name, [germs.add((u, germs.number(steps)))])
    if name == "gamma":
        return germs.div(shifted, germs.mul(factors))
    return germs.add([shifted, *[germs.neg(germs.inverse(factor)) for factor in factors]])


def saturated(germs: Germs, name: str, u: Germ, sign: int) -> Germ:
    """Return erf or erfc at infinity: exp(-u**2) away from the limit, or less."""
    limit = sign if name == "erf" else 1 - sign
    if u.exponent is None and germs.lead(u) is None:  # u may grow more slowly than a logarithm
        return Germ({}, 0, -1 if limit < 0 else 1, germs.closed.number(limit), u.smooth)
    terms = {(0, 0): germs.closed.number(limit)} if limit else {}
    return Germ(terms, FLAT, 0 if limit else 1, smooth=u.smooth)


# Exponential, logarithm and powers


def exponential(germs: Germs, u: Germ) -> Germ:
    """Return exp(u)."""
    closed = germs.closed
    limit = germs.limit_of(u)
    if limit is None:
        raise Undecided("what exp is where its argument oscillates")
    growing = {key: node for key, node in u.terms.items() if key[0] < 0 or (key[0] == 0 and key[1])}
    if u.exponent is not None and u.known < 0:  # exp of an exponential
        return _fast(u, u.sign)
    if u.known <= 0:
        if isinstance(limit, Infinite):
            if growing and (lead := germs.lead(u)) is not None and lead.k < 0:
                return _fast(u, limit.sign)
            grows = limit.sign > 0
            return Germ({}, -FLAT if grows else 0, 1, limit if grows else closed.zero, u.smooth)
        return Germ({}, 0, 1, closed.call("exp", [limit]), u.smooth)
    if not growing:
        return exponential_of_finite(germs, u)
    lead = germs.lead(u)
    if lead is not None and (lead.k < 0 or (lead.k == 0 and lead.j > 1)):
        return _fast(u, lead.sign)
    rest = u._replace(terms={key: n for key, n in u.terms.items() if key not in growing})
    exponent = growing.get((0, 1), closed.zero)
    value = closed.value(exponent)
    if value is not None and all(
        closed.sign(n) == 0 for key, n in growing.items() if key != (0, 1)
    ):
        return germs.product(
            germs.power_of_r(value * germs.roots), exponential_of_finite(germs, rest)
        )
    return irrational_power(germs, exponent, u.smooth)


def exponential_of_finite(germs: Germs, u: Germ) -> Germ:
    closed = germs.closed
    at_limit = closed.call("exp", [germs.limit_of(u)])
    rest = u._replace(terms={key: n for key, n in u.terms.items() if key[0] > 0})

    def coefficient(n: int) -> int:
        return closed.multiple(at_limit, exact.quotient(1, factorial(n)))

    return germs.compose(coefficient, rest)


def _fast(exponent: Germ, sign: int) -> Germ:
    """Return exp of something that tends to infinity faster than a logarithm."""
    if sign > 0:
        return Germ({}, -FLAT, 1, Infinite(1), exponent.smooth, exponent)
    return Germ({}, FLAT, 1, None, exponent.smooth, exponent)


def irrational_power(germs: Germs, exponent: int, smooth: bool) -> Germ:
    """Return a bound of s**exponent * (a positive constant + something that tends to zero)."""
    closed = germs.closed
    number = closed.ball(closed.multiple(exponent, germs.roots), Taylor(1))
    if type(number) is list:
        number = Taylor(1).ball(number[0])
    known = number.floor().unique_fmpz()
    if known is None:
        raise Undecided("which power of the distance it is")
    positive = closed.sign(exponent) > 0
    return Germ({}, int(known), 1, closed.zero if positive else Infinite(1), smooth)


def logarithm(germs: Germs, u: Germ) -> Germ:
    """Return log(u); raises OneSided where u is negative, NoValue where it is zero."""
    if germs.is_zero(u):
        raise NoValue("log of zero")
    sign = germs.sign_of(u)
    if sign < 0:
        raise OneSided("a negative number has no real logarithm")
    if u.exponent is not None:
        return u.exponent
    closed = germs.closed
    lead = germs.lead(u)
    if lead is None:
        limit = germs.limit_of(u)
        if isinstance(limit, Infinite):
            return Germ({}, -FLAT, 1, limit, u.smooth)
        if limit is None or not (u.known <= 0 or u.known >= FLAT):
            raise germs.short(u, "the logarithm of a function that is very flat")
        if limit == closed.zero or closed.sign(limit) == 0:
            return Germ({}, -FLAT, -1, Infinite(-1), u.smooth)
        value = closed.call("log", [limit])
        return Germ({}, 0, _sign_or_zero(germs, value), value, u.smooth)
    u = germs.proven(u)
    if not germs.is_pure(u, lead):
        sign = (lead.k < 0) - (lead.k > 0) or 1
        return Germ({}, 0, sign, Infinite(sign), u.smooth)

    def coefficient(n: int) -> int:
        return closed.number(exact.quotient((-1) ** (n + 1), n) if n else 0)

    leading = germs.of(closed.call("log", [lead.coefficient]))
    turns = Germ({(0, 1): closed.number(exact.quotient(lead.k, germs.roots))}) if lead.k else None
    rest = germs.compose(coefficient, germs.relative(u, lead))
    return germs.add([leading, rest] if turns is None else [turns, leading, rest])


def power(germs: Germs, u: Germ, v: Germ) -> Germ:
    """Return u**v; raises OneSided where it is not real, NoValue where it has no value."""
    closed = germs.closed
    exponent = germs.constant_of(v)
    base = germs.constant_of(u)
    if exponent is not None and base is not None:
        node = closed.nodes.make("pow", (base, exponent))
        folded = closed.fold(node)
        return germs.of(closed.pow(base, exponent) if folded == node else folded)
    value = None if exponent is None else closed.value(closed.fold(exponent))
    if value is not None and value.denominator == 1:
        return whole_power(germs, u, int(value))
    if germs.is_zero(u):
        if germs.sign_of(v) > 0:
            return u
        raise NoValue("zero is raised to a negative power")
    if germs.sign_of(u) < 0:
        raise OneSided("a negative number is raised to a power that is not whole")
    lead = germs.lead(u)
    if value is not None and lead is not None and u.exponent is None:
        u = germs.proven(u)
        if germs.is_pure(u, lead):
            return rational_power(germs, u, lead, value)
    return exponential(germs, germs.product(v, logarithm(germs, u)))


def whole_power(germs: Germs, u: Germ, exponent: int) -> Germ:
    if exponent < 0:
        return germs.inverse(whole_power(germs, u, -exponent))
    result, square = germs.number(1), u
    while exponent:
        if exponent & 1:
            result = germs.product(result, square)
        exponent >>= 1
        if exponent:
            square = germs.product(square, square)
    return result


def rational_power(germs: Germs, u: Germ, lead: Lead, exponent: Any) -> Germ:
    """Return (c*r**k*(1 + h))**exponent by the binomial series."""
    closed = germs.closed
    factor = germs.power_of_r(lead.k * exponent)

    def coefficient(n: int) -> int:
        binomial: Any = 1
        for i in range(n):
            binomial = exact.quotient(binomial * (exponent - i), i + 1)
        return closed.number(binomial)

    shift = -integer_part(lead.k * exponent)
    powers = germs.compose(coefficient, germs.relative(u, lead), shift)
    scale = germs.of(closed.fold(closed.pow(lead.coefficient, closed.number(exponent))))
    return germs.product(germs.product(scale, factor), powers)


# Piecewise functions


def absolute(germs: Germs, u: Germ) -> Germ:
    sign = _sign_or_none(germs, u)
    return _cut(u, u.known) if sign is None else germs.neg(u) if sign < 0 else u


def _sign_or_none(germs: Germs, u: Germ) -> int | None:
    """Return the sign near the point, None where u is zero as far as it is known."""
    try:
        return germs.sign_of(u)
    except (TooShort, Undecided):
        if u.known <= 0 or germs.lead(u) is not None:
            raise
        return None


def _cut(u: Germ, known: int) -> Germ:
    """Return a germ as far as it is the same as another."""
    terms = {key: node for key, node in u.terms.items() if key[0] < known}
    return Germ(terms, min(u.known, known), smooth=u.smooth)


def signum(germs: Germs, u: Germ) -> Germ:
    return germs.number(germs.sign_of(u))


def heaviside(germs: Germs, u: Germ, at_zero: Germ | None = None) -> Germ:
    sign = germs.sign_of(u)
    if sign:
        return germs.number(int(sign > 0))
    return germs.number(exact.quotient(1, 2)) if at_zero is None else at_zero


def maximum(germs: Germs, u: Germ, v: Germ) -> Germ:
    difference = germs.sub(u, v)
    sign = _sign_or_none(germs, difference)
    return _cut(u, difference.known) if sign is None else u if sign >= 0 else v


def minimum(germs: Germs, u: Germ, v: Germ) -> Germ:
    return germs.neg(maximum(germs, germs.neg(u), germs.neg(v)))


def lower(germs: Germs, u: Germ) -> Germ:
    """Return floor(u)."""
    limit = germs.limit_of(u)
    if isinstance(limit, Infinite) and u.exponent is None:  # u less something between 0 and 1
        return _cut(u, min(0, u.known))._replace(limit=limit, smooth=False)
    if limit is None or isinstance(limit, Infinite):
        raise Undecided("how often a step is taken on the way")
    below = _whole_part(germs, limit)
    falls = germs.sign_of(germs.sub(u, germs.number(below))) < 0
    return germs.number(below - 1 if falls else below)


def _whole_part(germs: Germs, node: int) -> int:
    closed = germs.closed
    value = closed.value(closed.fold(node))
    if value is not None:
        return int(value.numerator // value.denominator)
    below = closed.ball(node, Taylor(1))
    nearest = Taylor(1).ball(below[0]) if type(below) is list else below
    whole = nearest.floor().unique_fmpz()
    if whole is not None:
        return int(whole)
    near = int((nearest.mid() + Taylor(1).flint.arb(0.5)).floor().unique_fmpz())
    sign = closed.sign(closed.sub(node, closed.number(near)))
    return near - (sign < 0)


def upper(germs: Germs, u: Germ) -> Germ:
    return germs.neg(lower(germs, germs.neg(u)))


_PIECEWISE: dict[str, Callable[..., Germ]] = {
    "abs": absolute,
    "sign": signum,
    "heaviside": heaviside,
    "max": maximum,
    "min": minimum,
    "floor": lower,
    "ceil": upper,
}
