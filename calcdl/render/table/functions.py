"""The table of elementary functions on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from calcdl.functions import Function
from calcdl.render.functions import aliases_of
from calcdl.render.table.fitting import Fitting

__all__ = ["table"]

_WIDE = 60  # columns, below which names are torn apart


def table(functions: Sequence[Function]) -> list[Fitting]:
    """Return functions, a row each: the derivative is written in the arguments and the value y."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("function", "other names", "meaning", "derivatives (y is the value)"):
        table.add_column(heading, overflow="fold")
    for row in functions:
        derivatives = ", ".join(rule or "-" for rule in row.local)
        called = f"{row.name}({', '.join(row.args)}{', …' if row.variadic else ''})"
        aliases = " ".join(aliases_of(row))
        table.add_row(Text(called, style="cyan"), Text(aliases), Text(row.says), Text(derivatives))
    return [Fitting(table, enough=_WIDE)]
