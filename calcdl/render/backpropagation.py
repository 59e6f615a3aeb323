"""Backpropagation as rows and as a record."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import shape_text
from calcdl.reading.writing import write_arrays
from calcdl.render import matrices
from calcdl.render.arrays import list_text, numbers_record
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
    df/dx, the derivative written out, and the shape of both. At a point there are also the value,
    and the values of the adjoints.
    """
    whole, gradient = result.levels[-1].name, result.gradient
    return [
        *[_cells(level) for level in result.levels],
        *[
            [
                f"d{whole}/d{entry.label}",
                matrices.formula_text(gradient, entry),
                shape_text(entry.shape),
                *([] if entry.numbers is None else ["", list_text(entry.numbers)]),
            ]
            for entry in gradient.entries
        ],
    ]


def _cells(level: ArrayLevel) -> list[str]:
    adjoints = "; ".join([pullback_text(one) for one in level.pullbacks])
    cells = [level.name, expression_text(level.definition), shape_text(level.shape), adjoints]
    if level.value is None:
        return cells
    values = [f"{one.name} = {list_text(one.value)}" for one in level.pullbacks if one.value]
    return [*cells, list_text(level.value), "; ".join(values)]


def columns(result: Backpropagation) -> Rows:
    """Return a heading, a row a level, then a row a derivative of the whole."""
    count = len(result.levels)
    parts = ["level"] * count + ["whole"] * (len(rows(result)) - count)
    head = ["part", "name", "formula", "shape", "adjoints"]
    if result.gradient.place is not None:
        head += ["value", "adjoint_values"]
    cells = [[*row, "", ""][: len(head) - 1] for row in rows(result)]
    return [
        head,
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
                **({} if level.value is None else numbers_record(level.value)),
                "adjoints": {one.of: _adjoint_record(one) for one in level.pullbacks},
            }
            for level in result.levels
        ],
    }


def _adjoint_record(pullback: Pullback) -> Record:
    numbers = {} if pullback.value is None else numbers_record(pullback.value)
    return {
        "name": pullback.name,
        "derivative": expression_text(pullback.formula),
        **numbers,
    }
