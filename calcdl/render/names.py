"""What a result is called beside the names that are in the user's formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count

from calcdl.graph import Graph, Undefined

__all__ = ["function_name", "tangent_name"]


def function_name(*graphs: Graph) -> str:
    """Return "f", or a letter that none of the formulas uses.

    >>> from calcdl.reading import read
    >>> function_name(read("x**2").graph), function_name(read("f*g(x)").graph)
    ('f', 'F')
    """
    return _free(("f", "g", "F", "G", "h"), _taken(graphs))


def tangent_name(graph: Graph) -> str:
    """Return the letter of a tangent's height: "y", or one that the formula does not use."""
    return _free(("y", "z", "t", "Y"), _taken([graph]))


def _taken(graphs: Iterable[Graph]) -> set[str]:
    """Return the names of variables and of undefined functions."""
    taken: set[str] = set()
    for graph in graphs:
        taken.update(graph.symbols())
        operations = [graph.nodes.operations[i] for i in graph.order()]
        taken.update(one.name for one in operations if type(one) is Undefined)
    return taken


def _free(letters: Sequence[str], taken: set[str]) -> str:
    numbered: Iterator[str] = (f"{letters[0]}{k}" for k in count(1))
    return next(name for name in chain(letters, numbered) if name not in taken)
