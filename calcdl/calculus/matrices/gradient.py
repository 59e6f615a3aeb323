"""The gradient of a number by arrays, each part in the shape of its variable."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.arithmetic.shapes.matrices import Matrices
from calcdl.arithmetic.shapes.polish import polished, written
from calcdl.arithmetic.shapes.tidying import matrices
from calcdl.graph.nodes import Graph
from calcdl.reading.shaped import ShapedReading
from calcdl.sweep.derivatives import adjoints_of_variables
from calcdl.sweep.forward import values
from calcdl.syntax.unparse import unparse

__all__ = ["formulas_of", "gradients", "names_of_parts"]


def gradients(
    reading: ShapedReading, variables: Sequence[str]
) -> tuple[dict[str, Graph], dict[str, str]]:
    """Return the gradient by each variable, as formulas in the language of arrays.

    Beside them are the names that definitions gave to parts, by the texts that these have in
    formulas.
    """
    m, found = formulas_of(reading)
    graph = reading.graph
    slopes = adjoints_of_variables(graph, m, found, variables)
    named = {found[node]: name for node, name in reading.names.items() if node in found}
    answers = [
        m.expand(slopes.get(name, m.symbols.zero), reading.shape_of(name)) for name in variables
    ]
    formulas = written(m, polished(m, found[graph.root], [*answers, *named]))
    parts = formulas[len(variables) :]
    known = {unparse(part): name for part, name in zip(parts, named.values(), strict=True)}
    return dict(zip(variables, formulas, strict=False)), known


def formulas_of(reading: ShapedReading) -> tuple[Matrices, dict[int, int]]:
    """Return an arithmetic of formulas, and what the nodes of an expression are in it."""
    m = matrices(reading.declared.attributes)
    graph = reading.graph
    inputs = {name: m.symbol(name, reading.shape_of(name)) for name in graph.symbols()}
    return m, values(graph, m, inputs)


def names_of_parts(reading: ShapedReading) -> dict[str, str]:
    """Return the names that definitions gave to parts, by the texts that these have in formulas."""
    if not reading.names:
        return {}
    m, found = formulas_of(reading)
    named = {found[node]: name for node, name in reading.names.items() if node in found}
    parts = written(m, polished(m, found[reading.graph.root], list(named)))
    return {unparse(part): name for part, name in zip(parts, named.values(), strict=True)}
