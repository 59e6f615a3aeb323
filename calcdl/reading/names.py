"""The names that every text may use, and the derivative that a prime behind one stands for."""

from __future__ import annotations

from calcdl.functions import ALIASES, FUNCTIONS, WRITTEN_OUT, Function, lookup, rows_written_out
from calcdl.graph.nodes import Graph
from calcdl.lean import TYPE_CHECKING
from calcdl.sweep.forward import values
from calcdl.syntax.calls import unknown_function

if TYPE_CHECKING:
    from calcdl.functions.shaped.word import Word

__all__ = [
    "aliases_of",
    "array_words",
    "derivative_of",
    "function_rows",
    "is_only_of_arrays",
    "known_names",
]


def known_names() -> list[str]:
    """Return all names that a function may be called by."""
    return [*FUNCTIONS, *ALIASES, *sorted(WRITTEN_OUT), "where"]


def function_rows(name: str | None = None) -> list[Function]:
    """Return the rows of all functions, or that of one of any of its names; raises UnknownName."""
    from calcdl.functions.written import WRITTEN

    if name is None:
        return [*FUNCTIONS.values(), *rows_written_out(), *WRITTEN]
    name = _plain(name)
    written = {alias: row for row in WRITTEN for alias in (row.name, *row.aliases)}
    row = written.get(name) or lookup("sigmoid" if name == "σ" else name)
    if row is None:
        raise unknown_function(name, known_names(), name)
    return [row]


def array_words(name: str | None = None) -> list[Word]:
    """Return the words of the language of arrays, or that of one name; raises UnknownName."""
    from calcdl.functions.shaped.words import LISTED, SPOKEN, WORDS

    if name is None:
        return list(LISTED)
    name = _plain(name)
    if name not in SPOKEN:
        raise unknown_function(name, [*SPOKEN, *known_names()], name)
    return [WORDS[name]]


def is_only_of_arrays(name: str) -> bool:
    """Say whether a name is a word of the language of arrays, and no function of numbers."""
    from calcdl.functions.written import WRITTEN

    plain = _plain(name)
    written = [alias for row in WRITTEN for alias in (row.name, *row.aliases)]
    if plain in written or plain == "σ" or lookup(plain) is not None:
        return False
    from calcdl.functions.shaped.words import SPOKEN

    return plain in SPOKEN


def _plain(name: str) -> str:
    """Return sin for np.sin(x)."""
    return name.strip().partition("(")[0].rpartition(".")[2]


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
