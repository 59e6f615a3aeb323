"""The derivative as a limit on a terminal, as a proof is written."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding

from calcdl.reading.writing import write
from calcdl.render.limit import equations
from calcdl.render.table.lines import Formula, Line
from calcdl.results.numeric import Numeric
from calcdl.syntax.unparse import Spelling

__all__ = ["limit_lines"]


def limit_lines(result: Numeric, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield the lines: what is defined, f(x + h), less f(x), divided by h, and h at zero."""
    lines = equations(result)
    if result.limit is None or not lines:
        return
    h, (*before, slope) = result.limit.h, lines
    quotient = before[-1]
    yield Formula(f"{slope.left} = lim {quotient.left} for {h} → 0", style="bold")
    for line in before:
        yield ""
        yield Formula(line.left, style="cyan")
        for graph in line.right:
            text = Formula(f"= {write(graph, spelling)}")
            if line is quotient:
                text.append(f"   for {h} ≠ 0", style="dim")
            yield Padding(text, (0, 0, 0, 2))
    yield ""
    yield Line(f"as {h} → 0:", style="dim")
    yield Formula(f"{slope.left} = {write(slope.right[0], spelling)}", style="bold")
