"""Points at the ends of the range of doubles and beside edges, and what programs must give there.

A number is right where it is within some ulps of the certified one, or of what that is for
arguments a few ulps away: a function that is steep makes more of the rounding of its argument.
Below the smallest normal double nothing has its digits any more, and nothing is demanded.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from sys import float_info

import calcdl
from calcdl.functions import FUNCTIONS
from calcdl.functions.row import Function
from calcdl.results.value import Value
from tests.support.samples import arguments_of

__all__ = ["OPERATORS", "faults", "hessians", "points_of", "questions", "truths"]

_ULPS = 16
_ULPS_OF_ARGUMENTS = 4
_SIZES = (1e-300, 1e-160, 1e-20, 1e-8, 1e-3, 0.1, 1.0, 2.5, 20.0, 40.0, 350.0, 745.0, 1e8, 1e160)
_ULP = 2.0**-52
# Beside the edges, poles, corners and changes of method that functions have.
_BESIDE = (1 - _ULP / 2, 1 + _ULP, 1 - 1e-8, 1 + 1e-8, 0.999, 0.5, 0.5 + 1e-9, 0.4, 1.5, 0.126, 3.5,
           6 + 1e-8, 8.5, 36.9, 700.0, 1e300)  # fmt: skip
_ALONE = (0.0, *[sign * size for size in (*_SIZES, *_BESIDE) for sign in (1, -1)])
_FEWER = (-1e300, -1e8, -40.0, -2.5, -1e-8, 0.0, 1e-300, 1e-8, 0.1, 1.0, 40.0, 1e160, 1e300)
_PAIRED = (-1e300, -2.5, -1e-300, 1e-8, 1.0, 40.0, 1e300)
_SLOW, _FARTHEST = ("gelu(", "glu("), -1e3  # left of which so small a number takes seconds

OPERATORS = ("u*v", "u/v", "u - v", "u**v", "u**3", "u**(-2)", "u**(5/2)", "1/(1 + u**2)")


def questions() -> Iterator[str]:
    """Yield what is asked: every function of the table, and the operators."""
    yield from OPERATORS
    for row in FUNCTIONS.values():
        yield from dict.fromkeys(text for text, _ in _calls(row))


def _calls(row: Function) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield calls of a function, with numbers where it has no rule, and its samples as points."""
    for sample in row.sample:
        numbers = arguments_of(sample)
        names = ["u", "v", "w", "x"][: len(numbers)] if row.variadic else list(row.args)
        slopes = row.local * len(numbers) if row.variadic else row.local
        exact = [Fraction(str(number)) for number in numbers]
        given = list(zip(names, slopes, exact, strict=False))
        words = [str(number) if slope is None else name for name, slope, number in given]
        point = {name: float(number) for name, slope, number in given if slope is not None}
        yield f"{row.name}({', '.join(words)})", tuple([point[name] for name in sorted(point)])


def points_of(text: str) -> list[tuple[float, ...]]:
    """Return the points at which a question is tried, the numbers by the variables, sorted."""
    names = calcdl.read(text).graph.symbols()
    points = [(x,) for x in _ALONE] if len(names) == 1 else _points_of_several(text, len(names))
    return [point for point in points if not (text.startswith(_SLOW) and min(point) < _FARTHEST)]


def _points_of_several(text: str, count: int) -> list[tuple[float, ...]]:
    row = FUNCTIONS.get(text.partition("(")[0])
    samples = [point for call, point in _calls(row) if call == text] if row else [(2.5, -1.5)]
    points = [
        (*sample[:k], x, *sample[k + 1 :])
        for sample in samples[:2]
        for k in range(count)
        for x in _FEWER
    ]
    if count == 2:
        points += [(x, y) for x in _PAIRED for y in _PAIRED]
    return list(dict.fromkeys(points))


def truths(text: str, points: Sequence[tuple[float, ...]]) -> list[tuple[float | None, ...]]:
    """Return the value and the partial derivatives at points; None where there is none.

    They are doubles, 0 and infinity among them, certainly rounded.
    """
    return _truths(text, tuple(points))


@cache
def _truths(text: str, points: tuple[tuple[float, ...], ...]) -> list[tuple[float | None, ...]]:
    names = calcdl.read(text).graph.symbols()
    places = [_place(names, point) for point in points]
    values = calcdl.evaluate(text, at=places).points
    columns = [entry.points for entry in calcdl.partials(text, at=places).entries]
    return [
        tuple([_double(one.value) for one in row]) for row in zip(values, *columns, strict=True)
    ]


def hessians(
    text: str, names: Sequence[str], points: Sequence[tuple[float, ...]]
) -> list[list[float | None]]:
    """Return the second derivatives at points, row by row from the diagonal on."""
    return _hessians(text, tuple(names), tuple(points))


@cache
def _hessians(
    text: str, names: tuple[str, ...], points: tuple[tuple[float, ...], ...]
) -> list[list[float | None]]:
    entries = calcdl.hessian(text, at=[_place(names, point) for point in points]).entries
    by_names = {frozenset(entry.variables): entry.points for entry in entries}
    pairs = [(u, v) for k, u in enumerate(names) for v in names[k:]]
    return [[_double(one.value) for one in by_names[frozenset(pair)]] for pair in pairs]


def _place(names: Sequence[str], point: tuple[float, ...]) -> str:
    return ",".join([f"{name}={_exact(x)}" for name, x in zip(names, point, strict=True)])


def _exact(x: float) -> str:
    """Return a double as a text that says exactly that number."""
    mantissa, exponent = math.frexp(x)
    return f"{int(mantissa * 2**53)}*2**({exponent - 53})"


def _double(value: Value | None) -> float | None:
    return None if value is None or not value.certified else float(value.decimal)


def faults(
    text: str, point: tuple[float, ...], true: Sequence[float | None], numbers: Sequence[float]
) -> list[str]:
    """Return which of the numbers of a program, the value and the slopes, are wrong at a point."""
    return [
        f"{text} at {point}, number {k}: {number!r}, not {wanted!r}"
        for k, (number, wanted) in enumerate(zip(numbers, true, strict=True))
        if wanted is not None and math.isfinite(wanted)
        if not _is_near(number, wanted)
        if not abs(number - wanted) <= _effect_of_arguments(text, point)[k] + float_info.min
    ]


def _is_near(number: float, wanted: float) -> bool:
    return number == wanted or abs(number - wanted) <= _ULPS * math.ulp(wanted)


@cache
def _effect_of_arguments(text: str, point: tuple[float, ...]) -> list[float]:
    """Return how far the numbers may be off for arguments that are a few ulps off."""
    moved = [
        (*point[:k], math.nextafter(x, direction), *point[k + 1 :])
        for k, x in enumerate(point)
        if x
        for direction in (math.inf, -math.inf)
    ]
    here, *around = truths(text, [point, *moved])
    effects = []
    for k, wanted in enumerate(here):
        known = [row[k] for row in around]
        steps = [abs(x - wanted) for x in known if x is not None and wanted is not None]
        effects.append(_ULPS_OF_ARGUMENTS * sum([step for step in steps if math.isfinite(step)]))
    return effects
