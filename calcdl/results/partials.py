"""Partial derivatives of one expression or of several."""

from __future__ import annotations

from typing import NamedTuple

from calcdl.graph.nodes import Graph
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.value import Value

__all__ = ["Entries", "Entry", "PointFacts"]


class Entry(NamedTuple):
    """One partial derivative: what it is called, its formula, and its values at the points."""

    label: str
    formula: Graph | None
    points: tuple[DerivativeAtPoint, ...] = ()


class PointFacts(NamedTuple):
    """What the entries say together at a point, as far as it is certain.

    For a gradient its norm, the direction of steepest ascent and the derivative along a given
    direction; for a Hessian its eigenvalues and definiteness.
    """

    norm: Value | None = None
    steepest: tuple[Value, ...] = ()
    along: Value | None = None
    eigenvalues: tuple[Value, ...] = ()
    definiteness: str | None = None


class Entries(NamedTuple):
    """Partial derivatives of one expression or of several, labelled by variables.

    ``symmetric`` says that mixed ones are known not to depend on the order of the variables, in
    which they are else derived.
    """

    command: str
    expressions: tuple[Graph, ...]
    variables: tuple[str, ...]
    entries: tuple[Entry, ...]
    facts: tuple[PointFacts, ...] = ()
    symmetric: bool = False
