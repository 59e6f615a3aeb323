"""Backpropagation on a terminal: levels forward, adjoints backward, and the gradient."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table

from calcdl.graph.shapes import shape_text
from calcdl.render.backpropagation import expression_text, pullback_text
from calcdl.render.matrices import formula_text
from calcdl.render.table.arrays import add_numbers, at_place, certainty
from calcdl.render.table.fitting import Fitting
from calcdl.render.table.lines import Formula, Line
from calcdl.render.table.matrices import head
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.partials import partial_of
from calcdl.results.arrays import Place
from calcdl.results.backpropagation import Backpropagation
from calcdl.syntax.unparse import Spelling

__all__ = ["table"]


def table(result: Backpropagation, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield the function, its levels innermost first, and back through them to the gradient."""
    whole = result.levels[-1].name
    yield head(result.gradient, whole)
    yield ""
    yield Line("forward, level by level", style="bold")
    yield Fitting(_forward(result))
    adjoints = [one for level in result.levels for one in level.pullbacks]
    if adjoints:
        yield from _back(result)
    if result.gradient.place is not None:
        yield from _at_point(result, result.gradient.place)


def _back(result: Backpropagation) -> Iterator[RenderableType]:
    """Yield the adjoints, and the gradient that they make."""
    whole = result.levels[-1].name
    yield ""
    yield Line("backward", style="bold")
    yield _backward(result)
    yield ""
    yield Line("gradient", style="bold")
    rows = Pairs()
    for entry in result.gradient.entries:
        rows.add_row(
            partial_of(whole, entry.variables), Formula(formula_text(result.gradient, entry))
        )
    yield rows
    one = next(one for level in reversed(result.levels) for one in level.pullbacks)
    says = f"{one.name} is ∂{whole}/∂{one.of} and has the shape of {one.of}; likewise the others."
    yield Line(says, style="dim")


def _forward(result: Backpropagation) -> Table:
    table = Table.grid(padding=(0, 3))
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, style="dim")
    for level in result.levels:
        line = Formula().append(level.name, style="cyan")
        line.append(f" = {expression_text(level.definition)}")
        table.add_row(line, shape_text(level.shape))
    return table


def _backward(result: Backpropagation) -> Pairs:
    """Return the adjoints that come together behind each level, from the last one on."""
    rows = Pairs()
    for level in reversed(result.levels):
        if level.pullbacks:
            lines = [Formula(pullback_text(one)) for one in level.pullbacks]
            rows.add_row(f"through {level.name}", *lines)
    return rows


def _at_point(result: Backpropagation, place: Place) -> Iterator[RenderableType]:
    """Yield the numbers that flow forward, and those that flow backward."""
    yield ""
    yield at_place(place)
    forward, backward = Pairs(), Pairs()
    several = []
    for level in result.levels:
        if level.value is not None:
            add_numbers(forward, level.name, level.value)
            several.append(level.value)
    for level in reversed(result.levels):
        for one in level.pullbacks:
            if one.value is not None:
                add_numbers(backward, one.name, one.value)
                several.append(one.value)
    yield forward
    if backward.rows:
        yield Line("backward", style="bold")
        yield backward
    yield certainty(several)
