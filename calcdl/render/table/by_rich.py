"""What Rich makes of lines and pairs: it knows every terminal, and how wide characters are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from rich.console import Console, Group, RenderableType
from rich.containers import Lines
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from calcdl.render.table.columns import column_count

__all__ = ["blocks_of", "text_of"]


class Styled(Protocol):
    """A line, which knows where it is to be broken; ``by_words`` is what Rich knows too."""

    by_words: bool
    style: str
    pieces: list[tuple[str, str]]

    def least_width(self) -> int: ...

    def breaks(self, width: int) -> list[int] | None: ...


def text_of(line: Styled) -> Text:
    """Return a line as a text of Rich's."""
    text = Text(style=line.style) if line.by_words else _Broken(line)
    for piece, style in line.pieces:
        text.append(piece, style=style)
    return text


class _Broken(Text):
    """A text that says itself where it goes on in another line."""

    def __init__(self, line: Styled) -> None:
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


def blocks_of(
    rows: Iterable[tuple[str, Sequence[RenderableType], int, bool]],
) -> Iterator[RenderableType]:
    """Yield what rows of a name and what it is look like."""
    for name, lines, indent, beside in rows:
        if beside:
            row = Table.grid()
            row.add_column(style="cyan", no_wrap=True, min_width=indent)
            row.add_column(overflow="fold")
            row.add_row(name, Group(*lines))
            yield row
            continue
        if name:
            yield Text(name, style="cyan", overflow="fold")
        yield Padding(Group(*lines), (0, 0, 0, indent))
