"""Errors at a point, in the words of who asked."""

from __future__ import annotations

from calcdl.errors import CalcdlError, NotDifferentiable, NoValue, NowhereDefined, Undecided
from calcdl.graph.nodes import Graph
from calcdl.reading.points import Point
from calcdl.reading.writing import write
from calcdl.syntax.parse import Reading

__all__ = ["explain", "placing"]

_LONGEST_QUOTE = 40  # characters of the user's text that a message repeats


def explain(error: CalcdlError, reading: Reading, point: Point) -> CalcdlError:
    """Say of an error at a point which part of the expression it is about, and where it stands."""
    node = error.node
    if node is not None and node >= len(reading.graph.nodes):  # a node of the point's own graph
        node = None
    quoted = "the expression"
    if node is not None:
        from calcdl.reading.spelling import spelling_of

        text = write(Graph(reading.graph.nodes, node), spelling_of([reading]))
        quoted = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    if node is not None and reading.graph.nodes.is_undefined(node) and reading.span(node) is None:
        quoted, error.pieces = "the expression", ("no condition of Piecewise holds there",)
    if type(error) is NoValue:
        error.part, error.at = quoted, point.text
    elif isinstance(error, Undecided) or (isinstance(error, NotDifferentiable) and not error.at):
        error.at = point.text
    undefined = (NoValue, NotDifferentiable, Undecided)
    if node is not None and error.span is None and isinstance(error, undefined):
        error.source, error.span = reading.text, reading.span(node)
    return error


class placing:
    """Gives, within, an error about a function that is defined nowhere its place in the text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, NowhereDefined):
            raise explain(error, self.reading, Point({}, {})) from None
