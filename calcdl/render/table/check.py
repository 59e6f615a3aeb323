"""Whether a claim is the derivative, on a terminal."""

from __future__ import annotations

from calcdl.reading.writing import write
from calcdl.render.check import difference_text, equality_text
from calcdl.render.names import function_name
from calcdl.render.table.lines import Formula, Line
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.parts import head
from calcdl.results.check import Check
from calcdl.syntax.unparse import Spelling

__all__ = ["table"]


def table(result: Check, spelling: Spelling) -> list[Pairs]:
    """Return the function, and for each claim what it was found to be."""
    rows = head(result.expression, spelling)
    f = function_name(result.expression)
    for verdict in result.verdicts:
        name = f"∂{f}/∂{verdict.variable}" if len(result.expression.symbols()) > 1 else f"{f}′"
        if result.order > 1:
            name = f"order {result.order}"
        if len(result.verdicts) > 1:
            rows.add_row()
        rows.add_row("claim", Formula(write(verdict.claim, spelling)))
        rows.add_row(name, Formula(write(verdict.derivative, spelling)))
        if verdict.equal:
            rows.add_row("verdict", Line(equality_text(verdict), style="bold green"))
            continue
        rows.add_row("verdict", Line("different", style="bold red"))
        rows.add_row("where", Line(difference_text(verdict)))
        if verdict.diagnosis is not None:
            rows.add_row("likely", Line(verdict.diagnosis.says, style="magenta"))
    return [rows]
