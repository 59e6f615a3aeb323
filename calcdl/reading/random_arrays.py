"""Arrays of random numbers, the same for the same seed, that are what is declared of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import chain, count
from math import prod
from typing import TYPE_CHECKING, Any

from calcdl.graph.shapes import shape_text
from calcdl.reading.given import Given
from calcdl.reading.lists import nested

if TYPE_CHECKING:
    from calcdl.reading.shaped import ShapedReading

__all__ = ["add_random"]

_FIRST = (3, 2)  # the sizes of what has none, then 4, 5 …: no two are the same
_MOST_EXACT = 10_000  # entries that are decimals; more are doubles
_MOST_WRITTEN = 12  # entries of an array that is written out in messages

Decimal = Any  # an int, a Fraction or, of very many, a float


def add_random(
    reading: ShapedReading, arrays: dict[str, Given], sizes: dict[str, int], seed: int
) -> list[str]:
    """Give random arrays to the variables that have none, and numbers to sizes; say which.

    Each variable has its own sequence, so that it stays what it is where others are given.
    """
    chosen = []
    there = [one for shape in reading.declared.shapes.values() for one in shape]
    for name in dict.fromkeys([name for one in there for name in sorted(one.names())]):
        if name not in sizes:
            taken = set(sizes.values())
            candidates = (n for n in chain(_FIRST, count(4)) if n not in taken)
            sizes[name] = next(candidates)
            chosen.append(f"{name} = {sizes[name]}")
    made = []
    for name in reading.variables():
        if name not in arrays:
            shape = tuple([one.at(sizes) for one in reading.shape_of(name)])
            attributes = reading.declared.attributes.get(name, frozenset())
            numbers = _numbers(random.Random(f"{seed} {name}"), shape, attributes)
            arrays[name] = Given(shape, numbers, _text(shape, numbers))
            made.append(f"{name} {shape_text(reading.shape_of(name))}")
    if not made:
        return []
    where = f", where {', '.join(chosen)}" if chosen else ""
    return [f"random numbers for {', '.join(made)}{where}"]


def _text(shape: tuple[int, ...], numbers: Sequence[Decimal]) -> str:
    if len(numbers) > _MOST_WRITTEN:
        return f"random {'×'.join(map(str, shape))}"
    texts = [_decimal(number) for number in numbers]
    return str(nested(shape, texts)).replace("'", "") if shape else texts[0]


def _decimal(number: Decimal) -> str:
    """Return a decimal, or a fraction where that is no short one."""
    is_short = isinstance(number, Fraction) and 100 % number.denominator == 0
    return repr(float(number)) if is_short else str(number)


def _numbers(
    rng: random.Random, shape: tuple[int, ...], attributes: frozenset[str]
) -> Sequence[Decimal]:
    """Return numbers between -2 and 2, none of them 0, as the attributes have it."""
    entries = prod(shape)
    if "orthogonal" in attributes:
        return _orthogonal(rng, shape[0])
    numbers: list[Decimal] = (
        [Fraction(rng.choice((-1, 1)) * rng.randint(1, 200), 100) for _ in range(entries)]
        if entries <= _MOST_EXACT
        else [rng.uniform(-2, 2) for _ in range(entries)]
    )
    if "stochastic" in attributes:
        return _stochastic(numbers, shape[-1])
    if attributes & {"symmetric", "definite", "diagonal"}:
        return _symmetric(numbers, shape[0], attributes)
    return [_plain(number) for number in numbers]


def _plain(number: Decimal) -> Decimal:
    whole = isinstance(number, Fraction) and number.denominator == 1
    return int(number) if whole else number


def _stochastic(numbers: Sequence[Decimal], width: int) -> list[Decimal]:
    """Return numbers of which each row sums to 1."""
    found: list[Decimal] = []
    for k in range(0, len(numbers), width):
        row = [abs(number) for number in numbers[k : k + width]]
        total = sum(row)
        found += [_plain(number / total) for number in row]
    return found


def _symmetric(numbers: Sequence[Decimal], n: int, attributes: frozenset[str]) -> list[Decimal]:
    """Return a symmetric matrix; a diagonal that outweighs its rows makes it positive definite."""
    rows = [list(numbers[k : k + n]) for k in range(0, n * n, n)]
    for i in range(n):
        for j in range(i):
            rows[i][j] = rows[j][i]
    for i in range(n):
        others = [rows[i][j] for j in range(n) if j != i]
        if "diagonal" in attributes:
            rows[i] = [rows[i][i] if j == i else 0 for j in range(n)]
            others = []
        if "definite" in attributes:
            rows[i][i] = abs(rows[i][i]) + sum([abs(number) for number in others])
    return [_plain(number) for row in rows for number in row]


def _orthogonal(rng: random.Random, n: int) -> list[Decimal]:
    """Return the product of two reflections, which is exact."""
    u, v = ([rng.choice((-2, -1, 1, 2)) for _ in range(n)] for _ in range(2))
    a, b = Fraction(2, sum([x * x for x in u])), Fraction(2, sum([x * x for x in v]))
    inner = a * b * sum([x * y for x, y in zip(u, v, strict=True)])
    return [
        _plain((i == j) - a * u[i] * u[j] - b * v[i] * v[j] + inner * u[i] * v[j])
        for i in range(n)
        for j in range(n)
    ]
