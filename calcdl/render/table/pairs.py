"""Rows of a name and what it is: what most tables are made of."""

from __future__ import annotations

from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.render.table.columns import column_count
from calcdl.render.table.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderResult

__all__ = ["Pairs", "Row"]

_GAP = 2  # columns between a name and what it is


class Row(NamedTuple):
    """A name and the lines that say what it is, these behind so many columns.

    The name stands beside them, or above where it leaves too little room.
    """

    name: str
    lines: list[Line]
    indent: int
    beside: bool


class Pairs:
    """Rows of a name and what it is, maybe in several lines.

    Where a name leaves too little room, it has its own line. Names have room for ``least`` columns,
    so that rows that are written later stand below these.
    """

    def __init__(self, least: int = 1) -> None:
        self.rows: list[tuple[str, list[Line]]] = []
        self.least = least

    def add_row(self, name: str = "", *shown: str | Line) -> None:
        lines = [Line(line) if isinstance(line, str) else line for line in shown]
        self.rows.append((name, lines))

    def laid_out(self, columns: int) -> Iterator[Row]:
        """Yield the rows as they stand on a terminal of so many columns."""
        widths = [column_count(name) for name, _ in self.rows]
        width = max([self.least, *[width for width in widths if width <= columns // 2]])
        behind = width + _GAP
        for (name, lines), taken in zip(self.rows, widths, strict=True):
            needed = max([line.least_width() for line in lines], default=0)
            if taken <= width and behind + needed <= columns:
                yield Row(name, lines, behind, beside=True)
            else:
                indent = next((i for i in (behind, _GAP) if i + needed <= columns), 0)
                yield Row(name, lines, indent, beside=False)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from calcdl.render.table.by_rich import blocks_of

        return blocks_of(self.laid_out(options.max_width))
