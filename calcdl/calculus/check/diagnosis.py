"""What was likely done wrong where a claimed derivative is not the derivative.

Each operation of the function is tried with a wrong rule in place of its right one. Because a
derivative is linear in what each operation contributes, that takes no sweep of its own: with the
tangent t and the adjoint a of an operation, a rule that gives w instead of t turns the derivative
f' into f' + a*(w - t). A mistake is named only if it gives the claim at all sample points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.precision import precision
from calcdl.calculus.check.mistakes import MISTAKES, Mistake, say
from calcdl.calculus.check.samples import Trial
from calcdl.calculus.check.wrong_rules import wrong_tangents
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import LEAVES, Graph
from calcdl.reading.points import Point
from calcdl.reading.writing import write
from calcdl.results.check import Diagnosis
from calcdl.syntax.unparse import Spelling

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Number
from calcdl.calculus.check.constants import Constant, constant_of
from calcdl.calculus.check.evidence import Evidence, evidence_at, part_of
from calcdl.calculus.check.other_functions import (
    about_another_variable,
    about_strangers,
    about_the_whole,
)

__all__ = ["diagnose"]

_PRECISION = 512  # bits
_FEWEST = 3  # points at which a claim is not the derivative
_LARGEST = 400  # operations


def diagnose(
    graph: Graph,
    variable: str,
    claim: Graph,
    places: Sequence[tuple[Trial, Point]],
    spelling: Spelling,
) -> Diagnosis | None:
    """Return what was likely done wrong, None where that cannot be told.

    ``places`` are points, at some of which the claim is not the derivative of the graph; formulas
    in what is said of it have a spelling.
    """
    if graph.operation_count() > _LARGEST or len(places) < _FEWEST:
        return None
    with precision(_PRECISION):
        samples = [
            sample for trial, point in places if (sample := evidence_at(trial, variable, point))
        ]
        samples = [sample for sample in samples if sample.is_clear()]
        if sum(not sample.same(sample.slope, sample.claim) for sample in samples) < _FEWEST:
            return None
        return _likeliest(graph, variable, claim, samples, spelling)


def _likeliest(
    graph: Graph,
    variable: str,
    claim: Graph,
    samples: Sequence[Evidence],
    spelling: Spelling,
) -> Diagnosis | None:
    """Return the first explanation that holds at all points, the likeliest ones first."""
    mistakes = _mistakes(graph, samples)
    likeliest = _named(graph, variable, mistakes, spelling, False)
    if likeliest is not None and likeliest.kind == "inner-derivative":
        return likeliest
    other = about_another_variable(graph, variable, samples)
    if other is not None:
        return other
    ratio = _ratio(samples)
    if ratio is not None:
        scaling = {pair for pair in mistakes if _is_scaling(graph, pair[0], samples)}
        if ratio.is_number(-1):
            return _named(graph, variable, scaling, spelling, False) or _SIGN
        says = f"a constant factor: this is {ratio.text} times the derivative"
        constant = Diagnosis("constant-factor", says)
        likely = {pair for pair in scaling if pair[0].kind != "sign"}
        likely = likely or {pair for pair in mistakes if pair[0].kind in _OF_TERMS}
        return _named(graph, variable, likely, spelling, False) or constant
    return (
        likeliest
        or about_the_whole(graph, variable, samples)
        or _named(graph, variable, mistakes, spelling, True)
        or _factor_of_a_part(graph, samples, spelling)
        or _summand(samples)
        or about_strangers(graph, claim, variable)
    )


_SIGN = Diagnosis("sign", "the sign is wrong")
# Mistakes that multiply the derivative by a number.
_SCALING = frozenset(("inner-derivative", "power-factor", "factor", "divisor", "degrees",
                      "logarithm-base", "exponential-logarithm", "quotient-upside-down",
                      "outer-derivative"))  # fmt: skip
# Mistakes about one term among several: where like terms are a multiple of each other, they give a
# multiple of the derivative, and a person is likelier to have lost a term than to have found 2/5.
_OF_TERMS = frozenset(("sum-term", "sum-sign", "product-term", "product-sign", "quotient-plus",
                       "product-of-derivatives", "quotient-of-derivatives"))  # fmt: skip


def _is_scaling(graph: Graph, mistake: Mistake, samples: Sequence[Evidence]) -> bool:
    """Say whether a mistake is one of a factor, or sign, that all of the derivative has."""
    if mistake.kind not in _SCALING:
        operation = graph.nodes.operations[mistake.node]
        if mistake.kind != "sign" or operation not in _FALLING:
            return False
    return all(sample.same(part_of(sample, mistake.node), sample.slope) for sample in samples)


# One operation with a wrong rule


def _mistakes(graph: Graph, samples: Sequence[Evidence]) -> set[tuple[Mistake, bool]]:
    """Return the mistakes that give the claim at all points; True with those that lose a sign."""
    left: set[tuple[Mistake, bool]] | None = None
    for sample in samples:
        now = set(_explanations(graph, sample))
        left = now if left is None else left & now
        if not left:
            break
    return left or set()


def _named(
    graph: Graph,
    variable: str,
    mistakes: set[tuple[Mistake, bool]],
    spelling: Spelling,
    negated: bool,
) -> Diagnosis | None:
    """Return the likeliest of some mistakes; ``negated``: of those that also lose a sign."""
    those = [mistake for mistake, negative in mistakes if negative == negated]
    if not those:
        return None
    mistake = min(those, key=lambda mistake: _rank(graph, mistake))
    says = say(graph, variable, mistake, spelling)
    return Diagnosis(mistake.kind, f"{says}, and the sign is wrong" if negated else says)


def _rank(graph: Graph, mistake: Mistake) -> tuple[int, bool, int]:
    """Return what is smaller for likelier mistakes, of the same kind the outermost one.

    A sign is lost where there is one to lose: in the derivative of cos.
    """
    natural = graph.nodes.operations[mistake.node] in _FALLING
    return MISTAKES[mistake.kind], mistake.kind == "sign" and not natural, -mistake.node


_FALLING = frozenset(("cos", "cot", "csc", "acos", "acot", "acsc", "sech", "csch", "coth", "erfc"))


def _explanations(graph: Graph, sample: Evidence) -> Iterator[tuple[Mistake, bool]]:
    """Yield the mistakes that give the claim at a point; True with those that also lose a sign.

    What changes nothing explains nothing.
    """
    taylor, place = sample.taylor, sample.trial.place
    minus_claim = taylor.neg(sample.claim)
    right_here = sample.same(sample.slope, sample.claim)
    for i in graph.order():
        bar = sample.bars.get(place[i])
        if bar is None:
            continue
        right = sample.slopes.get(place[i], taylor.zero)
        for mistake, wrong in wrong_tangents(
            graph, i, sample.trial, taylor, sample.primals, sample.slopes, sample.variable
        ):
            changed = taylor.mul((bar, taylor.sub(wrong, right)))
            result = taylor.add((sample.slope, changed))
            if sample.same(result, sample.claim):
                yield mistake, False
            elif not right_here and sample.same(result, sample.slope):
                continue
            if sample.same(result, minus_claim):
                yield mistake, True


# One part with a factor


def _factor_of_a_part(
    graph: Graph, samples: Sequence[Evidence], spelling: Spelling
) -> Diagnosis | None:
    """Return an operation whose derivative times a constant gives the claim; the outermost one."""
    if all(sample.is_none(sample.claim) for sample in samples):
        return None  # 0 is the derivative of so much
    for i in reversed(graph.order()):
        if i == graph.root or graph.nodes.operations[i] in LEAVES:
            continue
        parts = [(sample, part_of(sample, i)) for sample in samples]
        factor = _constant_factor(
            [(sample, part) for sample, part in parts if not sample.is_none(part)]
        )
        if factor is not None and all(
            sample.same(sample.slope, sample.claim)
            for sample, part in parts
            if sample.is_none(part)
        ):
            return _about_factor(write(Graph(graph.nodes, i), spelling), factor)
    return None


def _constant_factor(parts: Sequence[tuple[Evidence, Number]]) -> Constant | None:
    """Return the number by which a part of the derivative was multiplied, the same everywhere."""
    if len(parts) < _FEWEST:
        return None
    try:
        return constant_of([_times(sample, part) for sample, part in parts])
    except CalcdlError:  # a part that is too small
        return None


def _times(sample: Evidence, share: Number) -> Number:
    """Return the number by which a part of the derivative was multiplied to give the claim."""
    taylor = sample.taylor
    return taylor.add((taylor.div(taylor.sub(sample.claim, sample.slope), share), taylor.one))


def _about_factor(part: str, factor: Constant) -> Diagnosis:
    if factor.is_number(0):
        return Diagnosis("sum-term", f"the derivative of {part} is missing")
    if factor.is_number(-1):
        return Diagnosis("sign", f"the sign of the derivative of {part} is wrong")
    if factor.divisor is not None:
        says = f"the factor {factor.divisor} of the derivative of {part} is missing"
        return Diagnosis("factor", says)
    says = f"a constant factor: the derivative of {part} is taken {factor.text} times"
    return Diagnosis("constant-factor", says)


def _ratio(samples: Sequence[Evidence]) -> Constant | None:
    """Return the number other than 0 that the claim is the derivative times, if there is one."""
    there = [sample for sample in samples if not sample.is_none(sample.slope)]
    if any(not sample.is_none(sample.claim) for sample in samples if sample.is_none(sample.slope)):
        return None
    factor = _constant_factor([(sample, sample.slope) for sample in there])
    return None if factor is None or factor.is_number(0) else factor


def _summand(samples: Sequence[Evidence]) -> Diagnosis | None:
    constant = constant_of([s.taylor.sub(s.claim, s.slope) for s in samples])
    if constant is None:
        return None
    return Diagnosis("constant-term", f"a constant: this is the derivative plus {constant.text}")
