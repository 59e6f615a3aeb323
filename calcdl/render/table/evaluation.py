"""The values of a function on a terminal."""

from __future__ import annotations

from rich.console import Console

from calcdl.reading.writing import write
from calcdl.render.names import function_name
from calcdl.render.table.parts import NOTHING, Formula, grid, value_text
from calcdl.results.evaluation import Evaluation

__all__ = ["print_evaluation_table"]


def print_evaluation_table(result: Evaluation) -> None:
    """Print the function, and a row for each point."""
    rows = grid()
    f = function_name(result.expression)
    rows.add_row(
        f"{f}({', '.join(result.expression.symbols())})", Formula(write(result.expression))
    )
    for point in result.points:
        place = ", ".join(f"{name} = {text}" for name, text in point.at.items())
        shown = NOTHING if point.value is None else value_text(point.value, bold=True)
        rows.add_row(f"at {place}" if place else "value", shown)
    Console().print(rows)
