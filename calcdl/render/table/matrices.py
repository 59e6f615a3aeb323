"""Derivatives of functions of vectors and matrices on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from calcdl.graph.shapes import shape_text
from calcdl.reading.writing import write_arrays
from calcdl.render.matrices import formula_text
from calcdl.render.table.lines import Formula
from calcdl.render.table.parts import Pairs
from calcdl.results.matrices import ArrayDerivatives
from calcdl.syntax.unparse import Spelling

__all__ = ["table"]


def table(result: ArrayDerivatives, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield the function with its shapes, and the derivative by each variable."""
    rows = Pairs()
    rows.add_row("f", Formula(write_arrays(result.expression)))
    shapes = ", ".join([f"{name} {shape_text(shape)}" for name, shape in result.shapes.items()])
    rows.add_row("shapes", Text(shapes))
    yield rows
    yield ""
    rows = Pairs()
    for entry in result.entries:
        label = "".join([f"∂{name}" for name in entry.variables])
        rows.add_row(f"∂f/{label}", Formula(formula_text(result, entry)))
    yield rows
    yield Text("Each part of the gradient has the shape of its variable.", style="dim")
