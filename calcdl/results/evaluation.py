"""The values of an expression at points."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.lean import NamedTuple
from calcdl.results.at_point import DerivativeAtPoint

__all__ = ["Evaluation"]


class Evaluation(NamedTuple):
    """The values of an expression at points."""

    expression: Graph
    points: tuple[DerivativeAtPoint, ...]
