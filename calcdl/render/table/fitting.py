"""Tables that are wider than the terminal: in parts, or their cells below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Column, Table

from calcdl.render.table.lines import Line

__all__ = ["Fitting"]


class Fitting:
    """A table, or where it is too wide for the terminal its cells below each other.

    A width may be ``enough`` for it, though words are broken. That of a ``matrix`` is a few columns
    after another, if two of them have room beside the first.
    """

    def __init__(self, table: Table, enough: int | None = None, matrix: bool = False) -> None:
        self.table, self.enough, self.matrix = table, enough, matrix

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table, width = self.table, options.max_width
        first, *others = _widths(table, console)
        if (self.enough is not None and width >= self.enough) or first + sum(others) <= width:
            yield table
            return
        parts = _parts(others, width - first)
        if self.matrix and len(parts[0]) > 1:
            for k, part in enumerate(parts):
                if k:
                    yield ""
                yield _with_columns(table, [table.columns[0], *[table.columns[i] for i in part]])
        else:
            yield _below_each_other(table)


def _widths(table: Table, console: Console) -> list[int]:
    """Return the widths of columns below which they lose something, or tear a number apart.

    The gap behind a column is part of it.
    """
    unlimited = console.options.update(max_width=10_000)
    widths = []
    for column in table.columns:
        header = Measurement.get(console, unlimited, column.header or "")
        cells = [Measurement.get(console, unlimited, cell) for cell in column.cells]
        needed = [cell.maximum if column.no_wrap else cell.minimum for cell in [*cells, header]]
        widths.append(max(needed) + table.padding[1])
    widths[-1] -= table.padding[1]
    return widths


def _parts(widths: Sequence[int], room: int) -> list[list[int]]:
    """Return the columns behind the first, divided so that each part has room, or is one column."""
    parts: list[list[int]] = [[]]
    left = room
    for k, width in enumerate(widths, 1):
        if width > left and parts[-1]:
            parts.append([])
            left = room
        parts[-1].append(k)
        left -= width
    return parts


def _with_columns(table: Table, columns: Sequence[Column]) -> Table:
    """Return a table of some of the columns of another."""
    part = Table(box=None, pad_edge=False, padding=table.padding)
    for column in columns:
        part.add_column(
            column.header,
            style=column.style,
            header_style=column.header_style,
            no_wrap=column.no_wrap,
            overflow=column.overflow,
        )
    for cells in zip(*[column.cells for column in columns], strict=True):
        part.add_row(*cells)
    return part


def _below_each_other(table: Table) -> Table:
    lines = Table.grid()
    lines.add_column(overflow="fold")
    heads = [str(column.header).replace("\n", " ").strip() for column in table.columns[1:]]
    room = max([cell_len(head) for head in heads], default=0)
    for name, *cells in _rows(table):
        lines.add_row(name)
        for head, shown in zip(heads, cells, strict=True):
            cell = shown if isinstance(shown, Line) else Line(str(shown))
            if cell.plain:
                titled = Line(f"{head.ljust(room)} " if room else "").append_line(cell)
                lines.add_row(Padding(titled, (0, 0, 0, 2)))
    return lines


def _rows(table: Table) -> Iterator[tuple[RenderableType, ...]]:
    return zip(*[list(column.cells) for column in table.columns], strict=True)
