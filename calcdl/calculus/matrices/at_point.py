"""Derivatives by arrays at a point: the numbers beside their formulas."""

from __future__ import annotations

from calcdl.calculus.arrays.numbers import (
    gradient_numbers,
    hessian_numbers,
    jacobian_numbers,
    place_of,
)
from calcdl.calculus.question import Asked, require_few_digits
from calcdl.errors import UsageError, parameter
from calcdl.graph.nodes import Graph
from calcdl.reading.array_points import ArrayPoint
from calcdl.results.arrays import ArrayNumbers
from calcdl.results.matrices import ArrayDerivative, ArrayDerivatives

__all__ = ["with_numbers"]


def with_numbers(asked: Asked, result: ArrayDerivatives, point: ArrayPoint) -> ArrayDerivatives:
    """Return derivatives with their entries at a point."""
    require_few_digits(asked.digits)
    if result.along or result.vec:
        what = "along a direction" if result.along else "of vec"
        raise UsageError(f"calcdl has no numbers {what}: leave out ", parameter("at"))
    numbers = _numbers(asked, result, point)
    entries = [
        entry._replace(numbers=one) for entry, one in zip(result.entries, numbers, strict=True)
    ]
    return result._replace(entries=tuple(entries), place=place_of(point))


def _numbers(asked: Asked, result: ArrayDerivatives, point: ArrayPoint) -> list[ArrayNumbers]:
    (reading,) = asked.arrays
    graph, digits, entries = reading.graph, asked.digits, result.entries
    if result.command == "hessian":
        pairs = [(entry.variables[0], entry.variables[1]) for entry in entries]
        formulas = [_formula(entry) for entry in entries]
        return hessian_numbers(graph, pairs, point, digits, formulas)
    names = [entry.variables[0] for entry in entries]
    if reading.shape:
        transposed = result.layout == "denominator"
        return [
            jacobian_numbers(graph, name, point, digits, _formula(entry), transposed)
            for name, entry in zip(names, entries, strict=True)
        ]
    return gradient_numbers(graph, names, point, digits, [entry.formula for entry in entries])


def _formula(entry: ArrayDerivative) -> Graph | None:
    """Return what NumPy may compute of a derivative, None for a linear map."""
    return None if entry.direction else entry.formula
