"""Closed forms of values."""

from __future__ import annotations

from calcdl.calculus.evaluation.value import value_at
from calcdl.errors import NoClosedForm
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.points import Point
from calcdl.results.value import Value

__all__ = ["closed_value"]


def closed_value(value: Value, found: Graph | None, point: Point, digits: int | None) -> str:
    """Return the closed form of a formula at a point; raises NoClosedForm where SymPy has none."""
    if value.exact is not None:
        return value.exact
    from calcdl import algebra

    assert found is not None
    text = algebra.exact_value(found, point.values)
    if text is not None:
        closed = read(text).graph
        if value_at(closed, Point({}, {}), digits)[0].decimal == value.decimal:
            return text
    raise NoClosedForm(f"SymPy finds no closed form of this; its value is {value.decimal}")
