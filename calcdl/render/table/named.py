"""Formulas in the names of parts on a terminal: the formula again, and what the names are."""

from __future__ import annotations

from collections.abc import Iterable

from calcdl.reading.writing import write
from calcdl.render.named import definitions_of
from calcdl.render.table.lines import Formula
from calcdl.render.table.pairs import Pairs
from calcdl.results.named import NamedFormula
from calcdl.syntax.unparse import Spelling

__all__ = ["add_definitions", "add_named"]


def add_named(rows: Pairs, named: NamedFormula | None, spelling: Spelling) -> None:
    """Add a formula in the names of parts below the one that it is equal to, if there is one."""
    if named is not None:
        rows.add_row("", Formula(f"= {write(named.formula, spelling)}"))


def add_definitions(
    rows: Pairs, formulas: Iterable[NamedFormula | None], spelling: Spelling
) -> None:
    """Add what the names in formulas are."""
    for k, (name, definition) in enumerate(definitions_of(formulas).items()):
        rows.add_row("" if k else "where", Formula(f"{name} = {write(definition, spelling)}"))
