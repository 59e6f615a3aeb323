"""The expression of a command: from an argument, or from a file of definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calcdl.cli.shared.messages import say
from calcdl.errors import UsageError
from calcdl.reading.expressions import read
from calcdl.syntax.parse import Reading

__all__ = ["FILES", "file_text", "note_absent", "read_source"]

_LARGEST_FILE = 1 << 26  # characters

FILES: dict[str, str] = {}  # what has been read: a pipe can be read once, by one process


def read_source(
    expression: str | None,
    lets: Sequence[str] | None = None,
    file: str | None = None,
    functions: Sequence[str] | None = None,
    beside: str = "",
) -> Reading:
    """Read the expression and its definitions; say on stderr what had to be inferred.

    The definitions of the text ``beside`` it hold, too.
    """
    text = file_text(file) if file is not None else ""
    if expression is not None:
        text = f"{text}\n{expression}" if text else expression
    elif file is None:
        raise UsageError("there is no expression: write one, as in calcdl deriv 'sin(x)'")
    reading = read(text, lets=lets or (), functions=functions or (), beside=beside)
    for note in reading.notes:
        say(note)
    return reading


def note_absent(names: Iterable[str], readings: Iterable[Reading]) -> None:
    """Say on stderr which variables none of the expressions depends on: often a slip."""
    names = list(dict.fromkeys(names))
    if not names:
        return
    there = {name for reading in readings for name in reading.graph.symbols()}
    for name in names:
        if there and name not in there:
            say(f"nothing here depends on {name}")


def file_text(file: str) -> str:
    """Return the text of a file, which is read once; raises UsageError."""
    if file not in FILES:
        try:
            with open(file, encoding="utf-8-sig") as stream:
                text = stream.read(_LARGEST_FILE + 1)
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise UsageError(f"I cannot read {file}: {reason}") from None
        if len(text) > _LARGEST_FILE:
            raise UsageError(f"{file} has more than {_LARGEST_FILE} characters: give a smaller one")
        FILES[file] = text
    return FILES[file]
