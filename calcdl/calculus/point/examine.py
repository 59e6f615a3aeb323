"""What a function does at a point: the kind of point, limits and slopes from either side."""

from __future__ import annotations

from math import factorial

from calcdl.algebra import is_zero
from calcdl.arithmetic.formulas.closed import Closed
from calcdl.arithmetic.germs.germ import Infinite
from calcdl.arithmetic.precision import current_precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import series_at
from calcdl.calculus.certify import certified_all, work_of
from calcdl.calculus.evaluation.proof import proven_number
from calcdl.calculus.germs_at import SideGerm, germ_on_side, place_of
from calcdl.calculus.point.half import Half, certain, value_of
from calcdl.errors import CalcdlError, Undecided
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import Point
from calcdl.results.point import Behaviour, OneSide
from calcdl.results.value import Value

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["LARGEST", "Examined", "behaviour", "examine"]

LARGEST = 20_000  # operations; germs of more would take longer than a person waits
_ORDERS = 4  # derivatives that are looked at, unless more are asked for
_LARGEST_CLOSED = 300  # operations of a function whose derivatives get closed formulas


def behaviour(
    graph: Graph,
    variable: str,
    point: Point,
    *,
    orders: int = _ORDERS,
    digits: int | None = None,
) -> Behaviour:
    """Return what a function of one of its variables does at a point."""
    return examine(graph, variable, point, orders).behaviour(digits)


def examine(
    graph: Graph,
    variable: str,
    point: Point,
    orders: int = _ORDERS,
    prove: Callable[[Graph], bool | None] | None = is_zero,
) -> Examined:
    """Return the germs of a function at a point, and the kind of point, before they are rounded.

    ``prove`` is asked whether a closed formula that may be zero is; None: nobody is.
    """
    closed = Closed(prove)
    place = place_of(point.values, closed)
    analytic = _is_analytic(graph, variable, point)
    if analytic and graph.operation_count() > _LARGEST_CLOSED:
        long = Undecided("the expression is too long for closed formulas")
        left, right = (Half(closed, long, side, orders) for side in (-1, 1))
        return Examined(graph, variable, point, orders, closed, None, left, right, analytic)
    here = germ_on_side(graph, variable, place, closed, 0, 0)
    left, right = (
        Half(closed, germ_on_side(graph, variable, place, closed, side, orders), side, orders)
        for side in (-1, 1)
    )
    value = here.germs.constant_of(here.germ) if isinstance(here, SideGerm) else None
    examined = Examined(graph, variable, point, orders, closed, value, left, right, analytic)
    if analytic:
        return examined
    if isinstance(here, Undecided):
        examined.why = here.reason
    else:
        examined.classify()
    return examined


def _is_analytic(graph: Graph, variable: str, point: Point) -> bool:
    """Say whether all operations are certainly analytic where they work: so is the whole."""
    try:
        with current_precision():
            series_at(graph, variable, point, Taylor(2))
    except CalcdlError:
        return False
    return True


class Examined:
    """What ``examine`` finds; numbers are closed formulas, None where there is none."""

    def __init__(
        self,
        graph: Graph,
        variable: str,
        point: Point,
        orders: int,
        closed: Closed,
        value: int | None,
        left: Half,
        right: Half,
        analytic: bool,
    ) -> None:
        self.graph, self.variable, self.point, self.orders = graph, variable, point, orders
        self.closed, self.value, self.left, self.right = closed, value, left, right
        self.analytic = analytic
        self.kind = "smooth" if analytic else "undecided"
        self.derivatives = orders if analytic else 0  # that it has, or its continuous extension
        self.why: str | None = None

    def behaviour(self, digits: int | None = None) -> Behaviour:
        """Return the result, its numbers as decimals."""
        left, right = self.left.rounded(digits), self.right.rounded(digits)
        value = None if self.value is None else value_of(self.closed, self.value, digits)
        if self.analytic and min(len(left.derivatives), len(right.derivatives)) < self.orders:
            value, *slopes = self.by_series(digits)
            left = right = OneSide(True, value, certain(slopes))
        return Behaviour(
            self.graph,
            self.variable,
            self.point.texts,
            self.kind,
            value,
            left,
            right,
            self.derivatives,
            self.derivatives >= self.orders,
            self.why or left.why or right.why if self.kind == "undecided" else None,
        )

    def by_series(self, digits: int | None) -> list[Value | None]:
        """Return value and derivatives by Taylor arithmetic; None for one that is not certain."""

        def compute() -> list[Any]:
            taylor = Taylor(self.orders + 1)
            series = series_at(self.graph, self.variable, self.point, taylor)
            return [taylor.result(series, k) * factorial(k) for k in range(self.orders + 1)]

        numbers = certified_all(compute, digits, work_of(self.graph) * (self.orders + 1))
        return [None if isinstance(number, Undecided) else number[0] for number in numbers]

    def number(self, node: int, digits: int | None) -> tuple[Value, Any]:
        """Return a closed formula as a value with proven digits, and as a number or ball."""
        return proven_number(self.closed, node, digits)

    # The kind of point

    def classify(self) -> None:
        """Find the kind of point, and how many derivatives there are."""
        left, right, a, b = self.left, self.right, self.left.limit, self.right.limit
        if not left.exists or not right.exists:
            inside = left if left.exists else right
            if inside.known and inside.limit is not None:
                self.kind = "edge of the domain"
            elif not left.exists and not right.exists:
                self.kind = "outside the domain" if self.value is None else "isolated point"
        elif isinstance(a, Infinite) or isinstance(b, Infinite):
            if a is not None and b is not None:
                essential = left.explodes or right.explodes
                self.kind = "essential singularity" if essential else "pole"
        elif a is not None and b is not None:
            try:
                self.classify_finite(a, b)
            except Undecided as undecided:
                self.why = undecided.reason

    def classify_finite(self, a: int, b: int) -> None:
        """Find the kind of a point with finite limits; raises Undecided."""
        if not self.equal(a, b):
            self.kind = "jump"
            return
        continuous = self.value is not None and self.equal(self.value, a)
        self.derivatives, first = self.common_derivatives()
        if not continuous:
            self.kind = "removable hole"
        elif self.derivatives:
            self.kind = "smooth"
        elif first is not None:
            self.kind = _steep(*first)

    def equal(self, a: int, b: int) -> bool:
        """Say whether two constants are equal; raises Undecided."""
        return a == b or self.closed.sign(self.closed.sub(a, b)) == 0

    def common_derivatives(self) -> tuple[int, tuple[Any, Any] | None]:
        """Return how many derivatives are the same on both sides, and the first pair that is not.

        The pair is None where that is not decided, or there are no more.
        """
        count = 0
        for a, b in zip(self.left.derivatives, self.right.derivatives, strict=False):
            if a is None or b is None:
                return count, None
            if isinstance(a, Infinite) or isinstance(b, Infinite):
                return count, (a, b)
            try:
                if not self.equal(a, b):
                    return count, (a, b)
            except Undecided as undecided:
                self.why = undecided.reason
                return count, None
            count += 1
        return count, None


def _steep(a: Any, b: Any) -> str:
    """Return the kind of point at which the slopes are not the same and finite."""
    if isinstance(a, Infinite) and isinstance(b, Infinite):
        return "vertical tangent" if a == b else "cusp"
    return "corner"
