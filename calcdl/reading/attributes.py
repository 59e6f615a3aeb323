"""Whether an array of numbers is what is declared of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import mul
from typing import Any

__all__ = ["lacking"]

_CLOSE = 1e-9  # an entry of what was computed in doubles is so near to what it should be


def lacking(
    numbers: Sequence[Any], shape: tuple[int, ...], attributes: frozenset[str]
) -> str | None:
    """Return the first of the attributes that a matrix has not, in words; None where it has all.

    Of one that is positive definite it is only seen that it is symmetric.
    """
    rows = [numbers[k : k + shape[-1]] for k in range(0, len(numbers), shape[-1])]
    for attribute in sorted(attributes & set(_DECLARED)):
        words, holds = _DECLARED[attribute]
        if not holds(rows):
            return words
    return None


def _is_near(u: Any, v: Any) -> bool:
    return bool(abs(u - v) <= _CLOSE * max(1, abs(u), abs(v)))


def _is_symmetric(rows: Sequence[Sequence[Any]]) -> bool:
    return all([_is_near(rows[i][j], rows[j][i]) for i in range(len(rows)) for j in range(i)])


def _is_diagonal(rows: Sequence[Sequence[Any]]) -> bool:
    return not any([u for i, row in enumerate(rows) for j, u in enumerate(row) if i != j])


def _is_stochastic(rows: Sequence[Sequence[Any]]) -> bool:
    return all([_is_near(sum(row), 1) for row in rows])


def _is_orthogonal(rows: Sequence[Sequence[Any]]) -> bool:
    products = [[sum(map(mul, u, v)) for v in rows] for u in rows]
    return all([_is_near(u, i == j) for i, row in enumerate(products) for j, u in enumerate(row)])


_DECLARED: Mapping[str, tuple[str, Callable[[Sequence[Sequence[Any]]], bool]]] = {
    "symmetric": ("symmetric", _is_symmetric),
    "definite": ("positive definite", _is_symmetric),
    "diagonal": ("diagonal", _is_diagonal),
    "stochastic": ("to have rows that sum to 1", _is_stochastic),
    "orthogonal": ("orthogonal", _is_orthogonal),
}
