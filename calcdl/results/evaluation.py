"""The values of an expression at points."""

from typing import NamedTuple

from calcdl.graph.nodes import Graph
from calcdl.results.at_point import DerivativeAtPoint

__all__ = ["Evaluation"]


class Evaluation(NamedTuple):
    """The values of an expression at points."""

    expression: Graph
    points: tuple[DerivativeAtPoint, ...]
