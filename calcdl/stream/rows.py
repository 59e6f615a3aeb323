"""Rows of points as they are typed or come from a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from calcdl.errors import UsageError
from calcdl.stream.lines import decoded

__all__ = ["Piece", "Rows"]

_NUMERIC = frozenset(b"0123456789+-.eE \t,\r\n")


class Piece(NamedTuple):
    """Rows that belong together: a heading, or rows of points, with arrays if all are numbers."""

    line: int
    rows: list[tuple[int, bytes]]
    heading: Sequence[str] | None = None
    arrays: dict[str, Any] | None = None


class Rows:
    """Cuts a stream of lines into pieces; remembers the heading of a table and its delimiter.

    ``variables`` are the names that a point needs; None if any name may stand in a heading.
    """

    def __init__(self, variables: Sequence[str] | None, delimiter: str = "\t") -> None:
        self.variables = variables
        self.columns: Sequence[str] | None = None
        self.delimiter = delimiter
        self.number = 0
        self.begun = False

    def read(self, lines: list[bytes]) -> Iterator[Piece]:
        """Yield the pieces of some lines; raises UsageError for a heading that lacks a variable."""
        first = self.number + 1
        self.number += len(lines)
        if not self.begun:
            while lines and _says_nothing(lines[0]):
                lines, first = lines[1:], first + 1
            if not lines:
                return
            self.begun = True
            if self.is_heading(lines[0]):
                yield Piece(first, [], self.columns)
                lines, first = lines[1:], first + 1
        if not lines:
            return
        rows = list(enumerate(lines, first))
        arrays = self.arrays(lines)
        if arrays is None and any(map(_says_nothing, lines)):
            rows = [row for row in rows if not _says_nothing(row[1])]
            arrays = self.arrays([line for _, line in rows])
        if rows:
            yield from self.split(rows, arrays)

    def split(
        self, rows: list[tuple[int, bytes]], arrays: dict[str, Any] | None
    ) -> Iterator[Piece]:
        """Yield rows as one piece, or where some are not numbers those by themselves."""
        if arrays is not None or self.width() is None:
            yield Piece(rows[0][0], rows, None, arrays)
            return
        run: list[tuple[int, bytes]] = []
        for row in rows:
            if self.arrays([row[1]]) is not None:
                run.append(row)
                continue
            if run:
                yield Piece(run[0][0], run, None, self.arrays([line for _, line in run]))
                run = []
            yield Piece(row[0], [row])
        if run:
            yield Piece(run[0][0], run, None, self.arrays([line for _, line in run]))

    def is_heading(self, line: bytes) -> bool:
        """Say whether a line names columns, and if so remember them."""
        try:
            text = line.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError:
            return False
        delimiter = "\t" if "\t" in text else ","
        names = [name.strip().strip('"') for name in text.split(delimiter)]
        wanted = self.variables
        if "=" in text or text.lstrip().startswith("{"):
            return False
        if not any(name.isidentifier() and name not in ("pi", "e", "E") for name in names):
            return False
        if len(names) == 1 and wanted is not None and names[0] not in wanted:
            return False
        missing = [] if wanted is None else [name for name in wanted if name not in names]
        if missing:
            raise UsageError(
                f"the table has no column {missing[0]}: its columns are {', '.join(names)}"
            )
        self.columns, self.delimiter = names, delimiter
        return True

    def width(self) -> int | None:
        """Return how many numbers a row has; None where rows are not numbers alone."""
        if self.variables is None:
            return None
        if self.columns is not None:
            return len(self.columns)
        return 1 if len(self.variables) == 1 else None

    def arrays(self, lines: list[bytes]) -> dict[str, Any] | None:
        """Return the variables' values as arrays, None unless every line is a row of numbers."""
        width = self.width()
        if width is None or not lines:
            return None
        text = b"\n".join(lines)
        if not _NUMERIC.issuperset(text):
            return None
        import numpy as np

        if width > 1:
            separator = self.delimiter.encode()
            if text.count(separator) != (width - 1) * len(lines):
                return None
            text = text.replace(separator, b"\n")
        numbers = text.split()
        if len(numbers) != width * len(lines):
            return None
        try:
            table = np.array(numbers, dtype=float).reshape(len(lines), width)
        except ValueError:
            return None
        if not np.isfinite(table).all():
            return None
        assert self.variables is not None
        columns = self.columns or self.variables
        return {name: table[:, columns.index(name)] for name in self.variables}

    def fields(self, text: str) -> dict[str, str]:
        """Return the numerals of a row of numbers by variable."""
        if self.columns is None:
            assert self.variables is not None
            return {self.variables[0]: text.strip()} if self.variables else {}
        named = dict(zip(self.columns, text.split(self.delimiter), strict=True))
        return {name: named[name].strip() for name in self.variables or ()}

    def point_text(self, line: bytes) -> str:
        """Return a row as a point such as x=1,y=2; raises UsageError."""
        text = decoded(line).strip()
        if text.startswith("{"):
            from calcdl.stream.objects import point_text, read_object

            found = read_object(text)
            if self.variables is not None:
                found = {name: one for name, one in found.items() if name in self.variables}
            return point_text(found)
        if self.columns is None:
            return text
        import csv

        fields = next(csv.reader([text], delimiter=self.delimiter))
        if len(fields) != len(self.columns):
            raise UsageError(
                f"the row has {len(fields)} fields, and the heading {len(self.columns)}"
            )
        named = zip(self.columns, fields, strict=True)
        return ",".join(
            f"{name}={field}"
            for name, field in named
            if self.variables is None or name in self.variables
        )


def _says_nothing(line: bytes) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith(b"#")
