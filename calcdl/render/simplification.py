"""A simplified formula as rows and as a record."""

from __future__ import annotations

from calcdl.reading.writing import write
from calcdl.render.record import Record, present
from calcdl.render.rows import Rows
from calcdl.results.simplification import Simplification

__all__ = ["columns", "record", "rows"]


def _conditions(result: Simplification) -> list[str]:
    return [write(condition) for condition in result.conditions]


def rows(result: Simplification) -> Rows:
    """Return the formula."""
    return [[write(result.formula)]]


def columns(result: Simplification) -> Rows:
    """Return a heading, and the formula with its conditions."""
    row = [write(result.expression), write(result.formula), "; ".join(_conditions(result))]
    return [["expression", "simplified", "where"], row]


def record(result: Simplification) -> Record:
    """Return the record of a simplified formula."""
    return {
        "command": "simplify",
        "expression": write(result.expression),
        "simplified": write(result.formula),
        **present({"where": _conditions(result)}),
    }
