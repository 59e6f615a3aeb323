"""Claims whose shape is not that of the variable: transposed, not summed, an outer product …"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import TYPE_CHECKING

from calcdl.calculus.claims.factors import factor_of
from calcdl.graph.shapes import shape_text
from calcdl.results.check import Diagnosis

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.calculus.claims.samples import Sample
    from calcdl.graph.shapes import Shape

    Pair: TypeAlias = "tuple[Sequence[float], Sequence[float]]"

__all__ = ["diagonal", "of_shape", "turned"]


def turned(numbers: Sequence[float], shape: tuple[int, ...]) -> list[float]:
    """Return the transpose of a matrix whose rows stand one after the other."""
    width = shape[1]
    return [number for column in range(width) for number in numbers[column::width]]


def of_shape(samples: Sequence[Sample], shape: Shape) -> Diagnosis:
    """Return what a claim of another shape has to do with the gradient, right or by a factor."""
    with_factor: Diagnosis | None = None
    for kind, says, fits, change in _CHANGES:
        if not all(fits(sample.lengths, sample.shape) for sample in samples):
            continue
        factor = factor_of([change(sample) for sample in samples], samples)
        if factor is None:
            continue
        sentence = says.format(shape=shape_text(shape))
        if factor.text == "1":
            return Diagnosis(kind, sentence)
        also = f", and then it is {factor.text} times the gradient"
        with_factor = with_factor or Diagnosis(kind, sentence + also)
    says = f"a gradient has the shape of its variable, {shape_text(shape)}"
    return with_factor or Diagnosis("shape", says)


def diagonal(numbers: Sequence[float], width: int) -> list[float]:
    """Return the diagonal of a square matrix."""
    return list(numbers[:: width + 1])


def _same_entries(claim: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return prod(claim) == prod(shape)


def _is_turned(claim: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return len(shape) == 2 and claim == shape[::-1]


def _has_more_in_front(claim: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return len(claim) > len(shape) and claim[len(claim) - len(shape) :] == shape


def _has_more_behind(claim: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return len(claim) == 2 and len(shape) == 1 and claim[:1] == shape


def _is_outer(claim: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return len(claim) == 2 and claim[0] == claim[1] and shape in ((), claim[:1])


def _is_inner(claim: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return _is_outer(shape, claim)


def _turned(sample: Sample) -> Pair:
    return turned(sample.claimed, sample.lengths), sample.gradient


def _as_they_are(sample: Sample) -> Pair:
    return sample.claimed, sample.gradient


def _summed(sample: Sample) -> Pair:
    width = prod(sample.shape)
    return [sum(sample.claimed[k::width]) for k in range(width)], sample.gradient


def _summed_behind(sample: Sample) -> Pair:
    width, numbers = sample.lengths[1], sample.claimed
    sums = [sum(numbers[k : k + width]) for k in range(0, len(numbers), width)]
    return sums, sample.gradient


def _diagonal_of_claim(sample: Sample) -> Pair:
    numbers = diagonal(sample.claimed, sample.lengths[0])
    return numbers if sample.shape else [sum(numbers)], sample.gradient


def _diagonal_of_gradient(sample: Sample) -> Pair:
    numbers = diagonal(sample.gradient, sample.shape[0])
    return sample.claimed, numbers if sample.lengths else [sum(numbers)]


_CHANGES: tuple[tuple[str, str, Callable[..., bool], Callable[[Sample], Pair]], ...] = (
    (
        "transposed",
        "it is the transpose of the gradient: a gradient has the shape of its variable, {shape}",
        _is_turned,
        _turned,
    ),
    (
        "layout",
        "its entries are right: a gradient has the shape of its variable, {shape}",
        _same_entries,
        _as_they_are,
    ),
    ("not-summed", "it is not summed over the batch, axis 0", _has_more_in_front, _summed),
    ("not-summed", "it is not summed over axis 1", _has_more_behind, _summed_behind),
    (
        "outer-for-inner",
        "an outer product stands where one of entries, or an inner one, belongs",
        _is_outer,
        _diagonal_of_claim,
    ),
    (
        "inner-for-outer",
        "a product of entries stands where an outer product belongs",
        _is_inner,
        _diagonal_of_gradient,
    ),
)
