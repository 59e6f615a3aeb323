"""What the tables have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.containers import Lines
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from calcdl.graph.nodes import Graph
from calcdl.reading.points import place_text
from calcdl.reading.writing import write
from calcdl.render.names import function_name, is_exact
from calcdl.results.value import Value
from calcdl.syntax.unparse import Spelling

__all__ = [
    "NOTHING",
    "Fitting",
    "Formula",
    "Pairs",
    "at_point",
    "head",
    "superscript",
    "value_text",
    "write_table",
]

NOTHING = Text("none", style="red")  # stderr says why


def write_table(blocks: Iterable[RenderableType], file: IO[str]) -> None:
    """Write what a table is made of, below each other."""
    console = Console(file=file)
    for block in blocks:
        console.print(block)


class Pairs:
    """Rows of a name and what it is; where a name leaves too little room, it has its own line.

    Names have room for ``least`` columns, so that rows that are written later stand below these.
    """

    def __init__(self, least: int = 1) -> None:
        self.rows: list[tuple[str, RenderableType]] = []
        self.least = least

    def add_row(self, name: str = "", shown: RenderableType = "") -> None:
        self.rows.append((name, shown))

    @property
    def row_count(self) -> int:
        return len(self.rows)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = options.max_width // 2
        names = [w for w in [cell_len(name) for name, _ in self.rows] if w <= room]
        width = max([self.least, *names])
        rows = _two_columns(width)
        for name, shown in self.rows:
            if cell_len(name) <= room:
                rows.add_row(name, shown)
                continue
            if rows.row_count:
                yield rows
            yield Text(name, style="cyan", overflow="fold")
            rows = _two_columns(width)
            rows.add_row("", shown)
        if rows.row_count:
            yield rows


def head(graph: Graph, spelling: Spelling) -> Pairs:
    """Return the first line of most tables: the function."""
    rows = Pairs()
    name = f"{function_name(graph)}({', '.join(graph.symbols())})"
    rows.add_row(name, Formula(write(graph, spelling)))
    return rows


def at_point(at: Mapping[str, str]) -> Text:
    """Return the heading of what there is at a point."""
    return Text(f"at {place_text(at)}", style="bold")


def _two_columns(width: int) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", no_wrap=True, min_width=width)
    table.add_column(overflow="fold")
    return table


def value_text(value: Value, bold: bool = False) -> Text:
    """Return a value as it is shown: a closed form if there is one, and the decimal."""
    text = Text(style="bold" if bold else "")
    exact = value.closed or value.exact
    if exact and exact != value.decimal:
        same = is_exact(value._replace(exact=exact))
        text.append(f"{exact} {'=' if same else '≈'} ")
    return text.append(value.decimal)


def superscript(number: int) -> str:
    """Return a number as a power is written."""
    return str(number).translate(_SUPERSCRIPTS)


_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Formula(Text):
    """A formula: where it is too long for a line, it goes on after an operator."""

    def wrap(self, console: Console, width: int, **how: Any) -> Lines:
        if width < 1 or cell_len(self.plain) > len(self.plain):
            return super().wrap(console, width, **how)
        lines = self.divide(_breaks(self.plain, width))
        for line in lines:
            line.rstrip()
        return lines

    def __rich_measure__(self, console: Console, options: Any) -> Measurement:
        width = cell_len(self.plain)
        return Measurement(min(width, _NARROWEST), width)


_NARROWEST = 10  # columns for a formula


def _breaks(text: str, width: int) -> list[int]:
    """Return where to break a formula into lines: after a space, a factor, or a parenthesis.

    >>> from itertools import pairwise
    >>> text = "2*sigmoid(w*x + b)*(1 - sigmoid(w*x + b))"
    >>> [text[i:j] for i, j in pairwise([0, *_breaks(text, 20), len(text)])]
    ['2*sigmoid(w*x + b)*', '(1 - sigmoid(w*x + ', 'b))']
    """
    places: list[int] = []
    start = 0
    while len(text.rstrip()) - start > width:
        inside = range(start + width, start + width // 3, -1)
        after_space = [start + width + 1] if text[start + width] == " " else []
        after_space += [place for place in inside if text[place - 1] == " "]
        factors = [place for place in inside if _ends_factor(text, place)]
        calls = [place for place in inside if text[place - 1] == "("]
        best = [choice[0] for choice in (after_space, factors) if choice]
        start = max(best or calls[:1] or [start + width])
        places.append(start)
    return places


def _ends_factor(text: str, place: int) -> bool:
    """Say whether a factor or an argument ends before a place, with no power torn apart."""
    return text[place - 1] in "*," and "**" not in text[place - 2 : place + 1]


def _needed(table: Table, console: Console) -> int:
    """Return the width below which a table would lose something, or tear a number apart."""
    unlimited = console.options.update(max_width=10_000)
    total = 0
    for column in table.columns:
        cells = [Measurement.get(console, unlimited, cell) for cell in column.cells]
        header = Measurement.get(console, unlimited, column.header or "")
        widths = [cell.maximum if column.no_wrap else cell.minimum for cell in [*cells, header]]
        total += max(widths) + table.padding[1]
    return total - table.padding[1]


class Fitting:
    """A table, or where it is too wide for the terminal its cells below each other.

    A width may be ``enough`` for it, though words are broken.
    """

    def __init__(self, table: Table, enough: int | None = None) -> None:
        self.table, self.enough = table, enough

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        is_enough = self.enough is not None and width >= self.enough
        narrow = not is_enough and _needed(self.table, console) > width
        yield _below_each_other(self.table) if narrow else self.table


def _below_each_other(table: Table) -> Table:
    lines = Table.grid()
    lines.add_column(overflow="fold")
    for column in table.columns[1:]:
        column.header = str(column.header).replace("\n", " ").strip()
    first, *others = [list(column.cells) for column in table.columns]
    heads = [str(column.header) for column in table.columns[1:]]
    for name, *cells in zip(first, *others, strict=True):
        lines.add_row(name)
        for head, shown in zip(heads, cells, strict=True):
            if str(shown):
                cell = shown if isinstance(shown, Text) else Text(str(shown))
                lines.add_row(Padding(Text(f"{head} " if head else "") + cell, (0, 0, 0, 2)))
    return lines
