"""The derivative of a function of one variable: as a formula, and at points."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import factorial
from typing import Any

from calcdl.arithmetic.taylor import Kink, OneSided, Taylor, TooShort
from calcdl.calculus.certify import certified
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, TooLarge, Undecided, UsageError
from calcdl.evaluate import apply, values
from calcdl.graph import Graph
from calcdl.reading import Point
from calcdl.results.derivative import Value

__all__ = ["choose_variable", "choose_variables", "derivative_at", "formula", "value_at"]

_LARGEST_FORMULA = 200_000  # nodes
_LONGEST_SERIES = 256  # coefficients, beyond those of the order asked for


def choose_variable(graph: Graph, wanted: str | None) -> str:
    """Return the variable to differentiate by: the one named, or the only one.

    Raises UsageError where there are several and none is named.
    """
    names = graph.symbols()
    if wanted is not None:
        if wanted not in names and not wanted.isidentifier():
            raise UsageError(f"'{wanted}' is not the name of a variable")
        return wanted
    if len(names) > 1:
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        raise UsageError(
            f"the expression has the variables {listed}: say which one with --wrt"
            f" {names[-1]}, or ask for all with 'calcdl partial'"
        )
    return names[0] if names else "x"


def choose_variables(graph: Graph, wrt: Sequence[str]) -> list[str]:
    """Return the variables to differentiate by, each once."""
    for name in wrt:
        if not name.isidentifier():
            raise UsageError(f"'{name}' is not the name of a variable")
    return list(dict.fromkeys(wrt)) or graph.symbols() or ["x"]


def formula(graph: Graph, variable: str, order: int = 1) -> Graph:
    """Return the derivative as a formula, laid out for reading.

    It equals the derivative wherever the function is differentiable. Raises TooLarge.

    >>> from calcdl.reading import read, write
    >>> write(formula(read("x^3 + 2x").graph, "x"))
    '3*x**2 + 2'
    """
    from calcdl.arithmetic.symbols import Symbols
    from calcdl.layout import lay_out
    from calcdl.sweep import tangents

    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    found = values(graph, symbols, inputs)
    current = graph
    for _ in range(order):
        slopes = tangents(current, symbols, found, {variable: symbols.one})
        current = Graph(symbols.nodes, slopes.get(current.root, symbols.zero))
        if len(symbols.nodes) > _LARGEST_FORMULA and order > 1:
            raise TooLarge(
                f"the formula of the derivative of order {order} has more than"
                f" {_LARGEST_FORMULA} parts; its value at a point has no such limit: add --at"
            )
        found = {i: i for i in current.order()}
    return lay_out(current)


def derivative_at(
    graph: Graph,
    variable: str,
    point: Point,
    order: int = 1,
    digits: int | None = None,
    side: int = 0,
) -> tuple[Value, Any]:
    """Return the derivative at a point with proven digits, and as an exact number or a ball.

    ``side`` -1 or 1 asks for the derivative on the left or right alone.

    It is computed from the function as it was written, by Taylor arithmetic: the derivative of
    order n is n! times the coefficient number n. Raises NoValue, NotDifferentiable, Undecided.
    """
    size = graph.operation_count() * (order + 1)
    if side:
        return _on_one_side(graph, variable, point, order, digits, side)
    try:
        return certified(partial(_scaled, graph, variable, point, order, order, 0), digits, size)
    except Kink:
        return _decide_by_sides(graph, variable, point, order, digits)
    except Undecided as undecided:
        exact = _exactly(graph, variable, point, order)
        if exact is None:
            raise undecided
        return certified(lambda: exact, digits)


def _on_one_side(
    graph: Graph, variable: str, point: Point, order: int, digits: int | None, side: int
) -> tuple[Value, Any]:
    here = value_at(graph, point)[0].decimal  # raises NoValue where there is none
    found = _side(graph, variable, point, order, digits, side)
    where = f"at {variable} = {point.texts[variable]}"
    name = "left" if side < 0 else "right"
    if isinstance(found, CalcdlError):
        message = (
            f"there is no derivative {where} on the {name}: it is {_slope(graph, found)} there"
        )
        error = NotDifferentiable(message)
        error.node = found.node
        raise error
    if order and here != found[0][0].decimal:
        raise NotDifferentiable(
            f"there is no derivative {where} on the {name}: the function is {here} at the point,"
            f" but tends to {found[0][0].decimal} there"
        )
    return found[order]


def _exactly(graph: Graph, variable: str, point: Point, order: int) -> Any:
    """Return the derivative at a smooth point if the formula has a rational value there, else None.

    So the derivative of sin(x)**2 + cos(x)**2 is zero, which no ball can prove. The formula is the
    derivative where the function is differentiable, and the series has shown that it is.
    """
    try:
        taylor = Taylor(1)
        inputs = point_inputs(taylor, point)
        series_at(graph, variable, point, Taylor(order + 1))
        value = taylor.result(apply(formula(graph, variable, order), taylor, inputs), 0)
    except CalcdlError:
        return None
    return None if hasattr(value, "mid") else value


def coefficient(
    graph: Graph, variable: str, point: Point, order: int, k: int, side: int = 0
) -> Any:
    """Return coefficient k of the Taylor series up to an order, at flint's current precision.

    Where that many coefficients do not decide a branch, more are computed.
    """
    length = order + 1
    while True:
        taylor = Taylor(length, side)
        try:
            return taylor.result(series_at(graph, variable, point, taylor), k)
        except TooShort as short:
            length *= 2
            if length > max(_LONGEST_SERIES, 4 * order):
                raise Undecided(short.message) from None


def point_inputs(taylor: Taylor, point: Point) -> dict[str, Any]:
    """Return the values of the variables at a point as constants."""
    return {name: apply(value, taylor, {}) for name, value in point.values.items()}


def series_at(graph: Graph, variable: str, point: Point, taylor: Taylor) -> Any:
    """Return the Taylor series of a function in one of its variables."""
    inputs = point_inputs(taylor, point)
    inputs[variable] = taylor.variable(inputs[variable])
    return apply(graph, taylor, inputs)


def value_at(graph: Graph, point: Point, digits: int | None = None) -> tuple[Value, Any]:
    """Return the value of the function at a point with proven digits, and the number itself."""
    taylor = Taylor(1)

    def compute() -> Any:
        inputs = point_inputs(taylor, point)
        return taylor.result(apply(graph, taylor, inputs), 0)

    return certified(compute, digits, graph.operation_count())


def _decide_by_sides(
    graph: Graph, variable: str, point: Point, order: int, digits: int | None
) -> tuple[Value, Any]:
    """Compare the Taylor series to the left and right of a point where they may differ."""
    here = value_at(graph, point)[0]
    left, right = (_side(graph, variable, point, order, digits, side) for side in (-1, 1))
    where = f"at {variable} = {point.texts[variable]}"
    if isinstance(left, CalcdlError) or isinstance(right, CalcdlError):
        raise _unbounded(graph, where, left, right)
    _require_continuous(where, here.decimal, left[0][0].decimal, right[0][0].decimal)
    for k in range(1, order + 1):
        a, b = left[k][0].decimal, right[k][0].decimal
        if a != b:
            what = "slope" if k == 1 else f"derivative of order {k}"
            kind = "a corner" if k == 1 else "a corner in an earlier derivative"
            raise NotDifferentiable(
                f"there is no derivative {where}: the function has {kind} there, its {what} is"
                f" {a} on the left and {b} on the right",
                left=a,
                right=b,
            )
    return right[order]


Side = list[tuple[Value, Any]] | OneSided | NotDifferentiable


def _side(
    graph: Graph, variable: str, point: Point, order: int, digits: int | None, side: int
) -> Side:
    """Return value and derivatives on one side, or why there are none."""
    size = graph.operation_count() * (order + 1)
    try:
        return [
            certified(
                partial(_scaled, graph, variable, point, order, k, side),
                digits if k == order else None,
                size,
            )
            for k in range(order + 1)
        ]
    except (OneSided, NotDifferentiable) as error:
        return error
    except NoValue as error:
        # The value at the point is another branch's, and this one may well have a limit there.
        undecided = Undecided(f"this could not be decided: beside the point {error.message}")
        undecided.node = error.node
        raise undecided from None


def _unbounded(graph: Graph, where: str, left: Side, right: Side) -> CalcdlError:
    """Return the error for a point where a side is missing, or steeper than any line."""
    missing = isinstance(left, OneSided) or isinstance(right, OneSided)
    slopes = [_slope(graph, side) for side in (left, right)]
    if "not decided" in slopes and not missing:
        found: CalcdlError = Undecided(
            "this could not be decided with certainty: a part of the function has no finite slope"
        )
    else:
        on_left, on_right = slopes
        what = "the domain of the function ends there" if missing else "the function is steep there"
        found = NotDifferentiable(
            f"there is no derivative {where}: {what}, its slope is {on_left} on the left and"
            f" {on_right} on the right"
        )
    found.node = next((s.node for s in (left, right) if isinstance(s, CalcdlError)), None)
    return found


def _slope(graph: Graph, side: Side) -> str:
    if isinstance(side, OneSided):
        return "undefined"
    if isinstance(side, NotDifferentiable):
        return "infinite" if side.node == graph.root else "not decided"
    return side[1][0].decimal


def _require_continuous(where: str, here: str, left: str, right: str) -> None:
    """Raise NotDifferentiable unless the value is the limit from either side."""
    if left != right:
        also = "" if here in (left, right) else f", and is {here} at the point"
        raise NotDifferentiable(
            f"there is no derivative {where}: the function jumps there, from {left} on the left"
            f" to {right} on the right{also}"
        )
    if here != left:
        raise NotDifferentiable(
            f"there is no derivative {where}: the function is {here} there, but {left} on both"
            " sides"
        )


def _scaled(graph: Graph, variable: str, point: Point, order: int, k: int, side: int) -> Any:
    return coefficient(graph, variable, point, order, k, side) * factorial(k)
