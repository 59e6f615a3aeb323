"""Points to look at because something changes there: corners, branches, the edges of a domain.

What stands in a condition, in abs, relu, max, floor … is a switch, and where it is zero a function
may be another one on either side, and a third one at the point itself. Random points miss that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import exp, isfinite, log, nextafter, pi
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.floats import Floats
from calcdl.arithmetic.formulas.layout import lay_out
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.check.polynomials import Bracket, quotient_of, roots, simplest
from calcdl.calculus.derivative.formula import formula
from calcdl.errors import CalcdlError
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import bound, condition_graphs, corner_graphs
from calcdl.graph.nodes import COMPARISONS, Graph, Nodes
from calcdl.graph.rewrite import rewrite, transplant
from calcdl.reading.expressions import read
from calcdl.reading.points import Point
from calcdl.reading.writing import write
from calcdl.sweep.derivatives import active_nodes
from calcdl.sweep.forward import Program, apply

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["Places", "Zero", "numbers_of", "places", "point_of", "switches_of"]

_MOST_SWITCHES = 40
_MOST_ZEROS = 8  # of one switch: those nearest to 0
_MOST_PIECES = 24
_WORK = 200_000  # operations on floats, for one switch
_PRECISION = 128  # bits
_LARGEST = 1_000  # operations


class Zero(NamedTuple):
    """Where a switch is zero: between two numbers, and exactly, as a closed formula, if known."""

    low: Fraction
    high: Fraction
    value: Graph | None

    @property
    def place(self) -> Fraction | Graph | None:
        """The exact place, a fraction if it is one."""
        return self.low if self.low == self.high else self.value


class Places(NamedTuple):
    """Points at the zeros of all switches, and others between and beyond them.

    ``zeros`` are those in the variable itself. They are ``complete`` if it is the only variable
    and none can be missing.
    """

    at: list[Point]
    between: list[Point]
    zeros: list[Zero]
    complete: bool


def places(graphs: Sequence[Graph], variable: str, names: Sequence[str]) -> Places:
    """Return the places of several functions together, ``names`` being all their variables."""
    if sum(graph.operation_count() for graph in graphs) > _LARGEST:
        return Places([], [], [], False)
    switches = [one for graph in graphs for one in switches_of(graph)]
    result = Places([], [], [], len(names) == 1 and len(switches) <= _MOST_SWITCHES)
    random = Random(2)
    for name in [variable, *[other for other in names if other != variable]]:
        for _ in range(2 if len(names) > 1 and name == variable else 1):
            others = {n: Fraction(random.randint(-36, 36), 12) for n in names if n != name}
            result = _with(result, switches[:_MOST_SWITCHES], name, others, variable, random)
    return result


def _with(
    result: Places,
    switches: Sequence[Graph],
    name: str,
    others: dict[str, Fraction],
    variable: str,
    random: Random,
) -> Places:
    """Add the places in one variable, the others having some values."""
    zeros, complete = _zeros(switches, name, others)
    for zero in zeros:
        if zero.place is not None:
            result.at.append(point_of({**others, name: zero.place}))
    for value in _between(zeros, random)[:_MOST_PIECES]:
        result.between.append(point_of({**others, name: value}))
    if name != variable or result.zeros:
        return result
    return result._replace(zeros=zeros, complete=result.complete and complete)


def point_of(values: Mapping[str, Fraction | Graph]) -> Point:
    """Return a point of fractions, or of closed formulas."""
    graphs, texts = {}, {}
    for name in sorted(values):
        value = values[name]
        if isinstance(value, Graph):
            graphs[name], texts[name] = value, write(value)
        else:
            graphs[name], texts[name] = _leaf(value), str(value)
    return Point(graphs, texts)


def _leaf(value: Fraction) -> Graph:
    nodes = Nodes()
    return Graph(nodes, nodes.number(value))


def numbers_of(point: Point) -> dict[str, Fraction]:
    """Return the coordinates of a point, those that are irrational nearly."""
    numbers = {}
    for name, value in point.values.items():
        bracket = _bracket(value)
        numbers[name] = Fraction(0) if bracket is None else bracket.low
    return numbers


# Switches


def switches_of(graph: Graph) -> list[Graph]:
    """Return what is zero where a function may change, the innermost first."""
    nodes = Nodes()
    switches: list[Graph] = []

    def noted(node: int, operation: Operation, args: tuple[int, ...]) -> None:
        for switch in _switches_at(nodes, operation, args):
            switches.extend([Graph(nodes, factor) for factor in _factors(nodes, switch)])

    rewrite(graph, nodes, noted)
    return switches


def _switches_at(nodes: Nodes, operation: object, args: Sequence[int]) -> Iterator[int]:
    if operation in COMPARISONS:
        yield _difference(nodes, *args)
    elif operation == "pow" and not _is_whole(nodes, args[1]):
        yield args[0]  # a root begins there
    row = FUNCTIONS.get(operation) if isinstance(operation, str) else None
    if row is None or row.variadic:
        return
    given = bound(row.name, args, lambda default: transplant(default, nodes))
    for corner in corner_graphs(row.name):
        yield transplant(corner, nodes, given)
    for _, condition in condition_graphs(row.name):
        test = condition.nodes.arguments[condition.root][0]
        sides = condition.nodes.arguments[test]
        yield _difference(
            nodes, *[transplant(Graph(condition.nodes, side), nodes, given) for side in sides]
        )


def _is_whole(nodes: Nodes, node: int) -> bool:
    if nodes.operations[node] == "neg":
        node = nodes.arguments[node][0]
    return nodes.operations[node] == "number" and type(nodes.arguments[node][0]) is int


def _difference(nodes: Nodes, left: int, right: int) -> int:
    if nodes.operations[right] == "number" and nodes.arguments[right][0] == 0:
        return left
    return nodes.make("add", (left, nodes.make("neg", (right,))))


def _factors(nodes: Nodes, node: int) -> list[int]:
    """Return nodes one of which is zero, or without value, wherever the node is zero."""
    found, stack = [], [node]
    while stack:
        node = stack.pop()
        operation, args = nodes.operations[node], nodes.arguments[node]
        if operation in ("mul", "neg", "div"):
            stack += args
        elif operation in ("pow", "abs", "sqrt", "square", "cbrt"):
            stack.append(args[0])
        elif operation not in ("number", "constant"):
            found.append(node)
    return found


# Zeros in one variable


def _zeros(
    switches: Sequence[Graph], name: str, others: dict[str, Fraction]
) -> tuple[list[Zero], bool]:
    """Return where switches are zero, in order, and whether that is all of them."""
    found: dict[Bracket, Zero] = {}
    complete = True
    for switch in switches:
        if name not in switch.symbols():
            continue
        nodes = Nodes()
        given = {other: nodes.number(value) for other, value in others.items()}
        switch = Graph(nodes, transplant(switch, nodes, given))
        zeros = _polynomial_zeros(switch, name)
        if zeros is None:
            zeros = _linear_zero(switch, name)
        if zeros is None:
            zeros = _sampled_zeros(switch, name, list(found))
            complete = False
        complete = complete and all(zero.place is not None for zero in zeros)
        zeros.sort(key=lambda zero: abs(zero.low))
        complete = complete and len(zeros) <= _MOST_ZEROS
        found |= {Bracket(zero.low, zero.high): zero for zero in zeros[:_MOST_ZEROS]}
    return [found[bracket] for bracket in sorted(found)], complete


def _polynomial_zeros(switch: Graph, name: str) -> list[Zero] | None:
    """Return where a quotient of polynomials is zero or has a pole, None if it is none."""
    quotient = quotient_of(switch, name)
    if quotient is None:
        return None
    return [_named(bracket, part) for part in quotient if part for bracket in roots(part)]


def _named(bracket: Bracket, polynomial: Sequence[Fraction]) -> Zero:
    """Return a root with its closed formula, if it is rational or that of a square."""
    if bracket.low == bracket.high:
        return Zero(*bracket, None)
    if len(polynomial) == 3:
        c, b, a = polynomial
        middle, square = -b / (2 * a), (b * b / (4 * a) - c) / a
        sign = "+" if bracket.low > middle else "-"
        text = f"{middle} {sign} sqrt({square})" if middle else f"{sign}sqrt({square})"
        return Zero(*bracket, read(text).graph)
    return Zero(*bracket, _recognized(float(bracket.low)))


def _linear_zero(switch: Graph, name: str) -> list[Zero] | None:
    """Return the zero of a*x + b in closed form, whatever a and b are; None for other graphs."""
    active = active_nodes(switch, [name])
    if any(switch.nodes.operations[i] not in _RATIONAL for i in active):
        return None
    slope = formula(switch, name)
    if slope.symbols():
        return None
    symbols = Symbols()
    offset = apply(switch, symbols, {name: symbols.zero})
    steepness = apply(slope, symbols, {})
    if steepness == symbols.zero:
        return None
    root = symbols.neg(symbols.mul((offset, symbols.pow(steepness, symbols.number(-1)))))
    value = lay_out(Graph(symbols.nodes, root))
    bracket = _bracket(value)
    return None if bracket is None else [Zero(*bracket, value)]


_RATIONAL = frozenset(("symbol", "add", "mul", "neg", "div"))


def _bracket(value: Graph) -> Bracket | None:
    """Return bounds of a closed formula, None where it has no value."""
    try:
        with precision(_PRECISION):
            taylor = Taylor(1)
            number = taylor.result(apply(value, taylor, {}), 0)
    except CalcdlError:
        return None
    if not is_ball(number):
        return Bracket(Fraction(number), Fraction(number))
    if not number.is_finite():
        return None
    low, high = (
        Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
        for mantissa, exponent in (number.lower().man_exp(), number.upper().man_exp())
    )
    return Bracket(low, high)


def _sampled_zeros(switch: Graph, name: str, known: Sequence[Bracket]) -> list[Zero]:
    """Return where floats see a change of sign, on a grid of many scales and near what is known.

    Some may be missing.
    """
    program, floats = Program(switch, [name]), Floats()

    def value(x: float) -> float | None:
        try:
            y = program.run(floats, [x])
        except CalcdlError:
            return None
        return y if isfinite(y) else None

    grid = _grid(known, max(switch.operation_count(), 1))
    found: dict[float, float] = {}
    seen = [(x, y) for x in grid if (y := value(x)) is not None]
    for x, y in seen:
        if y == 0:
            found[x] = x
    for (low, before), (high, behind) in pairwise(seen):
        if before * behind < 0:
            low, high = _bisected(value, low, high, before > 0)
            found[low] = high
    return [_near(low, high) for low, high in found.items()]


def _grid(known: Sequence[Bracket], size: int) -> list[float]:
    """Return numbers of many sizes and both signs, and others around those that are known."""
    steps = max(1, min(8, _WORK // (size * 2 * 24)))
    positive = [10.0 ** (k / steps) for k in range(-9 * steps, 15 * steps)]
    grid = {0.0, *positive, *[-x for x in positive]}
    for x in [float(bracket.low) for bracket in known]:
        grid |= {x, *[x + d * max(abs(x), 1) for d in positive[: 9 * steps : steps]]}
        grid |= {x - d * max(abs(x), 1) for d in positive[: 9 * steps : steps]}
    return sorted(grid)


def _bisected(
    value: Callable[[float], float | None], low: float, high: float, falls: bool
) -> tuple[float, float]:
    """Return neighbours between which a function changes its sign, or loses its value."""
    while nextafter(low, high) < high:
        middle = low + (high - low) / 2
        if middle <= low or middle >= high:
            break
        y = value(middle)
        if y is None or y == 0:
            return middle, middle
        low, high = (middle, high) if (y > 0) == falls else (low, middle)
    return low, high


def _near(low: float, high: float) -> Zero:
    """Return a zero that floats see as one with a formula where there is a simple one."""
    value = _recognized(low)
    bracket = None if value is None else _bracket(value)
    if bracket is not None:
        return Zero(*bracket, value)
    width = Fraction(max(abs(low), abs(high), 1e-12)) / 10**12
    return Zero(Fraction(low) - width, Fraction(high) + width, None)


_FORMS: tuple[tuple[str, Callable[[float], float], Callable[[float], float]], ...] = (
    ("{}", lambda x: x, lambda y: y),
    ("{}*pi", lambda x: x / pi, lambda y: y * pi),
    ("sqrt({})", lambda x: x * x, lambda y: y**0.5),
    ("cbrt({})", lambda x: x**3, lambda y: y ** (1 / 3)),
    ("log({})", exp, log),
    ("exp({})", log, exp),
)


def _recognized(x: float) -> Graph | None:
    """Return a simple number very near to a float: a fraction, a root, a multiple of pi …

    >>> write(_recognized(-(2**0.5)))
    '-sqrt(2)'
    """
    size, sign = abs(x), "-" if x < 0 else ""
    for text, inward, outward in _FORMS:
        try:
            simple = Fraction(inward(size)).limit_denominator(1000)
            near = simple > 0 and abs(outward(float(simple)) - size) <= 1e-14 * size
        except (ValueError, OverflowError):
            continue
        if near or x == 0:
            return read(sign + text.format(simple).removeprefix("1*")).graph
    return None


# Points between zeros


def _between(zeros: Sequence[Zero], random: Random) -> list[Fraction]:
    """Return numbers in each piece, the simplest ones of all pieces first."""
    if not zeros:
        return []
    first, last = zeros[0].low, zeros[-1].high
    simple, others = [], []
    for below, above in pairwise(zeros):
        low, width = below.high, above.low - below.high
        if width > 0:
            simple.append(simplest(low + width / 4, low + width * Fraction(3, 4)))
            others += [_about(low, part * width) for part in (_NEAR, 1 - _NEAR, _part(random))]
    for end, side in ((first, -1), (last, 1)):
        simple.append(_beyond(end, side))
        size = side * max(abs(end), Fraction(1))
        others += [_about(end, part * size) for part in (_NEAR, _part(random), Fraction(3))]
    return [*simple, *others]


_NEAR = Fraction(1, 97)


def _part(random: Random) -> Fraction:
    return Fraction(random.randint(2, 97), 99)


def _about(start: Fraction, distance: Fraction) -> Fraction:
    """Return a simple number that is nearly at a distance from another one."""
    ends = start + distance * Fraction(99, 100), start + distance * Fraction(101, 100)
    return simplest(min(ends), max(ends))


def _beyond(end: Fraction, side: int) -> Fraction:
    """Return a whole number that lies beyond another one on a side."""
    whole = end.numerator // end.denominator
    return Fraction(whole + 1) if side > 0 else Fraction(whole - (whole == end))
