"""Points to look at because something changes there: corners, branches, the edges of a domain.

What stands in a condition, in abs, relu, max, floor … is a switch, and where it is zero a function
may be another one on either side, and a third one at the point itself. Random points miss that.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

from calcdl.arithmetic.exact import simplest
from calcdl.functions import FUNCTIONS
from calcdl.functions.rules import bound, condition_graphs, corner_graphs
from calcdl.graph.nodes import COMPARISONS, Graph, Nodes
from calcdl.graph.rewrite import rewrite, transplant
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.reading.points import Point
from calcdl.reading.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from calcdl.graph.nodes import Operation
from calcdl.calculus.check.zeros import Zero, bracket_of, zeros_of

__all__ = [
    "Places",
    "numbers_of",
    "places",
    "point_of",
]

_MOST_SWITCHES = 40
_MOST_PIECES = 24
_LARGEST = 1_000  # operations
_MOST_BRANCHES = 16  # of one switch


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
    switches = [switch for graph in graphs for switch in _switches_of(graph)]
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
    zeros, complete = zeros_of(switches, name, others)
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
        bracket = bracket_of(value)
        numbers[name] = Fraction(0) if bracket is None else bracket.low
    return numbers


# Switches


def _switches_of(graph: Graph) -> list[Graph]:
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
    factors, stack = [], [node]
    while stack:
        node = stack.pop()
        operation, args = nodes.operations[node], nodes.arguments[node]
        if operation in ("mul", "neg", "div"):
            stack += args
        elif operation in ("pow", "abs", "sqrt", "square", "cbrt"):
            stack.append(args[0])
        elif operation == "add" and len(stack) < _MOST_BRANCHES and (taken := _taken(nodes, args)):
            stack += taken
        elif operation not in ("number", "constant"):
            factors.append(node)
    return factors


def _taken(nodes: Nodes, terms: Sequence[int]) -> list[int]:
    """Return a sum with each of the values that max(u, v), min(u, v) or abs(u) in it may be."""
    for place, term in enumerate(terms):
        operation, args = nodes.operations[term], nodes.arguments[term]
        if operation in ("max", "min", "abs"):
            values = args if operation != "abs" else (args[0], nodes.make("neg", args))
            before, behind = terms[:place], terms[place + 1 :]
            return [nodes.make("add", (*before, value, *behind)) for value in values]
    return []


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
            simple.append(Fraction(simplest(low + width / 4, low + width * Fraction(3, 4))))
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
    return Fraction(simplest(min(ends), max(ends)))


def _beyond(end: Fraction, side: int) -> Fraction:
    """Return a whole number that lies beyond another one on a side."""
    whole = end.numerator // end.denominator
    return Fraction(whole + 1) if side > 0 else Fraction(whole - (whole == end))
