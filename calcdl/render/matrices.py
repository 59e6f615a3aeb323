"""Derivatives of functions of vectors and matrices, as rows and as a record."""

from __future__ import annotations

from calcdl.graph.shapes import shape_text
from calcdl.reading.writing import write_arrays
from calcdl.render.arrays import entry_rows, list_text, numbers_record, place_record
from calcdl.render.record import Record, present
from calcdl.render.rows import Rows
from calcdl.results.matrices import ArrayDerivative, ArrayDerivatives

__all__ = ["columns", "formula_text", "record", "rows"]


def formula_text(result: ArrayDerivatives, entry: ArrayDerivative) -> str:
    """Return a formula, with the parts that it repeats named in front, or a linear map."""
    text = write_arrays(entry.formula, result.known, {*result.taken, *_directions(result)})
    if not entry.direction:
        return text
    parts, semicolon, formula = text.rpartition("; ")
    return f"{parts}{semicolon}{entry.direction} -> {formula}"


def _directions(result: ArrayDerivatives) -> list[str]:
    return [entry.direction for entry in result.entries if entry.direction]


def rows(result: ArrayDerivatives) -> Rows:
    """Return a row for each derivative: by what, and its formula, or its numbers at a point.

    In deriv that stands alone.
    """
    if result.command == "deriv":
        return [[_text(result, entry)] for entry in result.entries]
    return [[entry.label, _text(result, entry)] for entry in result.entries]


def _text(result: ArrayDerivatives, entry: ArrayDerivative) -> str:
    return formula_text(result, entry) if entry.numbers is None else list_text(entry.numbers)


def columns(result: ArrayDerivatives) -> Rows:
    """Return a heading, and a row for each derivative, or at a point for each of its entries."""
    if result.place is not None:
        return [
            ["with_respect_to", "entry", "value", "error"],
            *[[one.label, *row] for one in result.entries for row in _entry_rows(one)],
        ]
    return [
        ["with_respect_to", "shape", "derivative"],
        *[[one.label, shape_text(one.shape), formula_text(result, one)] for one in result.entries],
    ]


def _entry_rows(entry: ArrayDerivative) -> list[list[str]]:
    return [] if entry.numbers is None else entry_rows(entry.numbers)


def record(result: ArrayDerivatives) -> Record:
    """Return the record of derivatives in matrix form."""
    names = dict.fromkeys([name for entry in result.entries for name in entry.variables])
    entries = {entry.label: _entry_record(result, entry) for entry in result.entries}
    alone = result.command == "deriv"
    key = "partials" if result.command == "partial" else result.command
    return present(
        {
            "command": result.command,
            "expression": write_arrays(result.expression),
            "shapes": {name: shape_text(shape) for name, shape in result.shapes.items()},
            "variables": None if alone else list(names),
            "variable": result.entries[0].label if alone else None,
            "layout": result.layout or None,
            "vec": result.vec or None,
            "along": dict(result.along) or None,
            **({} if result.place is None else place_record(result.place)),
            **(_entry_record(result, result.entries[0]) if alone else {key: entries}),
        }
    )


def _entry_record(result: ArrayDerivatives, entry: ArrayDerivative) -> Record:
    return present(
        {
            "derivative": formula_text(result, entry),
            "shape": list(map(str, entry.shape)),
            "direction": entry.direction or None,
            "array": entry.array and write_arrays(entry.array, taken=result.taken),
            **({} if entry.numbers is None else numbers_record(entry.numbers)),
        }
    )
