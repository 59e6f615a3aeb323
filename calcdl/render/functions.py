"""The table of elementary functions as rows and as records."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.functions import Function
from calcdl.render.record import Record
from calcdl.render.rows import Rows

__all__ = ["aliases_of", "columns", "record", "rows"]


def rows(functions: Sequence[Function]) -> Rows:
    """Return a row a function: name, arguments, other names, meaning, derivatives."""
    return [
        [
            function.name,
            " ".join(function.args),
            " ".join(aliases_of(function)),
            function.says,
            "; ".join(rule or "-" for rule in function.local),
        ]
        for function in functions
    ]


def aliases_of(function: Function) -> list[str]:
    """Return the other names of a function."""
    return [*function.aliases, *(["σ"] if function.name == "sigmoid" else [])]


def columns(functions: Sequence[Function]) -> Rows:
    """Return a heading, and a row a function."""
    return [["name", "arguments", "aliases", "says", "derivatives"], *rows(functions)]


def record(functions: Sequence[Function]) -> list[Record]:
    """Return a record a function."""
    return [
        {
            "command": "functions",
            "name": function.name,
            "arguments": list(function.args),
            "aliases": aliases_of(function),
            "says": function.says,
            "definition": function.definition,
            "domain": list(function.domain),
            "derivatives": list(function.local),
        }
        for function in functions
    ]
