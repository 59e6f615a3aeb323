"""Slopes where corners and steps meet: those on one side of the point.

The slopes on both sides are the same wherever there is a slope.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from calcdl.arithmetic.formulas.cases import DEFINED, by_definition
from calcdl.arithmetic.formulas.onesided import Beside, OneSided
from calcdl.arithmetic.formulas.signs import ZERO
from calcdl.arithmetic.formulas.smoothing import smoothed
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import LEAVES, Graph, reachable
from calcdl.graph.rewrite import rewrite_nodes
from calcdl.sweep.derivatives import tangents
from calcdl.sweep.forward import apply, apply_operation

if TYPE_CHECKING:
    from calcdl.arithmetic.formulas.meetings import Places
    from calcdl.arithmetic.formulas.rough import Rough
    from calcdl.graph.nodes import Operation

__all__ = ["with_meetings"]

_LARGEST = 400  # operations of a function
_LONGEST = 30  # operations of a slope
_MOST_VARIABLES = 4  # along which slopes are wanted together
_MOST_MEETINGS = 6
_MOST_SPLITS = 4  # of a formula by its cases


class _Side(NamedTuple):
    """The slope on one side, and the arguments of steps by which it may be another."""

    slope: int
    doubts: list[tuple[str, Beside]]


class _Slopes(NamedTuple):
    """The slope by the rules, and those on both sides."""

    rule: int
    sides: tuple[_Side, _Side]


def with_meetings(
    rough: Rough,
    meetings: Sequence[Places],
    function: Graph,
    graph: Graph,
    values: Mapping[int, Any],
) -> tuple[Graph, dict[int, Any], bool]:
    """Return a graph with the slopes where corners meet, its values, and if they are certain.

    The tangents of ``graph`` are the slopes of the function elsewhere, ``values`` those of its
    nodes.
    """
    known = dict(values)
    names = function.symbols() if rough.variable is None else [rough.variable]
    if function.operation_count() > _LARGEST or len(names) > _MOST_VARIABLES:
        return graph, known, False
    by_name = {name: _slopes(rough, function, graph, known, name) for name in names}
    root, certain = graph.root, len(meetings) <= _MOST_MEETINGS
    for places in meetings[:_MOST_MEETINGS]:
        there = {}
        for name, slopes in by_name.items():
            there[name], is_certain = _slope(rough, places, slopes)
            certain = certain and is_certain
        if any([slope is not None for slope in there.values()]):
            wanted = {name: by_name[name].rule if u is None else u for name, u in there.items()}
            root = _told_apart(rough, root, places, wanted, known)
    return Graph(rough.nodes, root), known, certain


def _slopes(
    rough: Rough, function: Graph, graph: Graph, known: Mapping[int, Any], name: str
) -> _Slopes:
    rules = tangents(graph, rough.symbols, known, {name: rough.symbols.one})
    right, left = [_side(rough, function, name, direction) for direction in (1, -1)]
    return _Slopes(rules.get(graph.root, rough.symbols.zero), (right, left))


def _side(rough: Rough, function: Graph, name: str, direction: int) -> _Side:
    symbols = rough.symbols
    arithmetic = OneSided(rough.cases, rough.signs, name)
    moved = {name: symbols.number(direction)}
    inputs = {
        other: Beside(symbols.nodes.symbol(other), moved.get(other, symbols.zero))
        for other in function.symbols()
    }
    slope = apply(function, arithmetic, inputs).slope
    return _Side(symbols.multiple(slope, direction), arithmetic.doubts)


def _slope(rough: Rough, places: Places, slopes: _Slopes) -> tuple[int | None, bool]:
    """Return the slope where corners meet, and whether it is certain.

    None says that the slope by the rules is right, or that there is none, or one too long to read.
    """
    sides = [side for side in slopes.sides if not _is_doubtful(rough, places, side)]
    rule, *there = [
        _there(rough, slope, places)
        for slope in (slopes.rule, *[side.slope for side in sides or slopes.sides])
    ]
    if rule in there:
        return None, bool(sides)
    if len(sides) == 2:
        jump = rough.symbols.add((there[0], rough.symbols.neg(there[1])))
        if _is_nowhere_zero(rough, jump):
            return None, True
    shortest = min([Graph(rough.nodes, slope) for slope in there], key=Graph.operation_count)
    if shortest.operation_count() > _LONGEST:
        return None, False
    return shortest.root, bool(sides)


def _is_nowhere_zero(rough: Rough, node: int, depth: int = _MOST_SPLITS) -> bool:
    """Say whether a formula is certainly not zero, in all cases that it has."""
    if not rough.signs.of(node) & ZERO:
        return True
    inner = rough.cases.first_piecewise([node])
    if inner is None or depth == 0 or rough.nodes.operations[inner] in DEFINED:
        return False
    condition, *branches = rough.cases.cases(inner)
    for holds, branch in zip((True, False), branches, strict=True):
        (case,) = rough.cases.rebuilt([node], inner, branch)
        case = _with_known_sign(rough, case, condition, holds)
        if not _is_nowhere_zero(rough, case, depth - 1):
            return False
    return True


def _with_known_sign(rough: Rough, node: int, condition: int, holds: bool) -> int:
    """Return a formula that says the sign of a variable that a condition tells: x**2 for x.

    It takes the same values, as x**2 is any number that is not negative.
    """
    symbols, operation = rough.symbols, rough.nodes.operations[condition]
    if operation not in (">", ">=", "<", "<="):
        return node
    variable, bound = rough.nodes.arguments[condition]
    if bound != symbols.zero or rough.nodes.operations[variable] != "symbol":
        return node
    size = symbols.pow(variable, symbols.number(2))
    signed = size if (operation in (">", ">=")) == holds else symbols.neg(size)
    return rough.cases.rebuilt([node], variable, signed)[0]


def _is_doubtful(rough: Rough, places: Places, side: _Side) -> bool:
    """Say whether the argument of a step may have neither a sign nor a slope where corners meet."""
    for operation, argument in side.doubts:
        limit, slope = [_there(rough, node, places) for node in argument]
        number = rough.symbols.value(limit)
        if not rough.signs.of(slope) & ZERO:
            continue
        if operation in ("floor", "ceil"):
            away = number is not None and type(number) is not int
        else:
            away = not rough.signs.of(limit) & ZERO
        if not away:
            return True
    return False


def _there(rough: Rough, node: int, places: Places) -> int:
    """Return what a formula is where all of these are zero, as far as that is plain."""
    reduced = node
    done: list[int] = []
    try:
        for place in places:
            for earlier in done:
                place = rough.reduced(place, earlier)
            (reduced,) = rough.cases.rebuilt([reduced], rough.is_zero(place), rough.symbols.one)
            reduced = rough.reduced(reduced, place)
            done.append(place)
    except CalcdlError:  # it has no value at all of these points, but at some
        return node
    return smoothed(rough.symbols, _with_values(rough, reduced))


def _with_values(rough: Rough, node: int) -> int:
    """Return a formula in which leaky_relu(0) is 0."""
    symbols, nodes = rough.symbols, rough.nodes

    def valued(i: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if operation in LEAVES:
            return None
        new = i if args == nodes.arguments[i] else int(apply_operation(symbols, operation, args))
        if nodes.operations[new] not in DEFINED or symbols.value(nodes.arguments[new][0]) is None:
            return new
        return by_definition(symbols, new)

    return rewrite_nodes(nodes, reachable(nodes, (node,)), nodes, valued)[node]


def _told_apart(
    rough: Rough, root: int, places: Places, slopes: Mapping[str, int], known: dict[int, Any]
) -> int:
    """Return a graph whose tangents are these slopes where corners meet, and the root's elsewhere.

    Conditions and slopes are leaves, whose values are entered.
    """
    nodes = rough.nodes
    condition = nodes.make("constant", (True, *places))
    known[condition] = _all_zero(rough, places)
    terms = []
    for name, slope in slopes.items():
        leaf = nodes.make("constant", (False, slope))
        known[leaf] = slope
        terms.append(nodes.make("mul", (leaf, nodes.symbol(name))))
        known[nodes.symbol(name)] = nodes.symbol(name)
    there = terms[0] if len(terms) == 1 else nodes.make("add", tuple(terms))
    result = nodes.make("where", (condition, there, root))
    known.update(dict.fromkeys((*terms, there, result), known[root]))
    return result


def _all_zero(rough: Rough, places: Iterable[int]) -> int:
    """Return the condition that all of these are zero: that the sum of their squares is."""
    several = list(places)
    if len(several) == 1:
        return rough.is_zero(several[0])
    two = rough.symbols.number(2)
    squares = [rough.symbols.pow(rough.distance(place), two) for place in several]
    return rough.symbols.compare("==", rough.symbols.add(squares), rough.symbols.zero)
