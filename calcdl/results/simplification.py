"""A formula in another form."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.lean import NamedTuple

__all__ = ["Simplification"]


class Simplification(NamedTuple):
    """An expression, the form that reads best, and conditions under which both have a value.

    The conditions are those that the form does not need itself: 1 is x/x where x != 0. ``given_up``
    tells why it has not the form that was asked for, as ``Choice`` does.
    """

    expression: Graph
    formula: Graph
    conditions: tuple[Graph, ...]
    given_up: tuple[str, ...] = ()
