"""Is a formula the derivative? Proven where it can be, and a difference is always proven."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from fractions import Fraction

from calcdl.arithmetic.exact import simplest
from calcdl.calculus.check.comparisons import (
    Place,
    Sampled,
    sampled_at_all,
    sampled_once,
    sharpened,
)
from calcdl.calculus.check.pieces import is_zero_everywhere, proven_on
from calcdl.calculus.check.places import numbers_of
from calcdl.calculus.check.samples import (
    Trial,
    claimed_at,
    trials,
)
from calcdl.calculus.check.zeros import Zero
from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.derivative.value import derivative_at
from calcdl.calculus.question import VALUES, Asked
from calcdl.calculus.smooth import has_slopes_everywhere
from calcdl.errors import CalcdlError, TooLarge, Undecided, UsageError, Wording, parameter
from calcdl.graph.nodes import Graph
from calcdl.graph.rewrite import collected
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.reading.expressions import read_points
from calcdl.reading.points import Point
from calcdl.results.check import Check, Verdict, Witness
from calcdl.results.value import Value
from calcdl.sweep.derivatives import active_nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["answer"]

_MOST_BITS = 1 << 15
_MOST_DIGITS = 4000
_FARTHEST = 10**9  # exponents that are subtracted
_DIGITS = (
    None,
    30,
    60,
    120,
    250,
    500,
    1000,
    2000,
    _MOST_DIGITS,
)  # until they tell two numbers apart
_FEWEST_AGREEING = 4  # random points
_HIGHEST_ORDER = 100
_FEWEST_DIFFERING = 3  # random points, for a diagnosis
_FOR_A_DIAGNOSIS = 8  # points


def answer(asked: Asked) -> Check:
    """Return whether claims are the derivatives of an expression, where not, and likely why not.

    >>> from calcdl.calculus.asking import ask
    >>> (verdict,) = answer(ask("check", "sin(x**2)", claims=["cos(x**2)"])).verdicts
    >>> verdict.diagnosis.says
    'the derivative of the inner function x**2, 2*x, is missing'
    """
    graph = asked.graph
    if asked.gradient:
        variables = list(asked.claimed)
    elif not asked.wrt and len(asked.symbols) > 1:
        raise UsageError(
            f"the expression has the variables {', '.join(asked.symbols)}: say which one with ",
            parameter("wrt", asked.symbols[-1]),
            ", or check all with ",
            Wording("a claim for each", "--gradient"),
        )
    else:
        variables = [asked.variable()]
    read_points(asked.readings, [], variables)
    pairs = zip(variables, asked.claimed.values(), strict=True)
    verdicts = [_verdict(asked, name, claim.graph) for name, claim in pairs]
    return Check(graph, asked.order, tuple(verdicts))


def _verdict(asked: Asked, variable: str, claim: Graph) -> Verdict:
    order = asked.order
    if order > _HIGHEST_ORDER:
        raise TooLarge(f"calcdl checks derivatives up to order {_HIGHEST_ORDER}")
    graph, written, claim = collected(asked.graph), claim, collected(claim)
    derivative = formula(graph, variable, order)
    proven = None
    if asked.detail == VALUES and has_slopes_everywhere(graph) and has_slopes_everywhere(claim):
        sampled = sampled_once(graph, variable, claim, order)
        if sampled.having("agree"):
            proven = is_zero_everywhere(claim, derivative)
        if proven:  # and nobody asks at how many points
            return _equality(variable, written, derivative, proven, sampled)
    sampled = sampled_at_all(graph, variable, claim, order)
    if _may_agree(sampled):
        if not proven and sampled.special.zeros:
            from calcdl.calculus.check.by_pieces import is_proven_by_pieces

            proven = is_proven_by_pieces(claim, derivative, variable, order, sampled) or proven
        if proven is None:
            holds = _formula_holds(graph, variable, sampled)
            proven = holds and is_zero_everywhere(claim, derivative)
    if not proven:
        sampled = sharpened(sampled, variable, order)
    if _may_agree(sampled):
        if not proven:
            sampled = sharpened(sampled, variable, order, _MOST_BITS)
        if not sampled.having("differ"):
            return _equality(variable, written, derivative, bool(proven), sampled)
    from calcdl.calculus.check.diagnosis import diagnose

    before = formula(graph, variable, order - 1) if order > 1 else graph
    places = _to_diagnose(before, claim, sampled)
    diagnosis = diagnose(before, variable, claim, places, asked.wording())
    verdict = _difference(variable, claim, derivative, order, sampled)
    return verdict._replace(claim=written, diagnosis=diagnosis)


def _may_agree(sampled: Sampled) -> bool:
    """Say whether nothing that is known so far tells a claim from the derivative."""
    undefined = sum(place.random for place in sampled.having("undefined"))
    return not sampled.having("differ") and undefined < 2


def _equality(
    variable: str, claim: Graph, derivative: Graph, proven: bool, sampled: Sampled
) -> Verdict:
    count = sum(place.random for place in sampled.having("agree"))
    if count < (1 if proven else _FEWEST_AGREEING):
        raise Undecided(
            "this could not be decided: there are too few points at which both the claim and"
            " the derivative have values that could be compared"
        )
    gaps = tuple([place.point.texts for place in sampled.having("undefined")])
    return Verdict(variable, claim, derivative, True, proven, count, gaps=gaps)


def _difference(
    variable: str, claim: Graph, derivative: Graph, order: int, sampled: Sampled
) -> Verdict:
    agreeing, differing = sampled.having("agree"), sampled.having("differ")
    others = [*differing, *sampled.having("undefined")]
    witness = _witness(variable, order, differing or others)
    count = sum(place.random for place in agreeing)
    part = _part(agreeing, others, sampled.special.zeros)
    verdict = Verdict(variable, claim, derivative, False, True, count, witness)
    if part is None:
        return verdict
    if part.name == variable and proven_on(claim, derivative, variable, (part.low, part.high)):
        return verdict._replace(part=part.text)
    return verdict._replace(agrees=part.text)


def _formula_holds(graph: Graph, variable: str, sampled: Sampled) -> bool:
    """Say whether the formula of the derivative is known to be it at single points, too.

    There it may be another one, if the function has a branch of its own for them.
    """
    active = active_nodes(graph, [variable])
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    if not any(operations[i] in ("==", "!=") and active & {*arguments[i]} for i in graph.order()):
        return True
    at = {id(point) for point in sampled.special.at}
    decided = all(place.outcome for place in sampled.compared if id(place.point) in at)
    return sampled.special.complete and decided


def _to_diagnose(graph: Graph, claim: Graph, sampled: Sampled) -> list[tuple[Trial, Point]]:
    """Return points for a diagnosis, random ones of moderate size, with trials of this graph.

    Those at which the claim agrees have to be explained, too.
    """
    if sum(place.random for place in sampled.having("differ")) < _FEWEST_DIFFERING:
        return []
    by_stand_in = {trial.stand_ins: trial for trial in trials(graph, claim)}
    chosen: list[Place] = []
    for outcome, most in (("differ", _FOR_A_DIAGNOSIS), ("agree", _FOR_A_DIAGNOSIS // 2)):
        there = [place for place in sampled.having(outcome) if place.random]
        chosen += sorted(there, key=lambda place: _size(place.point))[:most]
    return [(by_stand_in.get(p.trial.stand_ins, p.trial), p.point) for p in chosen]


def _size(point: Point) -> Fraction:
    """Return how far the coordinates are from numbers like 1, which lose no digits."""
    sizes = [abs(value) for value in numbers_of(point).values()]
    return max(max(size, 1 / size) if size else Fraction(10**9) for size in sizes)


def _witness(variable: str, order: int, places: Sequence[Place]) -> Witness:
    """Return the simplest of the points with certified values of both sides."""
    for place in places:
        for digits in _DIGITS:
            try:
                both = _both(place, variable, order, digits)
                needed = _digits_needed(*both)
                if needed and digits:
                    both = _both(place, variable, order, needed)
            except CalcdlError:
                break
            if needed is not None:
                return Witness(place.point.texts, *both, place.trial.stand_ins)
    return Witness(places[0].point.texts, None, None, places[0].trial.stand_ins)


def _both(
    place: Place, variable: str, order: int, digits: int | None
) -> tuple[Value | None, Value]:
    """Return the claim, None where it has no value, and the derivative at a point."""
    trial, point = place.trial, place.point
    slope = derivative_at(trial.graph, variable, point, order, digits)[0]
    undefined = place.outcome == "undefined"
    return None if undefined else claimed_at(trial.claim, point, digits), slope


def _digits_needed(claimed: Value | None, slope: Value) -> int | None:
    """Return how many digits tell two numbers apart, 0 for few; None where they do not differ."""
    if claimed is None:
        return 0
    (first, far), (second, away) = _parts(claimed.decimal), _parts(slope.decimal)
    if far != away and max(abs(far), abs(away)) > _FARTHEST:
        return 0
    with localcontext(prec=2 * _MOST_DIGITS, Emax=MAX_EMAX, Emin=MIN_EMIN):
        if far != away:
            first, second = first.scaleb(far), second.scaleb(away)
        if first == second:
            return None
        size = max(first.copy_abs(), second.copy_abs()).adjusted()
        return size - (first - second).adjusted() + 2


def _parts(decimal: str) -> tuple[Decimal, int]:
    """Return a decimal without its exponent, which no Decimal may be able to hold, and that."""
    mantissa, _, exponent = decimal.partition("e")
    return Decimal(mantissa), int(exponent or 0)


# Equality on a part of the domain


class _Part(NamedTuple):
    """An interval of one variable."""

    name: str
    low: Fraction | None
    high: Fraction | None

    @property
    def text(self) -> str:
        if self.high is None:
            return f"{self.name} > {self.low}"
        return f"{'' if self.low is None else f'{self.low} < '}{self.name} < {self.high}"


def _part(
    agreeing: Sequence[Place], others: Sequence[Place], zeros: Sequence[Zero]
) -> _Part | None:
    """Return where a claim agrees if it does on one side of a number, or between two; else None.

    It is what the sample points say, some of which have to be random and agree.
    """
    if sum(place.random for place in agreeing) < _FEWEST_AGREEING:
        return None
    inside = [numbers_of(place.point) for place in agreeing]
    outside = [numbers_of(place.point) for place in others]
    for name in inside[0]:
        least, most = (pick(numbers[name] for numbers in inside) for pick in (min, max))
        below = [numbers[name] for numbers in outside if numbers[name] <= least]
        above = [numbers[name] for numbers in outside if numbers[name] >= most]
        if len(below) + len(above) == len(outside):
            low = _end(max(below), least, zeros) if below else None
            high = _end(most, min(above), zeros) if above else None
            return _Part(name, low, high)
    return None


def _end(low: Fraction, high: Fraction, zeros: Sequence[Zero]) -> Fraction:
    """Return the end of a part: a place where something changes if there is one, or a guess."""
    there = [zero.low for zero in zeros if zero.low == zero.high and low <= zero.low <= high]
    return there[0] if there else Fraction(simplest(low, high))
