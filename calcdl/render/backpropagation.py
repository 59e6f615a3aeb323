"""Backpropagation as rows and as a record."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import shape_text
from calcdl.reading.writing import write_arrays
from calcdl.render import matrices
from calcdl.render.record import Record
from calcdl.render.rows import Rows
from calcdl.results.backpropagation import ArrayLevel, Backpropagation, Pullback

__all__ = ["columns", "expression_text", "pullback_text", "record", "rows"]


def expression_text(formula: Graph) -> str:
    """Return a formula of a level, in which all that has a name is a level."""
    return write_arrays(formula, parts=False)


def pullback_text(pullback: Pullback) -> str:
    """Return an adjoint as a definition: dz = dh*(1 - h**2)."""
    return f"{pullback.name} = {expression_text(pullback.formula)}"


def rows(result: Backpropagation) -> Rows:
    """Return a row for each level, then one for each variable.

    A level: name, definition, shape, and the adjoints that are complete behind it. A variable:
    df/dx, the derivative written out, and the shape of both.
    """
    whole, gradient = result.levels[-1].name, result.gradient
    return [
        *[_cells(level) for level in result.levels],
        *[
            [
                f"d{whole}/d{entry.label}",
                matrices.formula_text(gradient, entry),
                shape_text(entry.shape),
            ]
            for entry in gradient.entries
        ],
    ]


def _cells(level: ArrayLevel) -> list[str]:
    adjoints = "; ".join([pullback_text(one) for one in level.pullbacks])
    return [level.name, expression_text(level.definition), shape_text(level.shape), adjoints]


def columns(result: Backpropagation) -> Rows:
    """Return a heading, a row a level, then a row a derivative of the whole."""
    count = len(result.levels)
    parts = ["level"] * count + ["whole"] * (len(rows(result)) - count)
    cells = [[*row, ""][:4] for row in rows(result)]
    return [
        ["part", "name", "formula", "shape", "adjoints"],
        *[[part, *row] for part, row in zip(parts, cells, strict=True)],
    ]


def record(result: Backpropagation) -> Record:
    """Return the record of backpropagation: its levels, innermost first, and the gradient."""
    return {
        **matrices.record(result.gradient),
        "command": "chain",
        "levels": [
            {
                "name": level.name,
                "definition": expression_text(level.definition),
                "shape": list(map(str, level.shape)),
                "adjoints": {
                    one.of: {"name": one.name, "derivative": expression_text(one.formula)}
                    for one in level.pullbacks
                },
            }
            for level in result.levels
        ],
    }
