"""The gradient of a number by arrays, each part in the shape of its variable."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.arithmetic.shapes.polish import polished, written
from calcdl.arithmetic.shapes.tidying import matrices
from calcdl.graph.nodes import Graph
from calcdl.reading.shaped import ShapedReading
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values

__all__ = ["gradients"]


def gradients(reading: ShapedReading, variables: Sequence[str]) -> dict[str, Graph]:
    """Return the gradient by each variable, as formulas in the language of arrays."""
    m = matrices(reading.declared.attributes)
    shapes = reading.declared.shapes
    graph = reading.graph
    inputs = {name: m.symbol(name, shapes.get(name, ())) for name in graph.symbols()}
    found = values(graph, m, inputs)
    slopes = adjoints_of_variables(graph, m, found, variables)
    answers = []
    for name in variables:
        slope = slopes.get(name, m.number(0))
        slope = m.expand(slope, shapes.get(name, ()))
        answers.append(polished(m, found[graph.root], slope))
    return dict(zip(variables, written(m, answers), strict=True))
