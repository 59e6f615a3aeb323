"""Formulas in the names of parts, with the definitions that they need."""

from __future__ import annotations

from collections.abc import Iterable

from calcdl.graph.nodes import Graph
from calcdl.reading.writing import write
from calcdl.results.named import NamedFormula

__all__ = ["definitions_of", "named_text"]


def definitions_of(formulas: Iterable[NamedFormula | None]) -> dict[str, Graph]:
    """Return the definitions of all names in formulas, each after those that it needs."""
    return {
        name: definition
        for named in formulas
        if named is not None
        for name, definition in named.definitions
    }


def named_text(named: NamedFormula) -> str:
    """Return a formula behind the definitions of its names, which calcdl reads as it stands.

    >>> from calcdl.reading.expressions import read
    >>> named_text(NamedFormula(read("2*u").graph, (("u", read("x + 1").graph),)))
    'u = x + 1; 2*u'
    """
    definitions = [f"{name} = {write(definition)}; " for name, definition in named.definitions]
    return f"{''.join(definitions)}{write(named.formula)}"
