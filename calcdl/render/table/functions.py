"""The table of elementary functions on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from calcdl.functions import Function
from calcdl.render.table.parts import fitting

__all__ = ["print_functions_table"]

_NARROW = 60  # columns, below which names are torn apart


def print_functions_table(
    rows: Sequence[Function], aliases_of: Callable[[Function], list[str]]
) -> None:
    """Print functions, a row each: the derivative is written in the arguments and the value y."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("function", "other names", "meaning", "derivatives (y is the value)"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        derivatives = ", ".join(rule or "-" for rule in row.local)
        called = f"{row.name}({', '.join(row.args)}{', …' if row.variadic else ''})"
        aliases = " ".join(aliases_of(row))
        table.add_row(Text(called, style="cyan"), Text(aliases), Text(row.says), Text(derivatives))
    console = Console()
    console.print(table if console.width >= _NARROW else fitting(table, console))
