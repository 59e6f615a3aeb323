"""A simplified formula on a terminal."""

from __future__ import annotations

from calcdl.reading.writing import write
from calcdl.render.table.parts import Formula, Pairs, head
from calcdl.results.simplification import Simplification

__all__ = ["table"]


def table(result: Simplification) -> list[Pairs]:
    """Return the expression, its form that reads best, and where both are the same."""
    rows = head(result.expression)
    rows.add_row("simplified", Formula(write(result.formula)))
    for condition in result.conditions:
        rows.add_row("where", Formula(write(condition)))
    return [rows]
