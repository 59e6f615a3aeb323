"""Is a formula the derivative? Proven where it can be, and a difference is always proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from calcdl.arithmetic.symbols import Symbols
from calcdl.calculus.derivative import choose_variable, derivative_at, formula, value_at
from calcdl.calculus.diagnosis import diagnose
from calcdl.calculus.trial import Trial, compare, numbers_of, points, trials
from calcdl.errors import CalcdlError, TooLarge, Undecided, UsageError
from calcdl.evaluate import apply
from calcdl.graph import Graph, Nodes, Undefined, collected
from calcdl.layout import lay_out
from calcdl.reading import Point, read, read_points
from calcdl.results.check import Check, Verdict, Witness
from calcdl.syntax.parse import Reading

__all__ = ["check", "check_gradient"]

_POINTS = 64
_LEAST_POINTS = 8
_FEWEST_AGREEING = 4  # random points
_TRIED = 8 * _POINTS  # points; most of them may lie outside the domain
_WORK = 40_000  # operations times points
_HIGHEST_ORDER = 100
_FOR_A_DIAGNOSIS = 8  # points


def check(
    expression: Reading | str, claim: Reading | str, wrt: str | None = None, order: int = 1
) -> Check:
    """Return whether a claim is the derivative of an expression, where not, and likely why not.

    >>> check("sin(x**2)", "cos(x**2)").verdicts[0].diagnosis.says
    'the derivative of the inner function x**2, 2*x, is missing'
    """
    graph, claimed = _graph(expression), _graph(claim, expression)
    if wrt is None and len(graph.symbols()) > 1:
        raise UsageError(
            f"the expression has the variables {', '.join(graph.symbols())}: say which one with"
            f" --wrt {graph.symbols()[-1]}, or check all with --gradient"
        )
    variable = choose_variable(graph, wrt)
    if isinstance(expression, Reading):
        read_points([expression], [], [variable])
    return Check(graph, order, (_verdict(graph, variable, claimed, order),))


def check_gradient(expression: Reading | str, claims: Mapping[str, Reading | str]) -> Check:
    """Return whether claims, by the names of the variables, are the partial derivatives."""
    graph = _graph(expression)
    if isinstance(expression, Reading):
        read_points([expression], [], list(claims))
    read_claims = {name: _graph(claim, expression) for name, claim in claims.items()}
    verdicts = [_verdict(graph, name, claim, 1) for name, claim in read_claims.items()]
    return Check(graph, 1, tuple(verdicts))


def _graph(expression: Reading | str, beside: Reading | str = "") -> Graph:
    """Return the graph of a text, in which the definitions of another hold, or of a reading."""
    if not isinstance(expression, str):
        return expression.graph
    return read(expression, beside=beside if isinstance(beside, str) else beside.text).graph


class _Place(NamedTuple):
    """A sample point, and what became of the comparison there."""

    trial: Trial
    point: Point
    random: bool
    outcome: str


def _verdict(graph: Graph, variable: str, claim: Graph, order: int) -> Verdict:
    if order > _HIGHEST_ORDER:
        raise TooLarge(f"calcdl checks derivatives up to order {_HIGHEST_ORDER}")
    graph, written, claim = collected(graph), claim, collected(claim)
    derivative = formula(graph, variable, order)
    places = _sampled(graph, variable, claim, order)
    agreeing = [place for place in places if place.outcome == "agree"]
    differing = [place for place in places if place.outcome == "differ"]
    undefined = [place for place in places if place.outcome == "undefined"]
    if not differing and sum(place.random for place in undefined) < 2:
        proven = _is_proven(derivative, claim)
        count = sum(place.random for place in agreeing)
        if count < _FEWEST_AGREEING and not proven:
            raise Undecided(
                "this could not be decided: there are too few points at which both the claim and"
                " the derivative have values that could be compared"
            )
        gaps = tuple([place.point.texts for place in undefined])
        return Verdict(variable, written, derivative, True, proven, count, gaps=gaps)
    witness = _witness(variable, order, differing or undefined)
    part = _part(agreeing, [*differing, *undefined])
    before = formula(graph, variable, order - 1) if order > 1 else graph
    diagnosis = None
    if part is None and differing:
        diagnosis = diagnose(before, variable, claim, _to_diagnose(before, claim, differing))
    count = sum(place.random for place in agreeing)
    return Verdict(
        variable, written, derivative, False, True, count, witness, part, diagnosis=diagnosis
    )


def _sampled(graph: Graph, variable: str, claim: Graph, order: int) -> list[_Place]:
    """Return comparisons at simple points, and at as many random ones as the size allows."""
    names = sorted({*graph.symbols(), *claim.symbols(), variable})
    size = (graph.operation_count() + claim.operation_count() + 1) * order
    wanted = max(_LEAST_POINTS, min(_POINTS, _WORK // size))
    alternatives = trials(graph, claim)
    places = []
    for number, (point, random) in enumerate(islice(points(names), _TRIED)):
        trial = alternatives[number % len(alternatives)] if random else alternatives[0]
        outcome = compare(trial, variable, order, point)
        if outcome is not None:
            places.append(_Place(trial, point, random, outcome))
            wanted -= random
        if not wanted:
            break
    return places


def _to_diagnose(
    graph: Graph, claim: Graph, differing: Sequence[_Place]
) -> list[tuple[Trial, Point]]:
    """Return points for a diagnosis, random ones of moderate size, with trials of this graph."""
    by_stand_in = {trial.stand_ins: trial for trial in trials(graph, claim)}
    chosen = sorted(differing, key=lambda place: (not place.random, _size(place.point)))
    chosen = chosen[:_FOR_A_DIAGNOSIS]
    return [(by_stand_in.get(p.trial.stand_ins, p.trial), p.point) for p in chosen]


def _size(point: Point) -> Fraction:
    """Return how far the coordinates are from numbers like 1, which lose no digits."""
    sizes = [abs(value) for value in numbers_of(point).values()]
    return max(max(size, 1 / size) if size else Fraction(10**9) for size in sizes)


def _witness(variable: str, order: int, places: Sequence[_Place]) -> Witness:
    """Return the simplest of the points with certified values of both sides."""
    for trial, point, _, outcome in places:
        try:
            slope = derivative_at(trial.graph, variable, point, order)[0]
            claimed = None if outcome == "undefined" else value_at(trial.claim, point)[0]
        except CalcdlError:
            continue
        return Witness(point.texts, claimed, slope, trial.stand_ins)
    trial, point = places[0][:2]
    return Witness(point.texts, None, None, trial.stand_ins)


# Equality


def _is_proven(derivative: Graph, claim: Graph) -> bool:
    """Say whether the difference of two formulas tidies or simplifies to zero."""
    symbols = Symbols()
    roots = []
    for one in (claim, derivative):
        inputs = {name: symbols.nodes.symbol(name) for name in one.symbols()}
        roots.append(apply(one, symbols, inputs))
    difference = symbols.add((roots[0], symbols.neg(roots[1])))
    if difference == symbols.zero:
        return True
    from calcdl import algebra

    return algebra.is_zero(lay_out(_without_undefined(Graph(symbols.nodes, difference)))) is True


def _without_undefined(graph: Graph) -> Graph:
    """Return a graph with a variable in place of each value of an undefined function."""
    nodes = Nodes()
    copied: dict[int, int] = {}
    for i in graph.order():
        operation = graph.nodes.operations[i]
        if type(operation) is Undefined:
            copied[i] = nodes.symbol(f"_value_{i}")
        else:
            children = graph.nodes.children(i)
            args = tuple([copied[j] for j in children]) if children else graph.nodes.arguments[i]
            copied[i] = nodes.make(operation, args)
    return Graph(nodes, copied[graph.root])


# Equality on a part of the domain


def _part(agreeing: Sequence[_Place], others: Sequence[_Place]) -> str | None:
    """Return where a claim agrees, "x > 0", if it does on one side of a number; else None.

    It is what the sample points say, some of which have to be random and agree.
    """
    if sum(place.random for place in agreeing) < _FEWEST_AGREEING:
        return None
    inside = [numbers_of(place.point) for place in agreeing]
    outside = [numbers_of(place.point) for place in others]
    for name in inside[0]:
        least, most = (pick(one[name] for one in inside) for pick in (min, max))
        below = [one[name] for one in outside if one[name] <= least]
        above = [one[name] for one in outside if one[name] >= most]
        if len(below) + len(above) < len(outside):
            continue
        lower = f"{_between(max(below), least)} < " if below else ""
        upper = f" < {_between(most, min(above))}" if above else ""
        if lower and not upper:
            return f"{name} > {lower.removesuffix(' < ')}"
        return f"{lower}{name}{upper}"
    return None


def _between(low: Fraction, high: Fraction) -> Fraction:
    """Return the simplest number from ``low`` to ``high``."""
    if low <= 0 <= high:
        return Fraction(0)
    denominator = 1
    while True:
        numerator = -(-low * denominator // 1)  # the least whole number that is not below
        if Fraction(numerator, denominator) <= high:
            return Fraction(numerator, denominator)
        denominator += 1
