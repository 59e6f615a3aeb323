"""What a function does at a point, as plain text and CSV."""

from __future__ import annotations

import csv
import io

from calcdl.reading.writing import write
from calcdl.results.point import Behaviour, Verdicts

__all__ = ["framework_text", "verdicts_csv", "verdicts_lines"]

_COLUMNS = ("kind", "value", "left_limit", "left_slope", "right_limit", "right_slope")


def verdicts_lines(result: Verdicts) -> list[str]:
    """Return a line for each point and direction, its columns separated by tabs.

    They are the kind of point, the value there, limit and slope on the left, limit and slope on
    the right; a column is empty where there is nothing. With several variables the direction
    stands before them, and with several points the point before that.
    """
    several = len({tuple(found.at.items()) for found in result.points}) > 1
    lines = []
    for found in result.points:
        place = ",".join(f"{name}={text}" for name, text in found.at.items())
        before = [place] if several else []
        before += [] if found.along is None else [found.along]
        lines.append("\t".join([*before, *_columns(found)]))
    return lines


def _columns(found: Behaviour) -> list[str]:
    left, right = found.left, found.right
    values = (found.value, left.limit, left.slope, right.limit, right.slope)
    return [found.kind, *["" if value is None else value.decimal for value in values]]


def verdicts_csv(result: Verdicts) -> str:
    """Return a heading, and a row for each point and direction."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    names = list(result.points[0].at) if result.points else []
    rows.writerow(["expression", *names, "along", *_COLUMNS])
    for found in result.points:
        place = [found.at[name] for name in names]
        rows.writerow([write(result.expression), *place, found.along or "", *_columns(found)])
    return stream.getvalue()


def framework_text(slope: float) -> str:
    """Return a slope as the frameworks print it, without a needless .0."""
    return repr(slope).removesuffix(".0")
