"""The derivative of a function of one variable: as a formula, and at points."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import factorial
from typing import Any

from calcdl.arithmetic.taylor.numbers import Kink, Taylor
from calcdl.calculus.certify import certified, work_of
from calcdl.calculus.exactness import decided
from calcdl.errors import (
    CalcdlError,
    NotDifferentiable,
    NoValue,
    TooClose,
    TooLarge,
    Undecided,
    UsageError,
)
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import Point
from calcdl.results.value import Value
from calcdl.sweep.forward import Facts, apply, values

__all__ = [
    "ENOUGH_FOR_MOST",
    "choose_variable",
    "choose_variables",
    "derivative_at",
    "exact_value_of",
    "formula",
    "may_have_pieces",
    "value_at",
]

_LARGEST_FORMULA = 200_000  # nodes
ENOUGH_FOR_MOST = 1 << 11  # bits, before algebra is tried
_SINGULAR = frozenset(("cbrt", "sinc", "Si", "hypot"))  # at points where the function may be smooth
_PIECEWISE = frozenset(("where", "abs", "sign", "heaviside", "max", "min", "clip", "floor", "ceil",
                        "relu", "leaky_relu", "elu", "selu", "celu", "relu6", "hardtanh",
                        "hardsigmoid", "hardswish", *_SINGULAR))  # fmt: skip


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

    It equals the derivative wherever the function is differentiable; that of order 0 is the
    function as it was written. Raises TooLarge, and NowhereDefined where a part of the function
    that is always needed has no value.

    >>> from calcdl.reading.expressions import read, write
    >>> write(formula(read("x^3 + 2x").graph, "x"))
    '3*x**2 + 2'
    """
    if order == 0:
        return graph
    from calcdl.arithmetic.formulas.layout import lay_out
    from calcdl.arithmetic.formulas.products import Symbols
    from calcdl.sweep.derivatives import tangents

    symbols = Symbols()
    inputs = {name: symbols.nodes.symbol(name) for name in graph.symbols()}
    found = values(graph, symbols, inputs)
    if symbols.holds_constants:
        from calcdl.calculus.nowhere import require_values

        require_values(graph, symbols, found)
    current, tidied = graph, found[graph.root]
    has_pieces = may_have_pieces(graph)
    checks_points = has_pieces or symbols.holds_roots
    for step in range(order):
        if step:
            found = {i: i for i in current.order()}
        if has_pieces:
            from calcdl.arithmetic.formulas.pieces import by_pieces

            current, found = by_pieces(symbols, current, found)
        slopes = tangents(current, symbols, found, {variable: symbols.one})
        current = Graph(symbols.nodes, slopes.get(current.root, symbols.zero))
        if len(symbols.nodes) > _LARGEST_FORMULA and order > 1:
            raise TooLarge(
                f"the formula of the derivative of order {order} has more than"
                f" {_LARGEST_FORMULA} parts; its value at a point has no such limit: add --at"
            )
    if checks_points and (has_pieces or _may_be_singular(graph)):
        from calcdl.calculus.derivative.removable import with_points

        function = Graph(symbols.nodes, tidied)
        root = with_points(symbols, function, variable, order, current.root)
        current = Graph(symbols.nodes, root)
    return lay_out(current)


def may_have_pieces(graph: Graph) -> bool:
    """Say whether the rules alone may not give the derivative everywhere that there is one."""
    return not _PIECEWISE.isdisjoint(graph.kinds())


def _may_be_singular(graph: Graph) -> bool:
    """Say whether the rule of a root may fail at single points, as for sqrt(x**4)."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    for i in graph.order():
        if operations[i] == "sqrt" or (
            operations[i] == "pow" and not _is_whole(graph, arguments[i][1])
        ):
            base = arguments[i][0]
            inside = [operations[j] for j in graph.nodes.children(base)]
            if operations[base] == "pow" or "pow" in inside:
                return True
    return False


def _is_whole(graph: Graph, node: int) -> bool:
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    while operations[node] == "neg":
        node = arguments[node][0]
    return operations[node] == "number" and type(arguments[node][0]) is int


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
    order n is n! times the coefficient number n. Where the function is analytic, so are both of
    its sides. Raises NoValue, NotDifferentiable, Undecided.
    """
    size = work_of(graph) * (order + 1)

    def ask(facts: Facts) -> tuple[Value, Any]:
        compute = partial(_scaled, graph, variable, point, order, facts)
        try:
            return certified(compute, digits, size, ENOUGH_FOR_MOST)
        except Undecided:
            exact = _exactly(graph, variable, point, order, facts)
            return certified(compute if exact is None else lambda: exact, digits, size)

    cause: CalcdlError
    try:
        return decided(ask, graph, point, (variable,))
    except TooClose:
        raise
    except (Kink, NoValue, NotDifferentiable, Undecided) as error:
        cause = error
    return _settled(graph, variable, point, order, digits, side, cause)


def _settled(
    graph: Graph,
    variable: str,
    point: Point,
    order: int,
    digits: int | None,
    side: int,
    cause: CalcdlError | None,
) -> tuple[Value, Any]:
    if order == 0:
        if cause is not None:
            raise cause
        return value_at(graph, point, digits)
    from calcdl.calculus.derivative.corners import settle

    return settle(graph, variable, point, order, digits, side, None if side else cause)


def _exactly(graph: Graph, variable: str, point: Point, order: int, facts: Facts) -> Any:
    """Return the derivative at a smooth point if its formula tells that exactly, else None."""
    try:
        series_at(graph, variable, point, Taylor(order + 1), facts)
        return exact_value_of(formula(graph, variable, order), point)
    except CalcdlError:
        return None


def exact_value_of(derivative: Graph, point: Point) -> Any:
    """Return the rational value of a formula at a point, None where it is not known to be one.

    So the derivative of sin(x)**2 + cos(x)**2 is zero, which no ball can prove. A formula is the
    derivative where the function is differentiable: whoever asks has to have shown that it is.
    """
    from calcdl.calculus.derivative.corners import is_zero_at

    try:
        taylor = Taylor(1)
        value = taylor.result(apply(derivative, taylor, point_inputs(taylor, point)), 0)
    except CalcdlError:
        return None
    if not hasattr(value, "mid") or value.is_exact():
        return value
    return 0 if value.contains(0) and is_zero_at(derivative, point) else None


def coefficient(
    graph: Graph, variable: str, point: Point, k: int, facts: Facts | None = None
) -> Any:
    """Return coefficient k of the Taylor series at a point, at flint's current precision."""
    taylor = Taylor(k + 1)
    return taylor.result(series_at(graph, variable, point, taylor, facts), k)


def point_inputs(taylor: Taylor, point: Point) -> dict[str, Any]:
    """Return the values of the variables at a point as constants."""
    return {name: apply(value, taylor, {}) for name, value in point.values.items()}


def series_at(
    graph: Graph, variable: str, point: Point, taylor: Taylor, facts: Facts | None = None
) -> Any:
    """Return the Taylor series of a function in one of its variables."""
    inputs = point_inputs(taylor, point)
    inputs[variable] = taylor.variable(inputs[variable])
    return values(graph, taylor, inputs, facts)[graph.root]


def value_at(graph: Graph, point: Point, digits: int | None = None) -> tuple[Value, Any]:
    """Return the value of the function at a point with proven digits, and the number itself."""
    taylor = Taylor(1)

    size = work_of(graph)

    def ask(facts: Facts) -> tuple[Value, Any]:
        def compute() -> Any:
            found = values(graph, taylor, point_inputs(taylor, point), facts)
            return taylor.result(found[graph.root], 0)

        try:
            return certified(compute, digits, size, ENOUGH_FOR_MOST)
        except Undecided:
            from calcdl.calculus.derivative.corners import is_zero_at

            return certified((lambda: 0) if is_zero_at(graph, point) else compute, digits, size)

    try:
        return decided(ask, graph, point)
    except TooClose:
        raise
    except Undecided as undecided:
        cause = undecided
    from calcdl.calculus.derivative.corners import value_by_proof

    try:
        return value_by_proof(graph, point, digits)
    except Undecided:
        raise cause from None


def _scaled(graph: Graph, variable: str, point: Point, order: int, facts: Facts) -> Any:
    return coefficient(graph, variable, point, order, facts) * factorial(order)
