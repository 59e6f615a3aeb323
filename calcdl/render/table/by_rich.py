"""What Rich makes of lines and pairs: it knows every terminal, and how wide characters are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.containers import Lines
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from calcdl.render.table.columns import column_count
from calcdl.render.table.lines import Formula, Items, Line
from calcdl.render.table.pairs import GAP, Row

__all__ = ["blocks_of", "text_of"]


def text_of(line: Line) -> Text:
    """Return a line as a text of Rich's."""
    text = _Broken(line) if isinstance(line, Formula | Items) else Text(style=line.style)
    for piece, style in line.pieces:
        text.append(piece, style=style)
    return text


class _Broken(Text):
    """A text that says itself where it goes on in another line."""

    def __init__(self, line: Line) -> None:
        super().__init__(style=line.style)
        self.line = line

    def wrap(self, console: Console, width: int, **how: Any) -> Lines:
        places = self.line.breaks(width)
        if places is None:
            return super().wrap(console, width, **how)
        lines = self.divide(places)
        for line in lines:
            line.rstrip()
        return lines

    def __rich_measure__(self, console: Console, options: Any) -> Measurement:
        return Measurement(self.line.least_width(), column_count(self.plain))


def blocks_of(rows: Iterable[Row]) -> Iterator[RenderableType]:
    """Yield what rows of a name and what it is look like."""
    for name, lines, indent, beside in rows:
        if beside:
            row = Table.grid(padding=(0, GAP))
            row.add_column(style="cyan", no_wrap=True, min_width=indent - GAP)
            row.add_column(overflow="fold")
            row.add_row(name, Group(*lines))
            yield row
            continue
        if name:
            yield Text(name, style="cyan", overflow="fold")
        yield Padding(Group(*lines), (0, 0, 0, indent))
