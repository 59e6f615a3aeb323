"""The derivative as a limit: the lines of a proof, each an equality."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.lean import NamedTuple
from calcdl.reading.writing import write
from calcdl.render.names import function_name
from calcdl.render.record import Record
from calcdl.render.rows import Rows
from calcdl.render.words import quotient_name
from calcdl.results.numeric import Limit, Numeric

__all__ = ["Equation", "equations", "limit_record", "limit_rows"]


class Equation(NamedTuple):
    """What stands on the left, and the formulas that it is equal to, one after another."""

    left: str
    right: tuple[Graph, ...]


def equations(result: Numeric) -> list[Equation]:
    """Return the equations of a limit, that of the derivative last."""
    limit, graph = result.limit, result.expression
    if limit is None or graph is None:
        return []
    f, parameters = function_name(graph), graph.symbols() or [result.variable]
    arguments = [f"{name} + {limit.h}" if name == result.variable else name for name in parameters]
    moved, plain = f"{f}({', '.join(arguments)})", f"{f}({', '.join(parameters)})"
    slope = quotient_name(f, result.variable, partial=len(parameters) > 1)
    return [
        Equation(moved, _once(limit.shifted)),
        Equation(f"{moved} - {plain}", _once(limit.difference)),
        Equation(f"({moved} - {plain})/{limit.h}", _once(limit.quotient)),
        Equation(slope, (limit.derivative,)),
    ]


def _once(formulas: tuple[Graph, ...]) -> tuple[Graph, ...]:
    """Return formulas without those that are written as the one before."""
    return tuple({write(graph): graph for graph in formulas}.values())


def limit_rows(result: Numeric) -> Rows:
    """Return a row an equality: what is on the left of it, and on the right."""
    return [[left, write(graph)] for left, right in equations(result) for graph in right]


def limit_record(result: Numeric) -> Record | None:
    """Return the equations by what is on their left, and what tends to zero in them."""
    limit: Limit | None = result.limit
    if limit is None:
        return None
    return {
        "h": limit.h,
        "equations": [
            {"left": left, "right": [write(graph) for graph in right]}
            for left, right in equations(result)
        ],
        "derivative": write(limit.derivative),
    }
