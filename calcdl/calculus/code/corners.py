"""Whether code has to say what it does at corners."""

from __future__ import annotations

from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import Graph

__all__ = ["has_corners"]


def has_corners(graph: Graph) -> bool:
    """Say whether a function may have corners, at which code has the slope of one side."""
    kinds = [kind for kind in graph.kinds() if type(kind) is str]
    return any(
        [kind == "where" or bool(kind in FUNCTIONS and FUNCTIONS[kind].pieces) for kind in kinds]
    )
