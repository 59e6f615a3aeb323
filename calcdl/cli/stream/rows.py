"""Rows of points as they are typed or come from a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from calcdl.cli.stream.lines import decoded
from calcdl.errors import UsageError
from calcdl.reading.points import point_text

__all__ = ["Piece", "Rows"]

_NUMERIC = b"0123456789+-.eE \t,\n"
_QUOTED = re.compile(r'"[^"]*"')


class Piece(NamedTuple):
    """Rows that belong together, with arrays if all are numbers; or a heading, as it stands."""

    line: int
    rows: list[tuple[int, bytes]]
    heading: str | None = None
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
                yield Piece(first, [], decoded(lines[0]))
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
        """Say whether a line names columns, and if so remember them; raises UsageError."""
        try:
            text = decoded(line)
        except UsageError:
            return False
        if "=" in _QUOTED.sub("", text) or text.lstrip().startswith("{"):
            return False
        delimiter = "\t" if "\t" in text else ","
        names = [name.strip() for name in _fields(text, delimiter)]
        wanted = self.variables
        if not any(name.isidentifier() and name not in ("pi", "e", "E") for name in names):
            return False
        if len(names) == 1 and wanted and names[0] not in wanted:
            return False
        self.require_columns(names)
        self.columns, self.delimiter = names, delimiter
        return True

    def require_columns(self, names: Sequence[str]) -> None:
        """Raise UsageError unless each variable has a column, and each column a name of its own."""
        for k, name in enumerate(names):
            if name and name in names[:k]:
                raise UsageError(
                    f"the table has two columns {name}: give each column a name of its own"
                )
        for name in self.variables or ():
            if name not in names:
                raise UsageError(
                    f"the table has no column {name}: its columns are {', '.join(names)}"
                )

    def width(self) -> int | None:
        """Return how many numbers a row has; None where rows are not numbers alone."""
        if self.variables is None:
            return None
        if self.columns is not None:
            return len(self.columns)
        return 1 if len(self.variables) <= 1 else None

    def arrays(self, lines: list[bytes]) -> dict[str, Any] | None:
        """Return the variables' values as arrays, None unless every line is a row of numbers.

        A zero among them is one, and not a number too small for a double.
        """
        width = self.width()
        if width is None or not lines:
            return None
        text = b"\n".join(lines)
        if text.translate(None, _NUMERIC):
            return None
        import numpy as np

        numbers = lines
        if width > 1:
            separator = self.delimiter.encode()
            if not _has_rows(text, separator, width):
                return None
            numbers = text.replace(separator, b"\n").split(b"\n")
        try:
            table = np.array(numbers, dtype=float).reshape(len(lines), width)
        except ValueError:
            return None
        if not np.isfinite(table).all():
            return None
        if not table.all() and not all(
            _is_zero(numbers[k]) for k in np.flatnonzero(table == 0).tolist()
        ):
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
        text = decoded(line)
        if text.lstrip().startswith("{"):
            from calcdl.cli.stream.objects import point_of, read_object

            return point_of(self.wanted(read_object(text.strip())))
        if self.columns is None:
            return text.strip()
        fields = _fields(text, self.delimiter)
        if len(fields) != len(self.columns):
            raise UsageError(
                f"the row has {len(fields)} fields, and the heading {len(self.columns)}"
            )
        named = self.wanted(dict(zip(self.columns, fields, strict=True)))
        for name, field in named.items():
            if not field.strip():
                raise UsageError(f"the row has no value of {name}")
        return point_text(named)

    def wanted(self, point: dict[str, Any]) -> dict[str, Any]:
        """Return the values that a point needs; a constant has the same at any point."""
        if self.variables is None:
            return point
        if not self.variables:
            return {"x": "0"}
        return {name: value for name, value in point.items() if name in self.variables}


def _says_nothing(line: bytes) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith(b"#")


def _fields(text: str, delimiter: str) -> list[str]:
    """Return the fields of a row of CSV, which may be of any length.

    A quoted field is not continued on the next line: a row is a line, so that each line has its
    answer; what opens a quote and does not close it is refused.
    """
    import csv

    previous = csv.field_size_limit(len(text) + 1)
    try:
        rows = csv.reader((text, ""), delimiter=delimiter, skipinitialspace=True)
        fields = next(rows)
        if rows.line_num > 1:
            raise UsageError(
                "a quote is opened on this line and not closed: a row of a table is one line"
            )
        return fields
    except csv.Error as error:
        raise UsageError(f"this is not a row of a table: {error}") from None
    finally:
        csv.field_size_limit(previous)


def _has_rows(text: bytes, separator: bytes, width: int) -> bool:
    """Say whether each line of a text has so many fields."""
    import numpy as np

    marks = np.frombuffer(text + b"\n", dtype=np.uint8)
    marks = marks[(marks == separator[0]) | (marks == ord("\n"))]
    if len(marks) % width:
        return False
    ends = marks.reshape(-1, width) == ord("\n")
    return bool(ends[:, -1].all() and not ends[:, :-1].any())


def _is_zero(number: bytes) -> bool:
    """Say whether a numeral that a double takes for zero is zero."""
    mantissa, _, _ = number.lower().partition(b"e")
    return not mantissa.translate(None, b"0 \t+-.")
