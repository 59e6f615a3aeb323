"""Points from a file: a row each, x and y."""

from __future__ import annotations

import math

from calcdl.errors import UsageError

__all__ = ["read_data"]

_MOST = 100_000  # points


def read_data(text: str) -> tuple[tuple[float, float], ...]:
    """Return the points of a text: rows of "x,y", or with a space, a tab or a semicolon between.

    A first row of words is a heading, and lines that begin with # are comments. Raises UsageError.

    >>> read_data("x,y\\n1,2\\n3 4.5")
    ((1.0, 2.0), (3.0, 4.5))
    """
    points: list[tuple[float, float]] = []
    heading_may_come = True
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.replace(",", " ").replace(";", " ").split()
        if not cells or cells[0].startswith("#"):
            continue
        values = [v for cell in cells if (v := _number(cell.strip("\"'"))) is not None]
        is_heading, heading_may_come = heading_may_come and not values, False
        if is_heading:
            continue
        if len(cells) != 2 or len(values) != 2:
            raise UsageError(f"line {number} of the data is '{line[:40]}': write x,y, two numbers")
        points.append((values[0], values[1]))
    if not points:
        raise UsageError("the data has no points: write them a row each, x,y")
    if len(points) > _MOST:
        raise UsageError(f"the data has more than {_MOST} points: give fewer")
    return tuple(points)


def _number(cell: str) -> float | None:
    """Return the number in a cell, None where there is none, or none that a picture can show."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
