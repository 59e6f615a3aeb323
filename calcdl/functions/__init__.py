"""The table of elementary functions: one row a function, in three parts."""

from __future__ import annotations

from calcdl.functions.elementary import ELEMENTARY
from calcdl.functions.learning import LEARNING
from calcdl.functions.row import Function
from calcdl.functions.special import SPECIAL

__all__ = ["ALIASES", "FUNCTIONS", "Function", "lookup"]

FUNCTIONS: dict[str, Function] = {row.name: row for row in (*ELEMENTARY, *SPECIAL, *LEARNING)}
ALIASES: dict[str, str] = {alias: row.name for row in FUNCTIONS.values() for alias in row.aliases}


def lookup(name: str) -> Function | None:
    """Return the row of a function by its name or one of its aliases; None if there is none.

    >>> lookup("arcsin")
    Function('asin')
    """
    return FUNCTIONS.get(ALIASES.get(name, name))
