"""Claims that are some other function than the derivative: the function itself, another partial."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from calcdl.calculus.check.samples import agree, claimed_number
from calcdl.calculus.derivative.formula import formula
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.results.check import Diagnosis
from calcdl.sweep.derivatives import tangents

if TYPE_CHECKING:
    from calcdl.arithmetic.kinds import Number
from calcdl.calculus.check.evidence import Evidence

__all__ = ["about_another_variable", "about_strangers", "about_the_whole"]


def about_another_variable(
    graph: Graph, variable: str, samples: Sequence[Evidence]
) -> Diagnosis | None:
    for name in graph.symbols():
        if name == variable:
            continue
        if all(_is_partial(sample, name) for sample in samples):
            return Diagnosis(
                "other-variable",
                f"this is the derivative with respect to {name}, not {variable}",
            )
    return None


def _is_partial(sample: Evidence, name: str) -> bool:
    taylor = sample.taylor
    try:
        direction = {name: taylor.one}
        slopes = tangents(sample.trial.graph, taylor, sample.primals, direction)
    except CalcdlError:  # there is no rule for this derivative, or no value
        return False
    return sample.same(slopes.get(sample.trial.graph.root, taylor.zero), sample.claim)


def about_the_whole(graph: Graph, variable: str, samples: Sequence[Evidence]) -> Diagnosis | None:
    taylor = samples[0].taylor
    if all(sample.same(sample.claim, _value(sample)) for sample in samples):
        return Diagnosis("function-itself", "this is the function itself, not its derivative")
    if all(
        _agrees(lambda sample: formula(sample.trial.claim, variable), s, _value) for s in samples
    ):
        return Diagnosis("antiderivative", "this is an antiderivative of the function")
    zero = all(taylor.is_zero(sample.claim) for sample in samples)  # so are many other things
    if not zero and all(
        _agrees(lambda sample: formula(sample.trial.graph, variable, 2), s, _claim) for s in samples
    ):
        return Diagnosis("higher-order", "this is the derivative of one order more")
    if all(
        not taylor.is_zero(sample.slope)
        and agree(taylor.mul((sample.claim, sample.slope)), taylor.one)
        for sample in samples
    ):
        return Diagnosis("reciprocal", "this is 1 divided by the derivative")
    return None


def _value(sample: Evidence) -> Number:
    return sample.primals[sample.trial.graph.root]


def _claim(sample: Evidence) -> Number:
    return sample.claim


def _agrees(
    make: Callable[[Evidence], Graph], sample: Evidence, expected: Callable[[Evidence], Number]
) -> bool:
    """Say whether a formula has the expected value at a point."""
    try:
        number = claimed_number(make(sample), sample.point)
    except CalcdlError:
        return False
    taylor = sample.taylor
    ball = taylor.of(number)
    return agree(ball, expected(sample))


def about_strangers(graph: Graph, claim: Graph, variable: str) -> Diagnosis | None:
    """Name variables of the claim that the function does not have."""
    strange = [name for name in claim.symbols() if name not in (*graph.symbols(), variable)]
    if not strange:
        return None
    return Diagnosis(
        "unknown-variable", f"the function has no variable {strange[0]}, which the claim uses"
    )
