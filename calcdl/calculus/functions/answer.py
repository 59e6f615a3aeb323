"""The page of a function: all that its row says, and what follows from it."""

from __future__ import annotations

from calcdl.calculus.derivative.formula import formula
from calcdl.calculus.functions.corners import corner_slopes
from calcdl.calculus.functions.curve import curve
from calcdl.errors import CalcdlError
from calcdl.functions import Function
from calcdl.functions.elsewhere import ELSEWHERE
from calcdl.functions.families import families
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.names import aliases_of
from calcdl.results.functions import FunctionPage

__all__ = ["answer"]

_LIBRARIES = ("PyTorch", "JAX", "NumPy", "SymPy")


def answer(row: Function) -> FunctionPage:
    """Return the page of a function.

    >>> from calcdl.functions import FUNCTIONS
    >>> answer(FUNCTIONS["relu"]).slopes[0].slopes
    {'PyTorch': 0.0, 'JAX': 0.0}
    """
    graph = read(row.call).graph
    there = graph.symbols()
    arguments = dict.fromkeys([*[name for name in row.args if name in there], *there])
    elsewhere = ELSEWHERE.get(row.name)
    page = FunctionPage(
        name=row.name,
        call=row.call,
        says=row.says,
        family=next(name for name, rows in families().items() if row in rows),
        aliases=tuple(aliases_of(row)),
        written=_written(row, graph),
        partials={name: _partial(graph, name) for name in arguments},
        domain=row.domain,
        corners=row.corners,
        names=dict(zip(_LIBRARIES, elsewhere, strict=True)) if elsewhere else {},
    )
    drawn = curve(row, graph)
    if drawn is None:
        return page
    return page._replace(
        strokes=drawn.strokes,
        along=drawn.along,
        fixed=drawn.fixed,
        slopes=corner_slopes(row, graph, drawn.along, drawn.fixed),
    )


def _written(row: Function, graph: Graph) -> Graph | None:
    """Return a function in other functions: by its definition, or as its call is written out."""
    if row.definition is not None:
        return read(row.definition).graph
    return graph if row.writes is not None and row.name not in graph.kinds() else None


def _partial(graph: Graph, name: str) -> Graph | None:
    try:
        return formula(graph, name)
    except CalcdlError:  # no rule says what it is, or it is no derivative
        return None
