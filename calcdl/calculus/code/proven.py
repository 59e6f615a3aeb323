"""Points at which the value and the gradient are proven, for a check that stands beside code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from random import Random

from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.calculus.question import Asked
from calcdl.errors import CalcdlError, UsageError, parameter
from calcdl.results.code import Proven
from calcdl.results.value import Value

__all__ = ["CHECKED", "proven_points"]

CHECKED = ("python", "numpy", "torch", "jax", "c")  # that a check can be written for
_WANTED, _TRIES = 3, 40
_RANGES = ((-2, 2), (0.125, 3), (-0.9, 0.9), (1.125, 9), (-9, -0.125))
_PARTS = 64  # of 1, so that coordinates are exact and short


def proven_points(asked: Asked, variables: Sequence[str], wrt: Sequence[str]) -> tuple[Proven, ...]:
    """Return some points, the same each time. Raises UsageError where none is found."""
    found: list[Proven] = []
    for point in _points(variables):
        numbers = _proven(asked, variables, wrt, point)
        if numbers is not None:
            found.append(numbers)
        if len(found) == _WANTED:
            break
    if not found:
        raise UsageError(
            "no point is found at which value and gradient are proven: leave out ",
            parameter("check"),
        )
    return tuple(found)


def _points(variables: Sequence[str]) -> Iterator[tuple[float, ...]]:
    random = Random(7)
    for _ in range(_TRIES):
        for low, high in _RANGES:
            yield tuple([round(random.uniform(low, high) * _PARTS) / _PARTS for _ in variables])


def _proven(
    asked: Asked, variables: Sequence[str], wrt: Sequence[str], point: tuple[float, ...]
) -> Proven | None:
    place = ",".join([f"{name}={number!r}" for name, number in zip(variables, point, strict=True)])
    try:
        value = answer(ask("eval", asked.reading, at=place)).points[0].value
        entries = answer(ask("partial", asked.reading, at=place, wrt=list(wrt))).entries
    except CalcdlError:
        return None
    numbers = [_double(one) for one in (value, *[entry.points[0].value for entry in entries])]
    if None in numbers:
        return None
    first, *rest = [number for number in numbers if number is not None]
    return Proven(point, first, tuple(rest))


def _double(value: Value | None) -> float | None:
    number = None if value is None else value.float
    return number if number is not None and isfinite(number) else None
