"""The table of functions, and the page of one of them, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from calcdl.functions import Function
from calcdl.functions.families import families
from calcdl.graph.nodes import Graph
from calcdl.reading.names import aliases_of
from calcdl.reading.points import place_text
from calcdl.render.functions import Functions, page_rows
from calcdl.render.picture.sketch import sketch
from calcdl.render.table.lines import Formula, Line
from calcdl.render.table.pairs import Pairs
from calcdl.render.table.parts import marks_of
from calcdl.results.functions import FunctionPage
from calcdl.syntax.unparse import Spelling, unparse

__all__ = ["table"]

_WIDEST_CALL = 22  # columns
_LANGUAGE = Spelling(e="e", flat=True, cases="where")
_FORMULAS = ("definition", "derivative")


def table(result: Functions) -> Iterator[RenderableType]:
    """Yield all functions by family, a line each, or what is known of one."""
    if isinstance(result, FunctionPage):
        yield from _page(result)
        return
    for family, rows in families().items():
        yield Line(family, style="bold")
        yield _Family(rows)
        yield ""
    yield Line("calcdl functions NAME: all of one; --arrays: of arrays", style="dim")


class _Family:
    """A line a function, cut where it is longer than the terminal is wide."""

    def __init__(self, rows: Sequence[Function]) -> None:
        self.rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        calls = [_call(row) for row in self.rows]
        width = min(max(map(len, calls)), _WIDEST_CALL)
        for row, call in zip(self.rows, calls, strict=True):
            line = Text("  ", no_wrap=True, overflow="ellipsis")
            line.append(f"{call:<{width}}", style="cyan").append(f"  {row.says}")
            if names := aliases_of(row):
                line.append(f" · {' '.join(names)}", style="dim")
            yield line


def _call(row: Function) -> str:
    return f"{row.name}({', '.join(row.args)}{', …' if row.variadic else ''})"


def _page(page: FunctionPage) -> Iterator[RenderableType]:
    rows = Pairs()
    for name, text in page_rows(page, _in_its_language):
        rows.add_row(name, Formula(text) if name.startswith(_FORMULAS) else Line(text))
    yield rows
    if page.strokes:
        yield ""
        yield _Drawing(page)


def _in_its_language(graph: Graph) -> str:
    return unparse(graph, _LANGUAGE)


class _Drawing:
    """A small drawing of the curve, as wide as there is room for."""

    def __init__(self, page: FunctionPage) -> None:
        self.page = page

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        page = self.page
        fixed = f", for {place_text(page.fixed)}" if page.fixed else ""
        yield Line(f"{page.call} along {page.along}{fixed}", style="dim")
        for line in sketch(page.strokes, options.max_width, marks_of(options)):
            yield Text(line, no_wrap=True, overflow="crop")
