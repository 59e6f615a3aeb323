"""Single points at which a formula is not the derivative, although the function has one.

The rules say nothing where a part of the function is not smooth, and the branch of a single point
has no slope of its own. So the formula is compared, at every such point that can be named, with
what the function does on both sides of it, and told apart there if it has to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.cases import PIECEWISE
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.signs import MINUS, Signs
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.derivative.roots import roots_of
from calcdl.calculus.point.examine import examine
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import removable_graphs
from calcdl.graph.nodes import COMPARISONS, Graph, Nodes, reachable
from calcdl.graph.rewrite import transplant
from calcdl.reading.points import Point
from calcdl.reading.writing import write
from calcdl.sweep.corners import corners, named
from calcdl.sweep.forward import apply

__all__ = ["with_points"]

_PRECISION = 128  # bits
_PRECISION_NEAR = 1024  # where much cancels
_DISTANCES = (20, 40)  # from a point: two to the power of that, below one
_LARGE = 100.0
_SMALL = 1e-3
_TINY = 1e-9
_MOST_POINTS = 12
_LARGEST = 400  # operations
_CONTINUOUS = frozenset([row.name for row in FUNCTIONS.values() if row.pieces == "joined"])


def with_points(symbols: Symbols, function: Graph, variable: str, order: int, formula: int) -> int:
    """Return the formula of a derivative with the values at single points where it needs them.

    ``function`` is what the formula is the derivative of; it and the formula are in one table.
    """
    size = Graph(symbols.nodes, formula).operation_count()
    if size > _LARGEST or variable not in function.symbols():
        return formula
    if order == 1 and _is_plain(symbols.nodes, function.order()):
        return formula
    with_cases = formula
    for special in _special_points(symbols, function):
        value = _missing_value(symbols, function, variable, order, formula, special.point)
        if value is not None:
            with_cases = symbols.choose(special.condition, value, with_cases)
    return with_cases


class _Special(NamedTuple):
    """A point, and the condition that holds there and nowhere else."""

    condition: int
    point: Point


def _missing_value(
    symbols: Symbols, function: Graph, variable: str, order: int, formula: int, point: Point
) -> int | None:
    """Return the derivative at a point if it exists there, and the formula is something else."""
    if not _may_be_missing(Graph(symbols.nodes, formula), variable, point):
        return None
    try:
        examined = examine(function, variable, point, order, prove=None)
    except CalcdlError:
        return None
    known = min(examined.derivatives, len(examined.right.derivatives))
    if examined.kind != "smooth" or known < order:
        return None
    node = examined.right.derivatives[order - 1]
    if not isinstance(node, int):
        return None
    closed = Graph(examined.closed.nodes, node)
    if _agree(closed, Graph(symbols.nodes, formula), point):
        return None
    inputs: dict[str, Any] = {}
    return int(apply(closed, symbols, inputs))


def _may_be_missing(formula: Graph, variable: str, point: Point) -> bool:
    """Say whether a derivative may exist and be missing, going by the formula close to a point.

    It does not exist where the formula ends, grows, or tends to two numbers; and it is there where
    the formula goes through the point, because a derivative does not jump. The germs, which
    decide, can take long for that.
    """
    places = [(sign, far) for sign in (-1, 1) for far in _DISTANCES]
    near = [_near(formula, variable, point, sign, far) for sign, far in places]
    numbers = [number for number in near if number is not None]
    if len(numbers) < len(near):
        return False
    left, left_close, right, right_close = numbers
    if max(abs(left_close) - 8 * abs(left), abs(right_close) - 8 * abs(right)) > _LARGE:
        return False
    there = _near(formula, variable, point, 0, 0)
    if there is not None:
        off = max(abs(there - left_close), abs(there - right_close))
        if off <= _TINY * (1 + abs(there)):
            return False
    jump = abs(left_close - right_close)
    moved = abs(left - left_close) + abs(right - right_close)
    return jump <= _SMALL * (1 + abs(left_close)) or moved > jump / 8


def _near(formula: Graph, variable: str, point: Point, sign: int, far: int) -> float | None:
    """Return a formula beside a point, as a float; None where it has no value."""
    taylor = Taylor(1)
    try:
        with precision(_PRECISION_NEAR):
            inputs = {name: apply(value, taylor, {}) for name, value in point.values.items()}
            step = taylor.number(exact.quotient(sign, 1 << far))  # 0 at the point itself
            inputs[variable] = taylor.add((inputs[variable], step))
            return float(taylor.ball(taylor.result(apply(formula, taylor, inputs), 0)))
    except (CalcdlError, OverflowError):
        return None


def _agree(value: Graph, formula: Graph, point: Point) -> bool:
    """Say whether a formula has, as far as can be told, this value at a point."""
    taylor = Taylor(1)
    try:
        with precision(_PRECISION):
            inputs = {name: apply(place, taylor, {}) for name, place in point.values.items()}
            there = apply(formula, taylor, inputs)
            difference = taylor.sub(there, apply(value, taylor, {}))
    except CalcdlError:
        return False
    return taylor.is_zero(difference) or (is_ball(difference) and difference.contains(0))


# The points


def _special_points(symbols: Symbols, function: Graph) -> Iterator[_Special]:
    """Yield the points at which a part of the function is not smooth, as far as they are known."""
    names = function.symbols()
    signs = Signs(symbols)
    tests = list(dict.fromkeys(signs.key(test).node for test in _tests(symbols, function)))
    if len(names) != 1:
        yield from _common_zeros(symbols, signs, function)
        return
    variable = symbols.nodes.symbol(names[0])
    zeros = list(dict.fromkeys(zero for test in tests for zero in _zeros(symbols, signs, test)))
    for zero in zeros[:_MOST_POINTS]:
        condition = symbols.compare("==", variable, zero)
        yield _Special(condition, _point(symbols, {names[0]: zero}))


def _point(symbols: Symbols, zeros: dict[str, int]) -> Point:
    values = {}
    for name, zero in zeros.items():
        nodes = Nodes()
        values[name] = Graph(nodes, transplant(Graph(symbols.nodes, zero), nodes))
    return Point(values, {name: write(lay_out(value)) for name, value in values.items()})


def _tests(symbols: Symbols, function: Graph) -> Iterator[int]:
    """Yield formulas whose zeros are points at which a rule of a function may give no slope."""
    nodes = symbols.nodes
    for i in reachable(nodes, (function.root,)):
        operation, args = nodes.operations[i], nodes.arguments[i]
        yield from corners(symbols, operation, args)
        if operation == "log" or (operation == "pow" and _is_negative(symbols.value(args[1]))):
            yield args[0]
        elif operation in FUNCTIONS:
            inputs = named(symbols, operation, args)
            for place in removable_graphs(operation):
                yield apply(place, symbols, inputs)


def _is_negative(exponent: Any) -> bool:
    return type(exponent) is int and exponent < 0


def _is_plain(nodes: Nodes, order: Sequence[int]) -> bool:
    """Say whether there is one corner, and the function is continuous and smooth elsewhere.

    Where such a function is differentiable, the slopes on both sides of the corner, whose mean
    the rule gives, are the same; that says nothing of second derivatives.
    """
    joined = 0
    for i in order:
        operation, args = nodes.operations[i], nodes.arguments[i]
        if operation in _CONTINUOUS:
            joined += 1
        elif operation == "pow":
            if (
                nodes.operations[args[1]] != "number"
                or type(nodes.arguments[args[1]][0]) is not int
            ):
                return False
        elif operation in PIECEWISE or _may_be_singular(operation):
            return False
    return joined <= 1


def _may_be_singular(operation: Any) -> bool:
    row = FUNCTIONS.get(operation)
    return row is not None and bool(row.corners or row.removable)


def _common_zeros(symbols: Symbols, signs: Signs, function: Graph) -> Iterator[_Special]:
    """Yield the points at which a sum of what is never negative is zero: x**2 + y**2 == 0."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    for i in reachable(symbols.nodes, (function.root,)):
        if operations[i] not in COMPARISONS:
            continue
        key = signs.key(symbols.add((arguments[i][0], symbols.neg(arguments[i][1])))).node
        if operations[key] != "add" or signs.of(key) & MINUS:
            continue
        place: dict[str, int] = {}
        for term in arguments[key]:
            inner = signs.key(term).node
            names = Graph(symbols.nodes, inner).symbols()
            zeros = _zeros(symbols, signs, inner) if len(names) == 1 else []
            if len(zeros) == 1:
                place[names[0]] = zeros[0]
        if set(place) == set(function.symbols()) and len(place) == len(arguments[key]):
            condition = symbols.compare("==", key, symbols.zero)
            yield _Special(condition, _point(symbols, place))


def _zeros(symbols: Symbols, signs: Signs, node: int) -> list[int]:
    """Return zeros of a formula in one variable, as closed formulas, as far as they are known."""
    nodes = symbols.nodes
    operation, args = nodes.operations[node], nodes.arguments[node]
    if operation == "symbol":
        return [symbols.zero]
    if operation == "mul":
        factors = [signs.key(factor).node for factor in args]
        return [zero for factor in factors for zero in _zeros_of_factor(symbols, signs, factor)]
    return _zeros_of_factor(symbols, signs, node)


def _zeros_of_factor(symbols: Symbols, signs: Signs, node: int) -> list[int]:
    nodes = symbols.nodes
    operation, args = nodes.operations[node], nodes.arguments[node]
    if operation == "symbol":
        return [symbols.zero]
    if operation in ("sin", "tan"):  # the zero that quotients such as sin(x)/x have
        return roots_of(symbols, signs.key(args[0]).node)
    if operation == "log":
        return roots_of(symbols, symbols.add((args[0], symbols.number(-1))))
    return roots_of(symbols, node)
