"""What the tables have in common."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.containers import Lines
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from calcdl.results.derivative import Value

__all__ = ["NOTHING", "Formula", "fitting", "grid", "value_text"]

NOTHING = Text("none", style="red")  # stderr says why


def grid() -> Table:
    """Return a table of two columns, a name and what it is, that folds to the terminal."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def value_text(value: Value, bold: bool = False) -> Text:
    """Return a value as it is shown: a closed form if there is one, and the decimal."""
    text = Text(style="bold" if bold else "")
    if value.closed and value.closed != value.decimal:
        text.append(f"{value.closed} ≈ ")
    elif value.exact and value.exact != value.decimal:
        text.append(f"{value.exact} ≈ ")
    return text.append(value.decimal)


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
        best = [found[0] for found in (after_space, factors) if found]
        start = max(best) if best else calls[0] if calls else start + width
        places.append(start)
    return places


def _ends_factor(text: str, place: int) -> bool:
    """Say whether a factor or an argument ends before a place, with no power torn apart."""
    return text[place - 1] in "*," and "**" not in text[place - 2 : place + 1]


def fitting(table: Table, console: Console) -> RenderableType:
    """Return a table, or where it is too wide for the terminal its cells below each other."""
    unlimited = console.options.update(max_width=10_000)
    if Measurement.get(console, unlimited, table).minimum <= console.width:
        return table
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
