"""What was likely done wrong where a claimed derivative is not the derivative.

Each operation of the function is tried with a wrong rule in place of its right one. Because a
derivative is linear in what each operation contributes, that takes no sweep of its own: with the
tangent t and the adjoint a of an operation, a rule that gives w instead of t turns the derivative
f' into f' + a*(w - t). A mistake is named only if it gives the claim at all sample points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from calcdl.arithmetic.taylor import Taylor, set_precision
from calcdl.calculus.derivative import formula, point_inputs
from calcdl.calculus.mistakes import MISTAKES, Mistake, say, wrong_tangents
from calcdl.calculus.trial import Trial, agree, claimed_number
from calcdl.errors import CalcdlError
from calcdl.evaluate import apply, values
from calcdl.graph import Graph
from calcdl.reading import Point, read, write
from calcdl.results.check import Diagnosis
from calcdl.sweep import adjoints, tangents

__all__ = ["diagnose"]

_PRECISION = 224  # bits
_LARGEST = 400  # operations
_LONGEST_FRACTION = 128  # bits
_LARGEST_DENOMINATOR = 1000

# Factors that are named as they are, or with a rational number in front.
_FACTORS = ("1", "pi", "1/pi", "log(10)", "1/log(10)", "log(2)", "1/log(2)", "E", "1/E", "sqrt(2)",
            "sqrt(3)", "sqrt(pi)", "1/sqrt(pi)")  # fmt: skip


class _Sample(NamedTuple):
    """What is known at a point: the claim, the derivative, and values of the function's parts."""

    trial: Trial
    point: Point
    taylor: Taylor
    claim: Any
    slope: Any
    found: dict[int, Any]
    slopes: dict[int, Any]
    bars: dict[int, Any]


def diagnose(
    graph: Graph, variable: str, claim: Graph, differing: Sequence[tuple[Trial, Point]]
) -> Diagnosis | None:
    """Return what was likely done wrong, None where that cannot be told.

    ``differing`` are points at which the claim is not the derivative of the graph.
    """
    if graph.operation_count() > _LARGEST or len(differing) < 3:
        return None
    previous = set_precision(_PRECISION)
    try:
        samples = [one for trial, point in differing if (one := _sample(trial, variable, point))]
        if len(samples) < 3:
            return None
        wrong_rule = _wrong_rule(graph, variable, samples)
        if wrong_rule is not None and wrong_rule.kind == "inner-derivative":
            return wrong_rule
        found = _other_variable(graph, variable, samples) or wrong_rule
        return found or _about_the_whole(graph, variable, claim, samples)
    finally:
        set_precision(previous)


def _sample(trial: Trial, variable: str, point: Point) -> _Sample | None:
    taylor = Taylor(1)
    graph = trial.graph
    try:
        inputs = point_inputs(taylor, point)
        found = values(graph, taylor, inputs)
        slopes = tangents(graph, taylor, found, {variable: taylor.number(1)})
        bars = adjoints(graph, taylor, found, [variable])
        claim = apply(trial.claim, taylor, inputs)
    except CalcdlError:
        return None
    slope = slopes.get(graph.root, [])
    return _Sample(trial, point, taylor, claim, slope, found, slopes, bars)


# One operation with a wrong rule


def _wrong_rule(graph: Graph, variable: str, samples: Sequence[_Sample]) -> Diagnosis | None:
    """Return the first mistake of the table that gives the claim at all points."""
    left: set[tuple[Mistake, bool]] | None = None
    for sample in samples:
        now = set(_explanations(graph, sample))
        left = now if left is None else left & now
        if not left:
            return None
    assert left is not None
    mistake, negated = min(left, key=lambda one: (one[1], MISTAKES[one[0].kind], -one[0].node))
    says = say(graph, variable, mistake)
    return Diagnosis(mistake.kind, f"{says}, and the sign is wrong" if negated else says)


def _explanations(graph: Graph, sample: _Sample) -> Iterator[tuple[Mistake, bool]]:
    """Yield the mistakes that give the claim at a point; True with those that also lose a sign."""
    taylor, place = sample.taylor, sample.trial.place
    minus_claim = taylor.neg(sample.claim)
    for i in graph.order():
        bar = sample.bars.get(place[i])
        if bar is None:
            continue
        right = sample.slopes.get(place[i], [])
        for mistake, wrong in wrong_tangents(graph, i, place, taylor, sample.found, sample.slopes):
            changed = taylor.mul((bar, taylor.sub(wrong, right)))
            result = taylor.add((sample.slope, changed))
            if agree(result, sample.claim):
                yield mistake, False
            elif agree(result, minus_claim):
                yield mistake, True


# Claims that are some other function


def _other_variable(graph: Graph, variable: str, samples: Sequence[_Sample]) -> Diagnosis | None:
    for name in graph.symbols():
        if name == variable:
            continue
        if all(agree(_partial(sample, name), sample.claim) for sample in samples):
            return Diagnosis(
                "other-variable",
                f"this is the derivative with respect to {name}, not {variable}",
            )
    return None


def _partial(sample: _Sample, name: str) -> Any:
    taylor = sample.taylor
    one = {name: taylor.number(1)}
    slopes = tangents(sample.trial.graph, taylor, sample.found, one)
    return slopes.get(sample.trial.graph.root, [])


def _about_the_whole(
    graph: Graph, variable: str, claim: Graph, samples: Sequence[_Sample]
) -> Diagnosis | None:
    taylor = samples[0].taylor
    if all(agree(sample.claim, taylor.neg(sample.slope)) for sample in samples):
        return Diagnosis("sign", "the sign is wrong")
    if all(agree(sample.claim, sample.found[sample.trial.graph.root]) for sample in samples):
        return Diagnosis("function-itself", "this is the function itself, not its derivative")
    if all(_agrees(lambda one: formula(one.trial.claim, variable), s, _value) for s in samples):
        return Diagnosis("antiderivative", "this is an antiderivative of the function")
    if all(_agrees(lambda one: formula(one.trial.graph, variable, 2), s, _claim) for s in samples):
        return Diagnosis("higher-order", "this is the derivative of one order more")
    if all(
        sample.slope != [] and agree(taylor.mul((sample.claim, sample.slope)), [1])
        for sample in samples
    ):
        return Diagnosis("reciprocal", "this is 1 divided by the derivative")
    return _factor(samples) or _summand(samples) or _strangers(graph, claim, variable)


def _value(sample: _Sample) -> Any:
    return sample.found[sample.trial.graph.root]


def _claim(sample: _Sample) -> Any:
    return sample.claim


def _agrees(
    make: Callable[[_Sample], Graph], sample: _Sample, expected: Callable[[_Sample], Any]
) -> bool:
    """Say whether a formula has the expected value at a point."""
    try:
        number = claimed_number(make(sample), sample.point)
    except CalcdlError:
        return False
    taylor = sample.taylor
    ball = taylor.number(number) if not hasattr(number, "mid") else number
    return agree(ball, expected(sample))


def _factor(samples: Sequence[_Sample]) -> Diagnosis | None:
    ratios = []
    for sample in samples:
        try:
            ratios.append(sample.taylor.div(sample.claim, sample.slope))
        except CalcdlError:
            return None
    text = _constant_text(ratios)
    if text is None or text == "0":
        return None
    return Diagnosis("constant-factor", f"a constant factor: this is {text} times the derivative")


def _summand(samples: Sequence[_Sample]) -> Diagnosis | None:
    text = _constant_text([s.taylor.sub(s.claim, s.slope) for s in samples])
    if text is None:
        return None
    return Diagnosis("constant-term", f"a constant: this is the derivative plus {text}")


def _constant_text(numbers: Sequence[Any]) -> str | None:
    """Return what equal numbers are, as a text: a fraction, maybe times a well-known number."""
    taylor = Taylor(1)
    first = numbers[0]
    if not all(agree(first, other) for other in numbers[1:]):
        return None
    for text in _FACTORS:
        unit = apply(read(text).graph, taylor, {})
        fraction = _as_fraction(taylor, taylor.div(first, unit))
        if fraction is not None:
            whole = "" if fraction == 1 else "-" if fraction == -1 else f"{fraction}*"
            return str(fraction) if text == "1" else write(read(f"{whole}{text}").graph)
    return None


def _as_fraction(taylor: Taylor, number: Any) -> Any:
    """Return the fraction with a small denominator that a number is, None if it is none.

    Nor is one of more digits than anybody wants to read.
    """
    from fractions import Fraction

    value = taylor.result(number, 0)
    if not hasattr(value, "mid"):
        length = value.numerator.bit_length() + value.denominator.bit_length()
        return Fraction(value) if length <= _LONGEST_FRACTION else None
    size = abs(value)
    if size > 1 << _LONGEST_FRACTION or (size < 1 / taylor.ball(1 << _LONGEST_FRACTION)):
        return None
    mantissa, exponent = value.mid().man_exp()
    near = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    fraction = near.limit_denominator(_LARGEST_DENOMINATOR)
    return fraction if agree(taylor.number(fraction), number) else None


def _strangers(graph: Graph, claim: Graph, variable: str) -> Diagnosis | None:
    """Name variables of the claim that the function does not have."""
    strange = [name for name in claim.symbols() if name not in (*graph.symbols(), variable)]
    if not strange:
        return None
    return Diagnosis(
        "unknown-variable", f"the function has no variable {strange[0]}, which the claim uses"
    )
