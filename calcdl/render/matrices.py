"""Derivatives of functions of vectors and matrices, as rows and as a record."""

from __future__ import annotations

from calcdl.graph.shapes import shape_text
from calcdl.reading.writing import write_arrays
from calcdl.render.record import Record
from calcdl.render.rows import Rows
from calcdl.results.matrices import ArrayDerivative, ArrayDerivatives

__all__ = ["columns", "formula_text", "record", "rows"]


def formula_text(result: ArrayDerivatives, entry: ArrayDerivative) -> str:
    """Return a formula, with the parts that it repeats named in front."""
    return write_arrays(entry.formula, result.known, result.taken)


def rows(result: ArrayDerivatives) -> Rows:
    """Return a row for each derivative: by what, and its formula."""
    return [[entry.label, formula_text(result, entry)] for entry in result.entries]


def columns(result: ArrayDerivatives) -> Rows:
    """Return a heading, and a row for each derivative."""
    return [
        ["with_respect_to", "shape", "derivative"],
        *[[one.label, shape_text(one.shape), formula_text(result, one)] for one in result.entries],
    ]


def record(result: ArrayDerivatives) -> Record:
    """Return the record of derivatives in matrix form."""
    return {
        "command": result.command,
        "expression": write_arrays(result.expression),
        "shapes": {name: shape_text(shape) for name, shape in result.shapes.items()},
        "variables": [entry.label for entry in result.entries],
        result.command: {
            entry.label: {
                "derivative": formula_text(result, entry),
                "shape": list(map(str, entry.shape)),
            }
            for entry in result.entries
        },
    }
