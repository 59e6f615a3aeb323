"""What was likely done wrong, where a claim is not the gradient by an array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.shapes.shown import as_written
from calcdl.calculus.claims.assumptions import Assumption, assumptions
from calcdl.calculus.claims.factors import factor_of, say_factor
from calcdl.calculus.claims.mistakes import Mistaken, mistaken_functions
from calcdl.calculus.claims.places import sizes_of
from calcdl.calculus.claims.samples import Claim, Sample, close, gradient_at, samples_of
from calcdl.calculus.claims.shapes import diagonal, of_shape, turned
from calcdl.graph.nodes import Graph
from calcdl.reading.writing import write_arrays
from calcdl.results.check import Diagnosis

if TYPE_CHECKING:
    from calcdl.calculus.claims.factors import Factor
    from calcdl.reading.shaped import ShapedReading

__all__ = ["diagnose"]


def diagnose(reading: ShapedReading, claim: ShapedReading, variable: str) -> Diagnosis | None:
    """Return the likely mistake, None where none is seen: simple ones first."""
    sizes = sizes_of(reading.declared, {*reading.shapes.values(), *claim.shapes.values()})
    question = Claim(reading.graph, variable, claim.graph, reading.declared, sizes)
    samples = samples_of(question)
    if len(samples) < 2:
        return None
    if samples[0].lengths != samples[0].shape:
        return of_shape(samples, reading.shape_of(variable))
    search = _Search(reading, question, samples)
    found = search.whole()
    if found is None and not claim.shape:
        found = search.inner()
    return found or search.assumed() or search.operations()


class _Search(NamedTuple):
    """Where a mistake is looked for."""

    reading: ShapedReading
    claim: Claim
    samples: Sequence[Sample]

    def whole(self) -> Diagnosis | None:
        """Return what is wrong with the gradient as a whole."""
        factor = self.factor([sample.gradient for sample in self.samples])
        if factor is not None:
            return self.say(factor)
        if len(self.samples[0].shape) != 2 or self.samples[0].shape[0] != self.samples[0].shape[1]:
            return None
        flipped = [turned(sample.gradient, sample.shape) for sample in self.samples]
        factor = self.factor(flipped)
        if factor is None:
            return None
        also = "" if factor.text == "1" else f", and {self.say(factor).says}"
        return Diagnosis("transposed", f"the gradient is transposed{also}")

    def inner(self) -> Diagnosis | None:
        """Return whether a claim that is a single number is an inner product, not an outer one."""
        shape = self.samples[0].shape
        if len(shape) != 2 or shape[0] != shape[1]:
            return None
        numbers = [
            [sum(diagonal(one.gradient, one.shape[0]))] * len(one.gradient) for one in self.samples
        ]
        if self.factor(numbers) is None:
            return None
        return Diagnosis("inner-for-outer", "an inner product stands where an outer one belongs")

    def factor(self, gradients: Sequence[Sequence[float]]) -> Factor | None:
        pairs = [
            (sample.claimed, gradient)
            for sample, gradient in zip(self.samples, gradients, strict=True)
        ]
        return factor_of(pairs, self.samples)

    def say(self, factor: Factor) -> Diagnosis:
        operations = self.reading.graph.nodes.operations
        names = [getattr(operations[i], "name", "") for i in self.reading.graph.order()]
        return say_factor(factor, list(self.samples[0].place.sizes), "mean" in names)

    def assumed(self) -> Diagnosis | None:
        """Return under what assumption the claim would be right."""
        for assumption in assumptions(self.claim, self.samples[0].place):
            samples = samples_of(self.claim, assumption.at)
            if len(samples) < 2 or not all(close(one.claimed, one.gradient) for one in samples):
                continue
            return self.transposed(assumption) or Diagnosis(assumption.kind, assumption.says)
        return None

    def transposed(self, assumption: Assumption) -> Diagnosis | None:
        """Return the factor that lacks its transpose, where that is what symmetry would hide.

        In a form such as x@A@x it is rather that A is taken as symmetric.
        """
        found = self.mistakes()
        operations = self.reading.graph.nodes.operations
        forms = [one for one in found if one.kind == "product-part"]
        if any(getattr(operations[one.node], "name", "") == "matmul" for one in forms):
            return None
        for mistake in found:
            if mistake.kind == "factor-transposed" and self.is_made(mistake):
                name = self.name(mistake)
                return name._replace(says=f"{name.says}: {assumption.says}")
        return None

    def mistakes(self) -> list[Mistaken]:
        """Return mistakes, those that say most in front: terms, then what was kept constant."""
        shapes = dict(self.reading.shapes)
        found = list(mistaken_functions(self.claim.function, shapes, self.claim.variable))

        def rank(mistake: Mistaken) -> int:
            if mistake.kind in ("sum-term", "sum-sign"):
                return 2 if shapes[mistake.node] else 0
            return 1 if mistake.kind == "statistic-constant" else 3

        return sorted(found, key=rank)

    def operations(self) -> Diagnosis | None:
        """Return the mistake at one operation, and maybe a wrong factor beside it."""
        found = self.mistakes()
        for mistake in found:
            if self.is_made(mistake):
                return self.name(mistake)
        for mistake in found:
            diagnosis = self.with_factor(mistake)
            if diagnosis is not None:
                return diagnosis
        return None

    def with_factor(self, mistake: Mistaken) -> Diagnosis | None:
        """Return a mistake of a term by a factor, or one together with a wrong factor."""
        wrong = [gradient_at(self.claim, mistake.function, sample) for sample in self.samples]
        gradients = [gradient for gradient in wrong if gradient is not None]
        if len(gradients) < len(wrong):
            return None
        if mistake.kind == "sum-term":
            pairs = [
                (_minus(one.claimed, others), _minus(one.gradient, others))
                for one, others in zip(self.samples, gradients, strict=True)
            ]
            factor = factor_of(pairs, self.samples)
            if factor is None:
                return None
            says = f"in the derivative of the term {self.part(mistake)} {self.say(factor).says}"
            return Diagnosis("term-factor", says)
        if mistake.kind == "sum-sign":
            return None
        factor = self.factor(gradients)
        if factor is None:
            return None
        name = self.name(mistake)
        return name._replace(says=f"{name.says}, and {self.say(factor).says}")

    def is_made(self, mistake: Mistaken) -> bool:
        """Say whether a mistake gives the claim at all samples."""
        for sample in self.samples:
            gradient = gradient_at(self.claim, mistake.function, sample)
            if gradient is None or not close(sample.claimed, gradient):
                return False
        return True

    def name(self, mistake: Mistaken) -> Diagnosis:
        operation = self.reading.graph.nodes.operations[mistake.node]
        return Diagnosis(
            mistake.kind,
            _SENTENCES[mistake.kind].format(
                y=self.text(mistake.node),
                u=self.part(mistake),
                name=getattr(operation, "name", operation),
                variable=self.claim.variable,
            ),
        )

    def part(self, mistake: Mistaken) -> str:
        return self.text(self.reading.graph.nodes.arguments[mistake.node][mistake.part])

    def text(self, node: int) -> str:
        graph = Graph(self.reading.graph.nodes, node)
        return write_arrays(as_written(graph, self.reading.shapes))


def _minus(us: Sequence[float], vs: Sequence[float]) -> list[float]:
    return [u - v for u, v in zip(us, vs, strict=True)]


# {y} is the operation, {u} the argument that it is about.
_SENTENCES = {
    "case-missing": "the case {u} of {y} was left out",
    "function-derivative": "the derivative of {name} in {y} is missing",
    "power-factor": "the factor of the power rule for {y} is missing",
    "sum-term": "the derivative of the term {u} is missing",
    "sum-sign": "the sign of the derivative of the term {u} is wrong",
    "product-part": "{variable} occurs more than once in {y}: the part that comes from {u} is"
    " missing",
    "factor-missing": "the factor {u} is missing",
    "factor-transposed": "the factor {u} has to be transposed",
    "factors-swapped": "the factors of {y} are swapped",
    "outer-turned": "the factors of the outer product for {y} are swapped",
    "softmax-diagonal": "{name} was taken as diagonal, p*(1 - p): each entry hangs on all of {u}",
    "softmax-normaliser": "the denominator of {name} was taken as constant",
    "statistic-constant": "{y} was taken as constant",
    "statistics-constant": "the statistics of {y} were taken as constants",
    "deviation-constant": "the scale of {y}, which is divided by, was taken as constant",
    "mean-constant": "the mean of {u} was taken as constant",
    "sum-for-mean": "{y} was taken for a sum: the division by the number of entries is missing",
    "mean-for-sum": "{y} was taken for a mean",
    "inverse-transposes": "the inverse in the derivative of {y} has to be transposed",
    "inverse-sign": "the sign of the derivative of {y} is wrong",
    "inverse-once": "the derivative of {y} has the inverse on both sides",
}
