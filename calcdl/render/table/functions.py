"""The table of elementary functions on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from calcdl.functions import Function

__all__ = ["print_functions_table"]


def print_functions_table(
    rows: Sequence[Function], aliases_of: Callable[[Function], list[str]]
) -> None:
    """Print functions, a row each: the derivative is written in the arguments and the value y."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("function", "other names", "meaning", "derivatives (y is the value)"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        derivatives = ", ".join(rule or "-" for rule in row.local)
        called = f"{row.prints}({', '.join(row.args)}{', …' if row.variadic else ''})"
        aliases = " ".join(aliases_of(row))
        table.add_row(Text(called, style="cyan"), Text(aliases), Text(row.says), Text(derivatives))
    Console().print(table)
