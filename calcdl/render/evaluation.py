"""The values of a function as rows and as a record."""

from __future__ import annotations

from calcdl.reading.writing import write
from calcdl.render.record import Record, point_record
from calcdl.render.rows import Rows, heading, point_rows, value_rows
from calcdl.results.evaluation import Evaluation

__all__ = ["columns", "record", "rows"]


def rows(result: Evaluation) -> Rows:
    """Return a row for each point: the value."""
    return value_rows(result.points)


def columns(result: Evaluation) -> Rows:
    """Return a heading, and a row a point."""
    same = [write(result.expression)]
    return [heading(["expression"], result.points), *point_rows(same, result.points)]


def record(result: Evaluation) -> Record:
    """Return the record of a function's values."""
    return {
        "command": "eval",
        "expression": write(result.expression),
        "points": [point_record(point) for point in result.points],
    }
