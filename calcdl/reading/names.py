"""The names that every text may use, and the derivative that a prime behind one stands for."""

from __future__ import annotations

from calcdl.functions import ALIASES, FUNCTIONS, WRITTEN_OUT, Function, lookup, rows_written_out
from calcdl.graph.nodes import Graph
from calcdl.sweep.forward import values
from calcdl.syntax.calls import unknown_function

__all__ = ["aliases_of", "derivative_of", "function_rows", "known_names"]


def known_names() -> list[str]:
    """Return all names that a function may be called by."""
    return [*FUNCTIONS, *ALIASES, *sorted(WRITTEN_OUT), "where"]


def function_rows(name: str | None = None) -> list[Function]:
    """Return the rows of all functions, or that of one of any of its names; raises UnknownName."""
    from calcdl.functions.written import WRITTEN

    if name is None:
        return [*FUNCTIONS.values(), *rows_written_out(), *WRITTEN]
    name = name.strip().partition("(")[0].rpartition(".")[2]  # of np.sin(x) too
    written = {alias: row for row in WRITTEN for alias in (row.name, *row.aliases)}
    row = written.get(name) or lookup("sigmoid" if name == "σ" else name)
    if row is None:
        raise unknown_function(name, known_names(), name)
    return [row]


def aliases_of(function: Function) -> list[str]:
    """Return the other names of a function."""
    return [*function.aliases, *(["σ"] if function.name == "sigmoid" else [])]


def derivative_of(graph: Graph, variable: str) -> Graph:
    """Return the derivative of a function that a prime was written behind.

    A branch that holds at single points alone has no slope of its own.
    """
    from calcdl.arithmetic.formulas.cases import PIECEWISE
    from calcdl.arithmetic.formulas.layout import lay_out
    from calcdl.arithmetic.formulas.pieces import by_pieces
    from calcdl.arithmetic.formulas.products import Symbols
    from calcdl.sweep.derivatives import tangents

    symbols = Symbols()
    found = values(graph, symbols, {name: symbols.nodes.symbol(name) for name in graph.symbols()})
    if not PIECEWISE.isdisjoint(graph.kinds()):
        graph, found = by_pieces(symbols, graph, found)
    slopes = tangents(graph, symbols, found, {variable: symbols.one})
    return lay_out(Graph(symbols.nodes, slopes.get(graph.root, symbols.zero)))
