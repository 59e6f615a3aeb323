"""The words of the language of arrays, as rows and as records."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.functions.shaped.word import Word
from calcdl.render.record import Record
from calcdl.render.rows import Rows

__all__ = ["columns", "record", "rows"]


def rows(result: Sequence[Word]) -> Rows:
    """Return a row a word: name, arguments, other names, meaning, definition."""
    return [
        [word.name, " ".join(word.takes.replace("|", " ").split()), " ".join(word.aliases),
         word.says, word.definition or "-"]
        for word in result
    ]  # fmt: skip


def columns(result: Sequence[Word]) -> Rows:
    """Return a heading, and a row a word."""
    return [["name", "arguments", "aliases", "says", "definition"], *rows(result)]


def record(result: Sequence[Word]) -> list[Record]:
    """Return a record a word, with the keys of a function."""
    return [
        {
            "command": "functions",
            "name": word.name,
            "arguments": [one.name for one in word.arguments()],
            "aliases": list(word.aliases),
            "says": word.says,
            "definition": word.definition,
            "domain": [],
            "derivatives": [],
        }
        for word in result
    ]
