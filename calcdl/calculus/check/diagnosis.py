"""What was likely done wrong where a claimed derivative is not the derivative.

Each operation of the function is tried with a wrong rule in place of its right one. Because a
derivative is linear in what each operation contributes, that takes no sweep of its own: with the
tangent t and the adjoint a of an operation, a rule that gives w instead of t turns the derivative
f' into f' + a*(w - t). A mistake is named only if it gives the claim at all sample points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.kinds import is_ball
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.at_point import point_inputs
from calcdl.calculus.check.mistakes import MISTAKES, Mistake, say, wrong_tangents
from calcdl.calculus.check.samples import Trial, agree, claimed_number
from calcdl.calculus.derivative.formula import formula
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import LEAVES, Graph
from calcdl.reading.expressions import read
from calcdl.reading.points import Point
from calcdl.reading.writing import write
from calcdl.results.check import Diagnosis
from calcdl.sweep.derivatives import adjoints, tangents
from calcdl.sweep.forward import apply, values

if TYPE_CHECKING:
    from fractions import Fraction

    from calcdl.arithmetic.kinds import Ball, Number

__all__ = ["diagnose"]

_PRECISION = 512  # bits
_DIGITS = 120  # to which what explains a claim has to agree with it
_FEWEST = 3  # points at which a claim is not the derivative
_LARGEST = 400  # operations
_LONGEST_FRACTION = 128  # bits
_LARGEST_DENOMINATOR = 1000

# Factors that are named as they are, or with a rational number in front.
_FACTORS = ("1", "pi", "1/pi", "log(10)", "1/log(10)", "log(2)", "1/log(2)", "E", "1/E", "sqrt(2)",
            "sqrt(3)", "sqrt(pi)", "1/sqrt(pi)")  # fmt: skip


class _Sample(NamedTuple):
    """What is known at a point: the claim, the derivative, and values of the function's parts.

    ``size`` bounds that of the claim and the derivative; of what is measured against it, nothing
    that is much smaller counts.
    """

    trial: Trial
    point: Point
    taylor: Taylor
    claim: Number
    slope: Number
    found: dict[int, Number]
    slopes: dict[int, Number]
    bars: dict[int, Number]
    variable: Number
    size: Ball

    def is_clear(self) -> bool:
        """Say whether a difference would have been seen: one number is not tiny, or both are 0."""
        sizes = [self.taylor.ball_of(number) for number in (self.slope, self.claim)]
        return any([abs(size) > 1e-30 for size in sizes]) or all([size.is_zero() for size in sizes])

    def same(self, first: Number, second: Number) -> bool:
        """Say whether two numbers are equal as far as can be seen beside claim and derivative."""
        difference = self.taylor.ball_of(self.taylor.sub(first, second))
        return difference.abs_upper() <= self.size

    def is_none(self, number: Number) -> bool:
        """Say whether a number is zero as far as can be seen."""
        return self.same(number, self.taylor.zero)


def diagnose(
    graph: Graph, variable: str, claim: Graph, places: Sequence[tuple[Trial, Point]]
) -> Diagnosis | None:
    """Return what was likely done wrong, None where that cannot be told.

    ``places`` are points, at some of which the claim is not the derivative of the graph.
    """
    if graph.operation_count() > _LARGEST or len(places) < _FEWEST:
        return None
    with precision(_PRECISION):
        samples = [one for trial, point in places if (one := _sample(trial, variable, point))]
        samples = [one for one in samples if one.is_clear()]
        if sum(not one.same(one.slope, one.claim) for one in samples) < _FEWEST:
            return None
        return _likeliest(graph, variable, claim, samples)


def _likeliest(
    graph: Graph, variable: str, claim: Graph, samples: Sequence[_Sample]
) -> Diagnosis | None:
    """Return the first explanation that holds at all points, the likeliest ones first."""
    mistakes = _mistakes(graph, samples)
    likeliest = _named(graph, variable, mistakes, False)
    if likeliest is not None and likeliest.kind == "inner-derivative":
        return likeliest
    other = _other_variable(graph, variable, samples)
    if other is not None:
        return other
    ratio = _ratio(samples)
    if ratio is not None:
        scaling = {one for one in mistakes if _is_scaling(graph, one[0], samples)}
        if ratio.is_number(-1):
            return _named(graph, variable, scaling, False) or _SIGN
        says = f"a constant factor: this is {ratio.text} times the derivative"
        likely = {one for one in scaling if one[0].kind != "sign"}
        likely = likely or {one for one in mistakes if one[0].kind in _OF_TERMS}
        return _named(graph, variable, likely, False) or Diagnosis("constant-factor", says)
    return (
        likeliest
        or _about_the_whole(graph, variable, samples)
        or _named(graph, variable, mistakes, True)
        or _factor_of_a_part(graph, samples)
        or _summand(samples)
        or _strangers(graph, claim, variable)
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


def _is_scaling(graph: Graph, mistake: Mistake, samples: Sequence[_Sample]) -> bool:
    """Say whether a mistake is one of a factor, or sign, that all of the derivative has."""
    if mistake.kind not in _SCALING:
        operation = graph.nodes.operations[mistake.node]
        if mistake.kind != "sign" or operation not in _FALLING:
            return False
    return all(one.same(_part_of(one, mistake.node), one.slope) for one in samples)


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
    slope = slopes.get(graph.root, taylor.zero)
    sizes = [taylor.ball_of(number).abs_upper() for number in (slope, claim)]
    size = max(sizes, key=float) * taylor.ball(10) ** -_DIGITS
    at = inputs.get(variable, taylor.zero)
    return _Sample(trial, point, taylor, claim, slope, found, slopes, bars, at, size)


# One operation with a wrong rule


def _mistakes(graph: Graph, samples: Sequence[_Sample]) -> set[tuple[Mistake, bool]]:
    """Return the mistakes that give the claim at all points; True with those that lose a sign."""
    left: set[tuple[Mistake, bool]] | None = None
    for sample in samples:
        now = set(_explanations(graph, sample))
        left = now if left is None else left & now
        if not left:
            break
    return left or set()


def _named(
    graph: Graph, variable: str, mistakes: set[tuple[Mistake, bool]], negated: bool
) -> Diagnosis | None:
    """Return the likeliest of some mistakes; ``negated``: of those that also lose a sign."""
    those = [mistake for mistake, negative in mistakes if negative == negated]
    if not those:
        return None
    mistake = min(those, key=lambda one: _rank(graph, one))
    says = say(graph, variable, mistake)
    return Diagnosis(mistake.kind, f"{says}, and the sign is wrong" if negated else says)


def _rank(graph: Graph, mistake: Mistake) -> tuple[int, bool, int]:
    """Return what is smaller for likelier mistakes, of the same kind the outermost one.

    A sign is lost where there is one to lose: in the derivative of cos.
    """
    natural = graph.nodes.operations[mistake.node] in _FALLING
    return MISTAKES[mistake.kind], mistake.kind == "sign" and not natural, -mistake.node


_FALLING = frozenset(("cos", "cot", "csc", "acos", "acot", "acsc", "sech", "csch", "coth", "erfc"))


def _explanations(graph: Graph, sample: _Sample) -> Iterator[tuple[Mistake, bool]]:
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
            graph, i, sample.trial, taylor, sample.found, sample.slopes, sample.variable
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


def _factor_of_a_part(graph: Graph, samples: Sequence[_Sample]) -> Diagnosis | None:
    """Return an operation whose derivative times a constant gives the claim; the outermost one."""
    if all(one.is_none(one.claim) for one in samples):
        return None  # 0 is the derivative of so much
    for i in reversed(graph.order()):
        if i == graph.root or graph.nodes.operations[i] in LEAVES:
            continue
        parts = [(one, _part_of(one, i)) for one in samples]
        factor = _constant_factor([(one, part) for one, part in parts if not one.is_none(part)])
        if factor is not None and all(
            one.same(one.slope, one.claim) for one, part in parts if one.is_none(part)
        ):
            return _about_factor(write(Graph(graph.nodes, i)), factor)
    return None


def _constant_factor(parts: Sequence[tuple[_Sample, Number]]) -> _Constant | None:
    """Return the number by which a part of the derivative was multiplied, the same everywhere."""
    if len(parts) < _FEWEST:
        return None
    try:
        return _constant([_times(sample, part) for sample, part in parts])
    except CalcdlError:  # a part that is too small
        return None


def _times(sample: _Sample, share: Number) -> Number:
    """Return the number by which a part of the derivative was multiplied to give the claim."""
    taylor = sample.taylor
    return taylor.add((taylor.div(taylor.sub(sample.claim, sample.slope), share), taylor.one))


def _part_of(sample: _Sample, node: int) -> Number:
    """Return what the slope of an operation contributes to the derivative."""
    place = sample.trial.place[node]
    bar, slope = sample.bars.get(place), sample.slopes.get(place)
    if bar is None or slope is None:
        return sample.taylor.zero
    return sample.taylor.mul((bar, slope))


def _about_factor(part: str, factor: _Constant) -> Diagnosis:
    if factor.is_number(0):
        return Diagnosis("sum-term", f"the derivative of {part} is missing")
    if factor.is_number(-1):
        return Diagnosis("sign", f"the sign of the derivative of {part} is wrong")
    if factor.divisor is not None:
        says = f"the factor {factor.divisor} of the derivative of {part} is missing"
        return Diagnosis("factor", says)
    says = f"a constant factor: the derivative of {part} is taken {factor.text} times"
    return Diagnosis("constant-factor", says)


# Claims that are some other function


def _other_variable(graph: Graph, variable: str, samples: Sequence[_Sample]) -> Diagnosis | None:
    for name in graph.symbols():
        if name == variable:
            continue
        if all(_is_partial(sample, name) for sample in samples):
            return Diagnosis(
                "other-variable",
                f"this is the derivative with respect to {name}, not {variable}",
            )
    return None


def _is_partial(sample: _Sample, name: str) -> bool:
    taylor = sample.taylor
    try:
        one = {name: taylor.number(1)}
        slopes = tangents(sample.trial.graph, taylor, sample.found, one)
    except CalcdlError:  # there is no rule for this derivative, or no value
        return False
    return sample.same(slopes.get(sample.trial.graph.root, taylor.zero), sample.claim)


def _about_the_whole(graph: Graph, variable: str, samples: Sequence[_Sample]) -> Diagnosis | None:
    taylor = samples[0].taylor
    if all(sample.same(sample.claim, _value(sample)) for sample in samples):
        return Diagnosis("function-itself", "this is the function itself, not its derivative")
    if all(_agrees(lambda one: formula(one.trial.claim, variable), s, _value) for s in samples):
        return Diagnosis("antiderivative", "this is an antiderivative of the function")
    zero = all(taylor.is_zero(sample.claim) for sample in samples)  # so are many other things
    if not zero and all(
        _agrees(lambda one: formula(one.trial.graph, variable, 2), s, _claim) for s in samples
    ):
        return Diagnosis("higher-order", "this is the derivative of one order more")
    if all(
        not taylor.is_zero(sample.slope)
        and agree(taylor.mul((sample.claim, sample.slope)), taylor.one)
        for sample in samples
    ):
        return Diagnosis("reciprocal", "this is 1 divided by the derivative")
    return None


def _value(sample: _Sample) -> Number:
    return sample.found[sample.trial.graph.root]


def _claim(sample: _Sample) -> Number:
    return sample.claim


def _agrees(
    make: Callable[[_Sample], Graph], sample: _Sample, expected: Callable[[_Sample], Number]
) -> bool:
    """Say whether a formula has the expected value at a point."""
    try:
        number = claimed_number(make(sample), sample.point)
    except CalcdlError:
        return False
    taylor = sample.taylor
    ball = taylor.of(number)
    return agree(ball, expected(sample))


def _ratio(samples: Sequence[_Sample]) -> _Constant | None:
    """Return the number other than 0 that the claim is the derivative times, if there is one."""
    there = [one for one in samples if not one.is_none(one.slope)]
    if any(not one.is_none(one.claim) for one in samples if one.is_none(one.slope)):
        return None
    factor = _constant_factor([(one, one.slope) for one in there])
    return None if factor is None or factor.is_number(0) else factor


def _summand(samples: Sequence[_Sample]) -> Diagnosis | None:
    constant = _constant([s.taylor.sub(s.claim, s.slope) for s in samples])
    if constant is None:
        return None
    return Diagnosis("constant-term", f"a constant: this is the derivative plus {constant.text}")


class _Constant(NamedTuple):
    """A fraction times a well-known number, whose text is "1" where there is none."""

    times: Fraction
    unit: str

    def is_number(self, number: int) -> bool:
        return self.unit == "1" and self.times == number

    @property
    def divisor(self) -> int | None:
        """The n of 1/n."""
        is_part = self.unit == "1" and self.times.numerator == 1 < self.times.denominator
        return self.times.denominator if is_part else None

    @property
    def text(self) -> str:
        if self.unit == "1":
            return str(self.times)
        whole = "" if self.times == 1 else "-" if self.times == -1 else f"{self.times}*"
        return write(read(f"{whole}{self.unit}").graph)


def _constant(numbers: Sequence[Number]) -> _Constant | None:
    """Return what equal numbers are: a fraction, maybe times a well-known number."""
    taylor = Taylor(1)
    first = numbers[0]
    if not all(agree(first, other) for other in numbers[1:]):
        return None
    for text in _FACTORS:
        unit = apply(read(text).graph, taylor, {})
        fraction = _as_fraction(taylor, taylor.div(first, unit))
        if fraction is not None:
            return _Constant(fraction, text)
    return None


def _as_fraction(taylor: Taylor, number: Number) -> Fraction | None:
    """Return the fraction with a small denominator that a number is, None if it is none.

    Nor is one of more digits than anybody wants to read.
    """
    from fractions import Fraction

    value = taylor.result(number, 0)
    if not is_ball(value):
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
