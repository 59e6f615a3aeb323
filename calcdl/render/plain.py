"""Results as plain text: one record a line, and nothing else."""

from __future__ import annotations

from calcdl.reading import write
from calcdl.results import Derivative, DerivativeAtPoint

__all__ = ["derivative_lines", "value_text"]


def derivative_lines(result: Derivative, numeric: bool = False) -> list[str]:
    """Return the formula, or if there are points a line for each: its value.

    A point without a value gives an empty line if there are others, so that rows still match.
    """
    if not result.points:
        formula = result.simplified or result.formula
        assert formula is not None
        return [write(formula)]
    lines = [value_text(point, numeric) for point in result.points]
    return [] if lines == [""] else lines


def value_text(point: DerivativeAtPoint, numeric: bool = False) -> str:
    """Return the value at a point as it is printed in a pipe."""
    if numeric and point.numeric is not None:
        return repr(point.numeric.estimate).removesuffix(".0")
    if point.value is None:
        return ""
    return point.value.closed or point.value.decimal
