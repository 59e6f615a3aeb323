"""The values of a function on a terminal."""

from __future__ import annotations

from calcdl.reading.points import place_text
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.parts import NOTHING, head, value_text
from calcdl.results.evaluation import Evaluation
from calcdl.syntax.unparse import Spelling

__all__ = ["table"]


def table(result: Evaluation, spelling: Spelling) -> list[Pairs]:
    """Return the function, and a row for each point."""
    rows = head(result.expression, spelling)
    for point in result.points:
        place = place_text(point.at)
        shown = NOTHING if point.value is None else value_text(point.value, True, spelling)
        rows.add_row(f"at {place}" if place else "value", shown)
    return [rows]
