"""Derivatives of functions of vectors and matrices, as rows and as a record."""

from __future__ import annotations

from calcdl.graph.shapes import shape_text
from calcdl.reading.writing import write
from calcdl.render.record import Record
from calcdl.render.rows import Rows
from calcdl.results.matrices import ArrayDerivatives

__all__ = ["columns", "record", "rows"]


def rows(result: ArrayDerivatives) -> Rows:
    """Return a row for each derivative: by what, and its formula."""
    return [[entry.label, write(entry.formula)] for entry in result.entries]


def columns(result: ArrayDerivatives) -> Rows:
    """Return a heading, and a row for each derivative."""
    return [
        ["with_respect_to", "shape", "derivative"],
        *[[one.label, shape_text(one.shape), write(one.formula)] for one in result.entries],
    ]


def record(result: ArrayDerivatives) -> Record:
    """Return the record of derivatives in matrix form."""
    return {
        "command": result.command,
        "expression": write(result.expression),
        "shapes": dict(result.shapes),
        "variables": [entry.label for entry in result.entries],
        result.command: {
            entry.label: {"derivative": write(entry.formula), "shape": list(map(str, entry.shape))}
            for entry in result.entries
        },
    }
