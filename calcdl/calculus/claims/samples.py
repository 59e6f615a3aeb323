"""Claims and gradients in doubles at a few witnesses, for a likely mistake to be looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isclose, isfinite
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.floats import Floats
from calcdl.calculus.claims.places import Place, Written, names_of, places, written
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Graph
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcdl.calculus.claims.places import Sizes
    from calcdl.reading.shaped import Declared

__all__ = ["FROZEN", "Claim", "Sample", "close", "gradient_at", "ratio", "rational", "samples_of"]

FROZEN = "°"  # behind the name of a variable: the same array, taken as constant
_OF_ONE_SIZE = 2
_RELATIVE = 1e-9


def _as_it_is(place: Place) -> Place:
    return place


class Claim(NamedTuple):
    """A claim about the gradient of a function by a variable, and sizes at which to look at it."""

    function: Graph
    variable: str
    claim: Graph
    declared: Declared
    sizes: Sequence[Sizes]


class Sample(NamedTuple):
    """A witness, the claim and the gradient there row by row, and their numbers of entries."""

    place: Place
    claimed: list[float]
    lengths: tuple[int, ...]
    gradient: list[float]
    shape: tuple[int, ...]


def samples_of(claim: Claim, change: Callable[[Place], Place] = _as_it_is) -> list[Sample]:
    """Return samples at witnesses of several sizes, which may be changed."""
    names = names_of(claim.declared, [claim.function, claim.claim])
    found: list[Sample] = []
    for sizes in claim.sizes:
        try:
            there = _written(claim, sizes)
        except CalcdlError:
            continue
        count = 0
        for place in places(claim.declared, names, sizes):
            sample = _sample(there, change(place))
            if sample is not None:
                found.append(sample)
                count += 1
            if count == _OF_ONE_SIZE:
                break
    return found


def _written(claim: Claim, sizes: Sizes) -> Written:
    return written(claim.function, claim.claim, claim.variable, claim.declared, sizes)


def _sample(there: Written, place: Place) -> Sample | None:
    floats = Floats()
    inputs = inputs_at(place)
    try:
        found = values(there.together(), floats, inputs)
        gradient = _gradient(there.function, there.names, inputs)
    except CalcdlError:
        return None
    claimed = [found[node] for node in there.array.nodes]
    if not all(map(isfinite, [*claimed, *gradient])):
        return None
    return Sample(place, claimed, there.array.shape, gradient, there.lengths)


def inputs_at(place: Place) -> dict[str, float]:
    """Return the numbers of a witness in doubles, those of frozen variables too."""
    numbers = {name: float(number) for name, number in place.entries().items()}
    frozen = {_frozen(name): number for name, number in numbers.items()}
    return frozen | numbers


def _frozen(entry: str) -> str:
    name, bracket, rest = entry.partition("[")
    return f"{name}{FROZEN}{bracket}{rest}"


def _gradient(function: Graph, names: Sequence[str], inputs: Mapping[str, float]) -> list[float]:
    floats = Floats()
    primals = values(function, floats, inputs)
    bars = adjoints_of_variables(function, floats, primals, names)
    return [bars.get(name, 0.0) for name in names]


def gradient_at(claim: Claim, function: Graph, sample: Sample) -> list[float] | None:
    """Return the gradient of another function with frozen variables; None: it has no value."""
    declared = claim.declared
    shapes = dict(declared.shapes)
    shapes |= {f"{name}{FROZEN}": shape for name, shape in declared.shapes.items()}
    declared = declared._replace(shapes=shapes)
    try:
        there = written(function, function, claim.variable, declared, sample.place.sizes)
        return _gradient(there.function, there.names, inputs_at(sample.place))
    except CalcdlError:
        return None


def close(us: Sequence[float], vs: Sequence[float]) -> bool:
    """Say whether numbers are the same but for rounding."""
    size = max(map(abs, [*us, *vs]), default=0.0)
    return len(us) == len(vs) and all(
        isclose(u, v, rel_tol=_RELATIVE, abs_tol=_RELATIVE * size)
        for u, v in zip(us, vs, strict=True)
    )


def ratio(us: Sequence[float], vs: Sequence[float]) -> float | None:
    """Return the number c with u = c*v for all entries, None if there is none."""
    pivot = max(range(len(vs)), key=lambda k: abs(vs[k]))
    if len(us) != len(vs) or not vs[pivot]:
        return None
    c = us[pivot] / vs[pivot]
    return c if close(us, [c * v for v in vs]) else None


def rational(value: float) -> Fraction | None:
    """Return the simple fraction that a number is, None if it is none.

    >>> rational(-0.5)
    Fraction(-1, 2)
    """
    simple = Fraction(value).limit_denominator(100)
    return simple if isclose(simple, value, rel_tol=_RELATIVE) else None
