"""The functions of the table over germs.

Where the argument has a finite limit at which the function is analytic, its Taylor coefficients
there decide. Elsewhere - at infinity, at a pole, where a root begins - a function is what its
definition or an identity in its row says, down to exp, log and powers, which are done here.

Identities: NIST Digital Library of Mathematical Functions, 4.24.2, 4.37.16-21, 5.5.1, 5.5.2.
"""

from __future__ import annotations

from math import factorial

from calcdl.arithmetic import exact
from calcdl.arithmetic.germs.germ import Germ, Infinite, Span
from calcdl.arithmetic.germs.numbers import GermNumbers
from calcdl.arithmetic.germs.powers import exponential, logarithm
from calcdl.arithmetic.germs.steps import STEPWISE, between
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.pi import MultipleOfPi
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.signals import Kink, OneSided
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import (
    condition_graphs,
    definition_graph,
    singular_graph,
)
from calcdl.graph.nodes import Undefined
from calcdl.lean import TYPE_CHECKING, cache
from calcdl.sweep.corners import corners, named
from calcdl.sweep.forward import apply

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from calcdl.arithmetic.kinds import Ball, Coefficient, Number

__all__ = ["call"]

_PRECISIONS = (160, 640, 2560)  # bits, of the balls that formulas of Taylor coefficients match

_BITS_OF_SOME_WORK = 1 << 20  # bits squared that take as long as what is done for any function
_SPAN_BITS = 128


def call(germs: GermNumbers, name: Any, arguments: Sequence[Germ]) -> Germ:
    """Return a function of germs; raises NoValue or OneSided, TooShort, Finer, Undecided."""
    if type(name) is Undefined:
        raise Undecided(f"{name.name} is an undefined function, so it has no value")
    if name in STEPWISE:
        return STEPWISE[name](germs, *arguments)
    if is_piecewise(name):
        return elsewhere(germs, name, arguments)
    constants = [germs.constant_of(u) for u in arguments]
    if None not in constants:
        try:
            return constant_call(germs, name, constants)
        except Undecided:
            proven = [germs.proven(u) for u in arguments]
            if proven != list(arguments):
                return call(germs, name, proven)
            if not FUNCTIONS[name].poles and not at_corner(germs, name, constants):
                raise
            return elsewhere(germs, name, arguments)
    if name == "exp":
        return exponential(germs, arguments[0])
    if name == "log":
        return logarithm(germs, arguments[0])
    if name == "logsumexp":
        powers = [exponential(germs, u) for u in arguments]
        return logarithm(germs, germs.add(powers))
    varying = [place for place, node in enumerate(constants) if node is None]
    if len(varying) == 1:
        series = analytic(germs, name, arguments, varying[0])
        # A series without terms is perhaps zero, and perhaps flat: the definition may tell.
        if series is not None and (series.terms or definition_graph(name) is None):
            return series
    return elsewhere(germs, name, arguments)


@cache
def is_piecewise(name: str) -> bool:
    """Say whether a function is made of pieces, like relu, which may be exact between corners."""
    row, definition = FUNCTIONS[name], definition_graph(name)
    if definition is None or row.domain or row.elsewhere or row.removable:
        return False
    operations = definition.nodes.operations
    return any(operations[i] == "where" or operations[i] in STEPWISE for i in definition.order())


def constant_call(germs: GermNumbers, name: str, nodes: Sequence[Any]) -> Germ:
    """Return a function of constants, which raises NoValue where it is not real."""
    closed = germs.closed
    with_domain = closed.nodes.make(name, tuple(nodes))
    try:
        folded = closed.fold(with_domain)
    except Undecided:
        proven = [closed.proven(node) for node in nodes]
        if proven == list(nodes):
            raise
        return constant_call(germs, name, proven)
    return germs.of(closed.call(name, nodes) if folded == with_domain else folded)


def analytic(germs: GermNumbers, name: str, arguments: Sequence[Germ], place: int) -> Germ | None:
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
        if FUNCTIONS[name].poles or at_corner(germs, name, nodes):
            return None
        proven = germs.proven(u)
        if germs.limit_of(proven) == limit:
            raise
        return analytic(germs, name, [proven if v is u else v for v in arguments], place)
    if u.known <= 0:
        value = expansion.coefficient(0)
        return Germ({}, 0, germs.closed.sign_or_zero(value), value, u.smooth)
    rest = germs.sub(u, germs.of(limit))
    try:
        return germs.compose(expansion.coefficient, rest)
    except _NoFormula:
        return None


class _NoFormula(CalcdlError):
    """The formula of a derivative has no value at a point where the derivative has one."""


class Expansion:
    """The Taylor coefficients of a function of the table at constants, in one argument."""

    def __init__(self, germs: GermNumbers, name: str, nodes: Sequence[Any], place: int) -> None:
        self.germs, self.name, self.nodes, self.place = germs, name, nodes, place
        self.balls: list[Coefficient] = []
        self.bits = self.precise_enough()

    def precise_enough(self) -> int:
        """Compute two coefficients; return the bits that took. Raises where f is not analytic."""
        for bits in _PRECISIONS[:-1]:
            try:
                self.compute_balls(2, bits)
            except Undecided:
                continue
            return bits
        self.compute_balls(2, _PRECISIONS[-1])
        return _PRECISIONS[-1]

    def compute_balls(self, length: int, bits: int) -> None:
        taylor = Taylor(length)
        row = FUNCTIONS[self.name]
        self.germs.spend(length * row.work * (1 + bits * bits // _BITS_OF_SOME_WORK))
        with precision(bits):
            points: list[Number] = [self.germs.closed.ball(node, bits) for node in self.nodes]
            points[self.place] = taylor.variable(
                self.germs.closed.ball(self.nodes[self.place], bits)
            )
            series = taylor.call(self.name, points)
            self.balls = [taylor.coefficient(series, k) for k in range(length)]

    def coefficient(self, k: int) -> int:
        """Return coefficient k as a closed formula; raises Undecided where none is certain."""
        closed = self.germs.closed
        if k >= len(self.balls):
            self.compute_balls(max(2 * len(self.balls), k + 1), self.bits)
        ball = self.balls[k]
        if type(ball) is MultipleOfPi:
            return closed.multiple(closed.constant("pi"), ball.factor)
        if not is_ball(ball):
            return closed.number(ball)
        if ball.is_zero():
            return closed.zero
        if k == 0:
            return closed.call(self.name, self.nodes)
        node = self.by_formula(k)
        if node is None or not self.agrees(node, ball):
            raise _NoFormula(f"the derivative of order {k} of {self.name}")
        return node

    def agrees(self, node: int, ball: Ball) -> bool:
        """Say whether a number may be the one in a ball."""
        try:
            number = self.germs.closed.ball(node, self.bits)
        except CalcdlError:
            return False
        with precision(self.bits):
            return bool(Taylor(1).ball_of(number).overlaps(ball))

    def by_formula(self, k: int) -> int | None:
        """Return f^(k)/k! at the constants; None where the formula has no value there."""
        closed = self.germs.closed
        graph = self.germs.derivative(self.name, self.place, k)
        inputs = named(closed, self.name, self.nodes)
        try:
            node = closed.fold(apply(graph, closed, inputs))
        except CalcdlError:
            return None
        return closed.multiple(node, exact.quotient(1, factorial(k)))


def at_corner(germs: GermNumbers, name: str, nodes: Sequence[Any]) -> bool:
    """Say whether a function is proven not to be smooth at constants."""
    closed = germs.closed
    try:
        return any(closed.sign(corner) == 0 for corner in corners(closed, name, nodes))
    except CalcdlError:
        return False


def require_domain(germs: GermNumbers, name: str, arguments: Sequence[Germ]) -> None:
    """Raise OneSided where a function is not real near the point; TooShort, Undecided."""
    for text, condition in condition_graphs(name):
        if germs.is_zero(apply(condition, germs, named(germs, name, arguments))):
            raise OneSided(f"{FUNCTIONS[name].prints} needs {text}")


def elsewhere(germs: GermNumbers, name: str, arguments: Sequence[Germ]) -> Germ:
    """Return a function by its definition, or by an identity that holds where it is singular."""
    limits = [germs.limit_of(u) for u in arguments]
    if None in limits and not is_piecewise(name):
        return oscillating(germs, name, arguments)
    if name in ("sin", "cos"):
        return between(germs, -1, 1)
    require_domain(germs, name, arguments)
    from calcdl.arithmetic.germs.special import AT_INFINITY_ONLY, rule_of

    rule = rule_of(name)
    if rule is not None and (_is_infinite(limits[-1]) or name not in AT_INFINITY_ONLY):
        return rule(germs, arguments, limits)
    graph = singular_graph(name)
    if graph is None or (FUNCTIONS[name].at_infinity and not _is_infinite(limits[0])):
        raise Undecided(f"what {name} is where it is not analytic")
    return apply(graph, germs, named(germs, name, arguments))


def oscillating(germs: GermNumbers, name: str, arguments: Sequence[Germ]) -> Germ:
    """Return a function of what oscillates, as the numbers between which it stays; Undecided."""
    try:
        ball = ball_over(germs, name, arguments)
    except CalcdlError:
        if name in ("sqrt", "hypot"):  # a root may begin at zero
            graph = singular_graph(name)
            assert graph is not None
            return apply(graph, germs, named(germs, name, arguments))
        within = FUNCTIONS[name].within
        if within is None:
            raise Undecided(f"what {name} is where its argument oscillates") from None
        return between(germs, *within)
    return Germ({}, 0, 0, None, False, span=Span(ball.lower(), ball.upper()))


def ball_over(germs: GermNumbers, name: str, arguments: Sequence[Germ]) -> Ball:
    """Return a ball that holds a function's values near the point; raises where there is none."""
    with precision(_SPAN_BITS):
        parts = [part_over(germs, u) for u in arguments]
        return Taylor(1).ball_of(Taylor(1).call(name, parts))


def part_over(germs: GermNumbers, u: Germ) -> Any:
    """Return a constant, or the ball in which a function stays near the point; raises Undecided."""
    node = germs.constant_of(u)
    if node is not None:
        return germs.closed.ball(node, _SPAN_BITS)
    span = germs.within(u, 0)
    if span is None:
        raise Undecided("how large what oscillates is")
    return span.low.union(span.high)


def _is_infinite(limit: Any) -> bool:
    return isinstance(limit, Infinite)
