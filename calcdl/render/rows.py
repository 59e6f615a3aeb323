"""Rows of text, and the writers over them: plain text, CSV."""

from __future__ import annotations

from io import StringIO

from calcdl.lean import TYPE_CHECKING
from calcdl.results.at_point import DerivativeAtPoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import IO, TypeAlias

__all__ = [
    "Rows",
    "csv_text",
    "float_text",
    "heading",
    "point_rows",
    "value_rows",
    "value_text",
    "write_csv",
    "write_lines",
    "write_plain",
]

Rows: TypeAlias = "Sequence[Sequence[str]]"


def write_lines(texts: Iterable[str], file: IO[str]) -> None:
    """Write texts, a line each."""
    file.write("".join([f"{text}\n" for text in texts]))


def write_plain(rows: Rows, file: IO[str]) -> None:
    """Write a line a row, its columns separated by tabs."""
    write_lines(["\t".join(row) for row in rows], file)


def write_csv(rows: Rows, file: IO[str]) -> None:
    """Write rows, of which the first is the heading, as CSV."""
    file.write(csv_text(rows))  # one write is one piece for stdout, whatever its encoding lacks


def csv_text(rows: Rows) -> str:
    """Return rows as CSV, a line each."""
    import csv  # which no other format needs

    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


# What stands in the rows of several questions


def float_text(number: float) -> str:
    """Return a float in as few digits as tell it from others, and without a needless .0."""
    return repr(number).removesuffix(".0")


def value_text(point: DerivativeAtPoint) -> str:
    """Return the value at a point as it is printed in a pipe, empty where there is none."""
    if point.value is None:
        return ""
    return point.value.closed or point.value.decimal


def value_rows(
    points: Sequence[DerivativeAtPoint], text_of: Callable[[DerivativeAtPoint], str] = value_text
) -> list[list[str]]:
    """Return a row a point: its value, empty where there is none and there are other points."""
    texts = [text_of(point) for point in points]
    return [] if texts == [""] else [[text] for text in texts]


def heading(columns: list[str], points: Sequence[DerivativeAtPoint]) -> list[str]:
    """Return the names of columns, with those of points behind them where there are any."""
    return [*columns, *points[0].at, "value", "error"] if points else columns


def point_rows(
    columns: list[str],
    points: Sequence[DerivativeAtPoint],
    text_of: Callable[[DerivativeAtPoint], str] = value_text,
) -> list[list[str]]:
    """Return a row a point, or one row without points: the columns that are the same in each,
    and then the point, its value as ``text_of`` gives it, and the code of its error.
    """
    if not points:
        return [columns]
    names = list(points[0].at)
    return [
        [
            *columns,
            *[point.at[name] for name in names],
            text_of(point),
            "" if point.error is None else point.error.code,
        ]
        for point in points
    ]
