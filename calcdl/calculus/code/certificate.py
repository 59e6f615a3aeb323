"""A certificate of a program: how far it was off, at very many points, from proven values.

What is true is computed from the expression as it was typed, and from the derivatives of that, in
balls; nothing of how the program was respelled has a part in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING

from calcdl.arithmetic.arrays.machine import run
from calcdl.arithmetic.programs.proving import ProvenProgram
from calcdl.results.code import Certificate, Tried

if TYPE_CHECKING:
    from calcdl.arithmetic.programs.proving import Truth
    from calcdl.results.code import Interval, Program

__all__ = ["certificate"]

_POINTS, _FEWEST = 100_000, 1000
_WORK = 20_000_000  # operations on balls, beyond which fewer points are tried
_MORE_WORK = 5_000_000  # likewise, for points at which nothing is proven at first
_BITS, _MORE_BITS = 96, (256, 1280)  # where nothing is proven with fewer
_SEED = 17
_LARGEST, _SMALLEST = 1.7976931348623157e308, 2.2250738585072014e-308
_SPECIAL = (0.0, 1.0, -1.0, 0.5, -0.5, 1e-300, -1e-300, 1e-8, -1e-8, 1e8, -1e8, 1e300, -1e300)
_NO_DIGIT = 2.0**53  # ulps: no more are counted
_OCTAVES = 64  # by how many halvings points come close to zero


def certificate(
    program: Program, typed: Program, labels: Sequence[str], box: Sequence[Interval]
) -> Certificate:
    """Return how far the answers of a program are off in a box; ``typed`` has the same answers."""
    proven = ProvenProgram(typed)
    count = min(_POINTS, max(_FEWEST, _WORK // len(proven)))
    points = list(_points(box, count))
    names = [name for name, _, _ in box]
    columns = dict(zip(names, map(list, zip(*points, strict=True)), strict=True))
    given = run(program, columns)
    truths = _truths(proven, names, points)
    tried = [
        # Where the function has no value it has no slope, whatever the formula of that says.
        _tried(label, points, numbers, [truth[k] if truth[0] else None for truth in truths])
        for k, (label, numbers) in enumerate(zip(labels, given, strict=True))
    ]
    return Certificate(tuple(box), count, tuple(tried))


def _truths(
    proven: ProvenProgram, names: Sequence[str], points: Sequence[tuple[float, ...]]
) -> list[list[Truth | None]]:
    """Return the true answers at points, with more bits where few do not do."""
    named = [dict(zip(names, point, strict=True)) for point in points]
    truths = proven.at(named, _BITS)
    for bits in _MORE_BITS:
        most = _MORE_WORK * _BITS // (bits * len(proven))
        again = [k for k, truth in enumerate(truths) if None in truth][:most]
        for k, truth in zip(again, proven.at([named[k] for k in again], bits), strict=True):
            truths[k] = truth
    return truths


def _tried(
    label: str,
    points: Sequence[tuple[float, ...]],
    numbers: Sequence[float],
    truths: Sequence[Truth | None],
) -> Tried:
    """Return how far an answer is off at worst, and where it overflows."""
    ulps, worst, proven = 0.0, points[0], 0
    overflows: list[tuple[float, ...]] = []
    beyond: list[tuple[float, ...]] = []
    for point, number, truth in zip(points, numbers, truths, strict=True):
        if truth is None:
            continue
        proven += 1
        if not abs(truth.nearest) <= _LARGEST:
            beyond.append(point)
        elif not math.isfinite(number):
            overflows.append(point)
        elif truth.nearest == 0 or abs(truth.nearest) >= _SMALLEST:
            error = _ulps(number, truth)
            if error > ulps:
                ulps, worst = error, point
    return Tried(label, proven, ulps, worst, len(overflows), (*overflows, None)[0], len(beyond),
                 (*beyond, None)[0])  # fmt: skip


def _ulps(number: float, truth: Truth) -> float:
    error: float = abs((number - truth.nearest) - truth.rest)
    return min(error / math.ulp(truth.nearest), _NO_DIGIT)


# Points


def _points(box: Sequence[Interval], count: int) -> Iterator[tuple[float, ...]]:
    """Yield points of a box, always the same: its ends and what lies beside them, and random ones.

    A coordinate is anywhere, near zero on a logarithmic scale, or a number at which much changes.
    """
    random = Random(_SEED)
    special = [_special(low, high) for _, low, high in box]
    most = max(map(len, special))
    for k in range(count):
        if k < most:
            yield tuple([numbers[k % len(numbers)] for numbers in special])
            continue
        yield tuple(
            [
                _coordinate(random, low, high, numbers)
                for (_, low, high), numbers in zip(box, special, strict=True)
            ]
        )


def _special(low: float, high: float) -> list[float]:
    beside = (low, high, math.nextafter(low, high), math.nextafter(high, low))
    return [*beside, *[x for x in _SPECIAL if low <= x <= high]]


def _coordinate(random: Random, low: float, high: float, special: Sequence[float]) -> float:
    way, part = random.random(), random.random()
    if way < 0.1:
        return random.choice(special)
    if way < 0.5:
        end = low if way < 0.3 else high
        near: float = end * math.ldexp(1.0, -int(_OCTAVES * part)) * (1 - part / 2)
        if low <= near <= high:
            return near
    return min(max(low * (1 - part) + high * part, low), high)
