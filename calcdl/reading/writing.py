"""Graphs → text that reads back."""

from __future__ import annotations

from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import Graph
from calcdl.syntax.unparse import Spelling, unparse

__all__ = ["SYMPY", "write"]

SYMPY = Spelling(
    functions={row.name: row.prints for row in FUNCTIONS.values() if row.prints != row.name}
)


def write(graph: Graph, spelling: Spelling = SYMPY) -> str:
    """Return the text of a graph, spelled as SymPy does, or as it is asked for.

    >>> from calcdl.reading.expressions import read
    >>> write(read("2x + max(x, 1)").graph)
    '2*x + Max(x, 1)'
    """
    return unparse(graph, spelling)
