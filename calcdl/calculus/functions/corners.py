"""Where a function is not smooth, and the slopes that PyTorch and JAX return there."""

from __future__ import annotations

from fractions import Fraction

from calcdl.arithmetic.floats import Floats
from calcdl.calculus.point.frameworks import framework_derivatives
from calcdl.errors import CalcdlError
from calcdl.functions import Function
from calcdl.functions.rules import corner_graphs
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.points import point_text, read_point
from calcdl.results.functions import CornerSlopes
from calcdl.sweep.forward import apply

__all__ = ["corner_slopes"]

# Where corners may be: halves, those next to zero first.
_PLACES = sorted([Fraction(k, 2) for k in range(-12, 13)], key=lambda u: (abs(u), -u))
_MOST, _SHOWN = 2, 1  # corners; where there are more they repeat, and the first says it all
_ZERO = 1e-9


def corner_slopes(
    row: Function, graph: Graph, along: str, fixed: dict[str, str]
) -> tuple[CornerSlopes, ...]:
    """Return the corners along an argument, the others being fixed, with the frameworks' slopes."""
    if not row.corners:
        return ()
    places = [u for u in _PLACES if _is_corner(row, along, u, fixed)]
    if len(places) > _MOST:
        places = places[:_SHOWN]
    found = []
    for u in places:
        texts = {along: str(u), **fixed}
        point = read_point(point_text(texts), graph.symbols())
        found.append(CornerSlopes(texts, framework_derivatives(graph, along, point)))
    return tuple(found)


def _is_corner(row: Function, along: str, u: Fraction, fixed: dict[str, str]) -> bool:
    floats = Floats()
    inputs = {name: float(apply(read(text).graph, floats, {})) for name, text in fixed.items()}
    inputs[along] = float(u)
    for corner in corner_graphs(row.name):
        try:
            value: float = apply(corner, floats, inputs)
        except CalcdlError:  # it has no value there, and is not zero
            continue
        if abs(value) < _ZERO:
            return True
    return False
