"""A simplified formula on a terminal."""

from __future__ import annotations

from calcdl.reading.writing import write
from calcdl.render.simplification import condition_text
from calcdl.render.table.lines import Formula
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.parts import head
from calcdl.results.simplification import Simplification
from calcdl.syntax.unparse import Spelling

__all__ = ["table"]


def table(result: Simplification, spelling: Spelling) -> list[Pairs]:
    """Return the expression, its form that reads best, and where both are the same."""
    rows = head(result.expression, spelling)
    rows.add_row("simplified", Formula(write(result.formula, spelling)))
    for condition in result.conditions:
        text = condition_text(condition, lambda graph: write(graph, spelling))
        rows.add_row("where", Formula(text))
    return [rows]
