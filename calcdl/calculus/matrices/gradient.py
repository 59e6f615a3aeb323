"""The gradient of a number by arrays, each part in the shape of its variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calcdl.arithmetic.shapes.matrices import Matrices
from calcdl.arithmetic.shapes.polish import polished, written
from calcdl.arithmetic.shapes.tidying import matrices
from calcdl.graph.nodes import Graph
from calcdl.reading.shaped import ShapedReading
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values

__all__ = ["formulas_of", "gradients", "named_parts"]


def gradients(
    reading: ShapedReading, variables: Sequence[str]
) -> tuple[dict[str, Graph], dict[str, Graph]]:
    """Return the gradient by each variable, as formulas in the language of arrays.

    Beside them are the formulas of the parts that definitions gave a name to.
    """
    m, found = formulas_of(reading)
    graph = reading.graph
    slopes = adjoints_of_variables(graph, m, found, variables)
    answers = [
        m.expand(slopes.get(name, m.symbols.zero), reading.shape_of(name)) for name in variables
    ]
    named = _named(reading, found)
    formulas = written(m, polished(m, found[graph.root], [*answers, *named.values()]))
    return (
        dict(zip(variables, formulas, strict=False)),
        dict(zip(named, formulas[len(variables) :], strict=True)),
    )


def formulas_of(reading: ShapedReading) -> tuple[Matrices, dict[int, int]]:
    """Return an arithmetic of formulas, and what the nodes of an expression are in it."""
    m = matrices(reading.declared.attributes)
    graph = reading.graph
    inputs = {name: m.symbol(name, reading.shape_of(name)) for name in graph.symbols()}
    return m, values(graph, m, inputs)


def named_parts(reading: ShapedReading) -> dict[str, Graph]:
    """Return the formulas of the parts that definitions gave a name to."""
    if not reading.names:
        return {}
    m, found = formulas_of(reading)
    named = _named(reading, found)
    parts = written(m, polished(m, found[reading.graph.root], list(named.values())))
    return dict(zip(named, parts, strict=True))


def _named(reading: ShapedReading, found: Mapping[int, int]) -> dict[str, int]:
    """Return the values that definitions gave a name to."""
    return {name: found[node] for node, name in reading.names.items() if node in found}
