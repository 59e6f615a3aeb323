"""What a target of code has of the functions of the table, as rows and as records."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.reading.names import function_rows
from calcdl.render.functions import record as records_of
from calcdl.render.record import Record
from calcdl.render.rows import Rows
from calcdl.results.availability import Availability

__all__ = ["columns", "record", "rows", "slope_text"]


def rows(result: Sequence[Availability]) -> Rows:
    """Return a row a function: name, how the target has it, and whether it has its slope."""
    return [[one.name, one.value, slope_text(one)] for one in result]


def slope_text(one: Availability) -> str:
    """Return whether there is a slope, and what it needs if there is none."""
    if one.value == "refused":
        return "-"
    return "yes" if one.has_slope else f"needs {', '.join(one.lacks)}"


def columns(result: Sequence[Availability]) -> Rows:
    """Return a heading, and a row a function."""
    return [["name", "value", "slope"], *rows(result)]


def record(result: Sequence[Availability]) -> list[Record]:
    """Return a record a function, with what the table says of it."""
    records = records_of([row for one in result for row in function_rows(one.name)])
    assert isinstance(records, list)
    return [
        {
            **row,
            "target": {
                "name": one.target,
                "value": one.value,
                "slope": one.has_slope,
                "lacks": list(one.lacks),
            },
        }
        for row, one in zip(records, result, strict=True)
    ]
