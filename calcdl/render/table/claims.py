"""Whether a claim is the gradient by an array, on a terminal."""

from __future__ import annotations

from calcdl.graph.shapes import shape_text
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.writing import write_arrays
from calcdl.render.claims import derivative_text, difference_text, equality_text
from calcdl.render.table.lines import Formula, Line
from calcdl.render.table.pairs import Pairs
from calcdl.results.claims import ArrayCheck, ArrayVerdict
from calcdl.syntax.unparse import Spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

__all__ = ["table"]


def table(result: ArrayCheck, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield the function with its shapes, and for each claim what it was found to be."""
    rows = Pairs()
    rows.add_row("f", Formula(write_arrays(result.expression)))
    rows.add_row(
        "shapes",
        Line(", ".join([f"{k} {shape_text(shape)}" for k, shape in result.shapes.items()])),
    )
    for verdict in result.verdicts:
        rows.add_row()
        _add(rows, result, verdict)
    yield rows


def _add(rows: Pairs, result: ArrayCheck, verdict: ArrayVerdict) -> None:
    rows.add_row("claim", Formula(write_arrays(verdict.claim)))
    rows.add_row(f"∂f/∂{verdict.variable}", Formula(derivative_text(result, verdict)))
    if verdict.evidence is not None:
        rows.add_row("verdict", Line(equality_text(verdict.evidence), style="bold green"))
        return
    rows.add_row("verdict", Line("different", style="bold red"))
    rows.add_row("where", Line(difference_text(verdict)))
    if verdict.witness is not None and verdict.witness.sizes:
        at = ", ".join([f"{name} = {text}" for name, text in verdict.witness.at.items()])
        rows.add_row("witness", Line(at))
    if verdict.diagnosis is not None:
        rows.add_row("likely", Line(verdict.diagnosis.says, style="magenta"))
