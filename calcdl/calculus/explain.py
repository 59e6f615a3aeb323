"""Errors at a point, in the words of who asked."""

from __future__ import annotations

from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, Undecided
from calcdl.graph.nodes import Graph
from calcdl.reading.points import Point
from calcdl.reading.writing import write
from calcdl.syntax.parse import Reading

__all__ = ["explain"]

_LONGEST_QUOTE = 40  # characters of the user's text that a message repeats


def explain(error: CalcdlError, reading: Reading, point: Point) -> CalcdlError:
    """Say of an error at a point which part of the expression it is about, and where it stands."""
    where = point.told
    there = f" at {where}" if where else ""
    node = error.node
    if node is not None and node >= len(reading.graph.nodes):  # a node of the point's own graph
        node = None
    quoted = "the expression"
    if node is not None:
        text = write(Graph(reading.graph.nodes, node))
        quoted = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    if node is not None and reading.graph.nodes.is_undefined(node) and reading.span(node) is None:
        quoted, error.message = "the expression", "no condition of Piecewise holds there"
    if type(error) is NoValue:
        error.message = f"{quoted} has no real value{there}: {error.message}"
    elif type(error) is NotDifferentiable and not (
        error.message.startswith("there is no") or where in error.message
    ):
        error.message = f"there is no derivative at {where}: {error.message}"
    elif isinstance(error, Undecided) and "SymPy" not in error.message:
        error.message = f"at {where} {error.message}" if where else error.message
    undefined = (NoValue, NotDifferentiable, Undecided)
    if node is not None and error.span is None and isinstance(error, undefined):
        error.source, error.span = reading.text, reading.span(node)
    return error
