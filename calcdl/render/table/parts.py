"""What the tables have in common."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from calcdl.results.derivative import Value

__all__ = ["NOTHING", "grid", "value_text"]

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
