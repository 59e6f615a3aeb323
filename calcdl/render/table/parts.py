"""What the tables have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from calcdl.graph.nodes import Graph
from calcdl.reading.points import place_text
from calcdl.reading.spelling import respelled
from calcdl.reading.writing import SYMPY, write
from calcdl.render.names import called, function_name, is_exact
from calcdl.render.table.lines import Formula, Items, least_width
from calcdl.results.value import Value
from calcdl.syntax.unparse import Spelling

__all__ = [
    "NOTHING",
    "Pairs",
    "at_point",
    "head",
    "marks_of",
    "superscript",
    "value_text",
    "write_table",
]

NOTHING = Text("none", style="red")  # stderr says why
_GAP = 2  # columns between a name and what it is


def write_table(blocks: Iterable[RenderableType], file: IO[str]) -> None:
    """Write what a table is made of, below each other."""
    console = Console(file=file)
    for block in blocks:
        console.print(Group(block))  # else Rich joins texts, and forgets where they may be broken


class Pairs:
    """Rows of a name and what it is, maybe in several lines.

    Where a name leaves too little room, it has its own line. Names have room for ``least`` columns,
    so that rows that are written later stand below these.
    """

    def __init__(self, least: int = 1) -> None:
        self.rows: list[tuple[str, list[Text]]] = []
        self.least = least

    def add_row(self, name: str = "", *shown: str | Text) -> None:
        lines = [Text(line) if isinstance(line, str) else line for line in shown]
        self.rows.append((name, lines))

    @property
    def row_count(self) -> int:
        return len(self.rows)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        most = options.max_width // 2
        names = [width for width in [cell_len(name) for name, _ in self.rows] if width <= most]
        width = max([self.least, *names])
        room = options.max_width - width - _GAP
        rows = _two_columns(width)
        for name, lines in self.rows:
            needed = max([least_width(line) for line in lines], default=0)
            if cell_len(name) <= width and needed <= room:
                rows.add_row(name, Group(*lines))
                continue
            if rows.row_count:
                yield rows
                rows = _two_columns(width)
            if name:
                yield Text(name, style="cyan", overflow="fold")
            indent = next((i for i in (width + _GAP, _GAP) if needed + i <= options.max_width), 0)
            yield Padding(Group(*lines), (0, 0, 0, indent))
        if rows.row_count:
            yield rows


def head(graph: Graph, spelling: Spelling) -> Pairs:
    """Return the first line of most tables: the function."""
    rows = Pairs()
    rows.add_row(called(function_name(graph), graph.symbols()), Formula(write(graph, spelling)))
    return rows


def at_point(at: Mapping[str, str]) -> Text:
    """Return the heading of what there is at a point."""
    return Items(f"at {place_text(at)}", style="bold")


def _two_columns(width: int) -> Table:
    table = Table.grid(padding=(0, _GAP))
    table.add_column(style="cyan", no_wrap=True, min_width=width)
    table.add_column(overflow="fold")
    return table


def value_text(value: Value, bold: bool = False, spelling: Spelling = SYMPY) -> Text:
    """Return a value as it is shown: a closed form if there is one, and the decimal."""
    text = Text(style="bold" if bold else "")
    exact = value.closed or value.exact
    if exact and exact != value.decimal:
        same = is_exact(value._replace(exact=exact))
        shown = respelled(value.closed, spelling) if value.closed else exact
        text.append(f"{shown} {'=' if same else '≈'} ")
    return text.append(value.decimal)


def marks_of(options: ConsoleOptions) -> str:
    """Return of what characters a drawing is made: of dots where the terminal has them."""
    return "ascii" if options.ascii_only else "braille"


def superscript(number: int) -> str:
    """Return a number as a power is written."""
    return str(number).translate(_SUPERSCRIPTS)


_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
