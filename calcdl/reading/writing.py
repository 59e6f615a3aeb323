"""Graphs → text that reads back."""

from __future__ import annotations

from types import MappingProxyType

from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.syntax.unparse import Spelling, unparse

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["SYMPY", "names_in_arrays", "write", "write_arrays"]

SYMPY = Spelling(
    functions={row.name: row.prints for row in FUNCTIONS.values() if row.prints != row.name}
)

_ARRAYS = Spelling(cases="where")  # as NumPy has them


def write(graph: Graph, spelling: Spelling = SYMPY) -> str:
    """Return the text of a graph, spelled as SymPy does, or as it is asked for.

    >>> from calcdl.reading.expressions import read
    >>> write(read("2x + max(x, 1)").graph)
    '2*x + Max(x, 1)'
    """
    return unparse(graph, spelling)


def write_arrays(
    graph: Graph,
    known: Mapping[str, Graph] = MappingProxyType({}),
    taken: Collection[str] = (),
    parts: bool = True,
) -> str:
    """Return the text of a formula of arrays, in which long parts that it repeats have names.

    ``known`` are formulas that a person gave a name to, and ``taken`` other names that have a
    meaning. Without ``parts`` it is one expression.
    """
    if not parts:
        return unparse(graph, _ARRAYS)
    from calcdl.syntax.shaped.sharing import write_shared

    return write_shared(graph, _ARRAYS, known, taken)


def names_in_arrays(
    graph: Graph, known: Mapping[str, Graph], taken: Collection[str]
) -> dict[int, str]:
    """Return the names that ``write_arrays`` gives to parts of a formula, by their nodes."""
    from calcdl.syntax.shaped.sharing import shared_parts

    return shared_parts(graph, _ARRAYS, known, taken)
