"""Graphs → text that reads back."""

from __future__ import annotations

from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import Graph
from calcdl.syntax.unparse import unparse

__all__ = ["write"]


def write(graph: Graph) -> str:
    """Return the text of a graph, functions spelled as SymPy spells them.

    >>> from calcdl.reading.expressions import read
    >>> write(read("2x + max(x, 1)").graph)
    '2*x + Max(x, 1)'
    """
    return unparse(graph, _spell)


def _spell(name: str) -> str:
    return FUNCTIONS[name].prints
