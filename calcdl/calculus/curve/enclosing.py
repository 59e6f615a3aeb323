"""A function of one variable on intervals: balls that hold all its values and derivatives there."""

from __future__ import annotations

from collections.abc import Mapping
from math import comb, perm
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic import exact
from calcdl.arithmetic.exact import simplest
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.errors import CalcdlError, NoValue
from calcdl.graph.nodes import Graph
from calcdl.sweep.forward import apply, values

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Ball, Constant, FlintRational, Number
    from calcdl.arithmetic.ranges import Range
    from calcdl.graph.nodes import Rational

__all__ = ["Enclosing", "Jet", "fraction_of"]

_PATIENCE, _LEAST_COST = 60_000, 8  # operations for one answer, and those that a sweep costs
_MULTIPLICITY, _MOST_REFUTED = 4, 3  # of zeros that are divided out, and attempts at a point
_LENGTH = 6  # of Taylor polynomials
_OF_INTERVALS, _OF_POINTS = 64, 128  # bits
_MOST_OF_POINTS = 1024
_RELATIVE = 40  # bits of a value that are certain
_NOTHING = 1e-60  # what is certainly less is drawn as zero


class Jet(NamedTuple):
    """What is known of a function on an interval.

    ``coefficients`` are balls that hold f, f', f''/2 … at every point of the interval, on which f
    is then analytic. Without them f has certainly no value on the interval, but for isolated
    points, if it is ``empty``, and else nothing is known; ``node`` is the operation that spoke
    against it.
    """

    coefficients: tuple[Ball, ...] | None
    empty: bool = False
    node: int | None = None


class Enclosing:
    """A function of one variable, the others being constants, over intervals and at points.

    With an ``order`` it is that derivative of the function of the graph, wherever it exists. It
    counts its sweeps in ``work``.
    """

    def __init__(
        self, graph: Graph, variable: str, others: Mapping[str, Graph], order: int = 0
    ) -> None:
        self.graph, self.variable, self.others, self.order = graph, variable, others, order
        self.work = 0
        # Sweeps for one answer.
        self.patience = _PATIENCE // (_LEAST_COST + graph.operation_count())
        self._taylor = Taylor(1)
        self._at: dict[FlintRational, Ball | None] = {}
        self._formula: Graph | None = None
        self.divides = "div" in graph.kinds()
        self._refuted: dict[Rational, int] = {}  # points at which there is no removable hole

    def derivative(self, order: int = 1) -> Enclosing:
        return Enclosing(self.graph, self.variable, self.others, self.order + order)

    def on(self, left: FlintRational, right: FlintRational, length: int = 3) -> Jet:
        """Return what is known on a closed interval."""
        with precision(_OF_INTERVALS):
            return self.around(self.interval(left, right), length)

    def closely(
        self, left: FlintRational, right: FlintRational, length: int = 3
    ) -> tuple[Ball, ...] | None:
        """Return narrower balls for f, f', f''/2 … on an interval, None where it is not analytic.

        They come from the Taylor polynomial at the middle, with the remainder of Lagrange.
        """
        middle = (left + right) / 2
        with precision(_OF_INTERVALS):
            interval = self.interval(left, right)
            rest = self.around(interval, _LENGTH + 1).coefficients
            first = self.at_number(fraction_of(middle), _LENGTH).coefficients
            if rest is None or first is None:
                return None
            terms = [*first, rest[-1]]
            distance = interval - middle
            found = []
            for order in range(length):
                total = terms[-1] * comb(_LENGTH, order)
                for k in range(_LENGTH - 1, order - 1, -1):
                    total = total * distance + terms[k] * comb(k, order)
                found.append(total)
            return tuple(found)

    def across(
        self, left: FlintRational, right: FlintRational, reach: FlintRational, length: int = 3
    ) -> tuple[Ball, ...] | None:
        """Return balls for f, f', f''/2 … on an interval next to a hole that is removable.

        They come from a series of the quotient around the hole, which is the simplest number
        within ``reach`` of the interval. None where there is none.
        """
        point = simplest(fraction_of(left - reach), fraction_of(right + reach))
        if not self.divides or self._refuted.get(point, 0) >= _MOST_REFUTED:
            return None
        from calcdl.arithmetic.taylor.removable import Removable

        self.work += 2
        length += self.order
        removable = Removable(length + _MULTIPLICITY)
        taylor = removable.taylor
        with precision(_OF_INTERVALS):
            whole = self.interval(left, right).union(taylor.ball(point))
            try:
                inputs = {name: apply(g, removable, {}) for name, g in self.others.items()}
                inputs[self.variable] = removable.variable(point, whole)
                series = apply(self.graph, removable, inputs).over
                coefficients = self._derived(taylor, series, length)
            except CalcdlError:
                coefficients = None
        if coefficients is None:
            self._refuted[point] = self._refuted.get(point, 0) + 1
        return coefficients

    def _derived(self, taylor: Taylor, series: Number, length: int) -> tuple[Ball, ...] | None:
        """Return the coefficients of the derivative that this is, None if one is not finite."""
        if not taylor.is_constant(series) and taylor.known(taylor.to_series(series)) < length:
            return None
        orders = range(self.order, length)
        balls = [taylor.ball(taylor.coefficient(series, k)) * perm(k, self.order) for k in orders]
        return tuple(balls) if all([ball.is_finite() for ball in balls]) else None

    def range(self, left: FlintRational, right: FlintRational) -> Range | None:
        """Return a range of the values on an interval on which f is analytic, None if unknown.

        It is less narrow than a ball of them, but it may reach from 1 to 1e100. That of a
        derivative comes from its formula, of which factors keep their sign.
        """
        from calcdl.arithmetic.ranges import Range, Ranges

        self.work += 1
        with precision(_OF_INTERVALS):
            ranges = Ranges()
            ends = self.interval(left, left).lower(), self.interval(right, right).upper()
            try:
                inputs = {name: apply(value, ranges, {}) for name, value in self.others.items()}
                return apply(self.formula(), ranges, {**inputs, self.variable: Range(*ends)})
            except CalcdlError:
                return None

    def formula(self) -> Graph:
        """Return the function, which may be a derivative, as a formula."""
        if self._formula is None:
            from calcdl.calculus.derivative.formula import formula

            order = self.order
            self._formula = formula(self.graph, self.variable, order) if order else self.graph
        return self._formula

    def interval(self, left: FlintRational, right: FlintRational) -> Ball:
        """Return a ball that holds an interval."""
        ball = self._taylor.flint.arb
        return ball(left).union(ball(right))

    def ball(self, q: Rational) -> Ball:
        return self._taylor.ball(q)

    def rational(self, q: Rational) -> FlintRational:
        return self._taylor.flint.fmpq(q.numerator, q.denominator)

    def whole(self) -> int | None:
        """Return the whole number that the function is if it is constant, else None."""
        value = (
            None
            if self.graph.symbols()
            else self._taylor.value(apply(self.graph, self._taylor, {}))
        )
        return value if type(value) is int else None

    def double_at(self, q: Rational) -> float | None:
        """Return the value at a rational point as a double, None where none is certain."""
        value = self.at(self.rational(q))
        return None if value is None else float(value.mid())

    def at_number(self, q: Rational, length: int) -> Jet:
        """Return what is known at a rational number, at the precision in force."""
        return self.around(self._taylor.number(q), length)

    def around(self, place: Constant, length: int) -> Jet:
        """Return what is known at a number or on the interval that a ball is, in this precision."""
        self.work += 1
        length += self.order
        taylor = Taylor(length)
        inputs = {name: apply(value, taylor, {}) for name, value in self.others.items()}
        inputs[self.variable] = taylor.variable(place)
        try:
            series = values(self.graph, taylor, inputs)[self.graph.root]
        except NoValue as error:
            return Jet(None, empty=True, node=error.node)
        except CalcdlError as error:
            return Jet(None, node=error.node)
        return Jet(self._derived(taylor, series, length))

    def at(self, x: FlintRational) -> Ball | None:
        """Return the value at a rational point as a narrow ball, None where none is certain."""
        if x not in self._at:
            self._at[x] = self._value(x)
        return self._at[x]

    def _value(self, x: FlintRational) -> Ball | None:
        bits = _OF_POINTS
        while bits <= _MOST_OF_POINTS:
            with precision(bits):
                jet = self.at_number(fraction_of(x), 1)
                if jet.empty:
                    return None
                if jet.coefficients is not None:
                    (value,) = jet.coefficients
                    if value.rel_accuracy_bits() > _RELATIVE or abs(value) < _NOTHING:
                        return value
            bits *= 2
        return None


def fraction_of(x: FlintRational) -> Rational:
    """Return flint's rational number as Python's."""
    return exact.quotient(int(x.p), int(x.q))
