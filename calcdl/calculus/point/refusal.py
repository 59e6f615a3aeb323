"""Why a chain of derivatives breaks at a point."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.calculus.point.examine import LARGEST, examine
from calcdl.calculus.point.words import sentence
from calcdl.errors import CalcdlError, NotDifferentiable, NoValue
from calcdl.graph.nodes import COMPARISONS, Graph
from calcdl.reading.points import Point
from calcdl.reading.writing import write

__all__ = ["refusal"]


def refusal(
    graph: Graph, variables: Sequence[str], point: Point, cause: CalcdlError
) -> CalcdlError:
    """Return the error of a chain of derivatives that breaks at the step that ``cause`` names.

    It says what becomes of the whole function all the same.
    """
    node = cause.node
    if node is None or isinstance(cause, NoValue):
        return cause
    what = write(Graph(graph.nodes, node))
    if graph.nodes.operations[node] in COMPARISONS:
        part = f"the condition {what} changes"
    elif isinstance(cause, NotDifferentiable):
        part = f"{what} has no finite slope"
    else:
        part = f"{what} is not smooth"
    clauses = [f"{part} at {point.text}, so that the chain rule says nothing there"]
    behaviour = None
    for variable in variables:
        if graph.operation_count() > LARGEST:
            break
        try:
            there = examine(graph, variable, point).behaviour()
        except CalcdlError:
            continue
        if there.kind == "undecided":
            continue
        along = f"along {variable} " if len(variables) > 1 else ""
        clauses.append(f"{along}{sentence(there, 'the whole function')}")
        behaviour = there
        if there.kind != "smooth":
            break
    broken = NotDifferentiable("; ".join(clauses), what=None, at=point.text)
    broken.node, broken.behaviour = node, behaviour
    return broken
