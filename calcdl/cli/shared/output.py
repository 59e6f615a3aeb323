"""Results as text, in the format asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from calcdl.calculus import noun
from calcdl.calculus.question import EVERYTHING, FORMULAS, QUOTIENTS, VALUES, Asked
from calcdl.errors import UsageError
from calcdl.render import forms

__all__ = [
    "SHORT",
    "Format",
    "chosen_format",
    "detail",
    "named_format",
    "require_form",
    "source",
]


class Format(StrEnum):
    """How results are printed."""

    table = "table"
    plain = "plain"
    json = "json"
    csv = "csv"
    latex = "latex"


_DETAIL = {Format.table: EVERYTHING, Format.json: QUOTIENTS, Format.plain: VALUES}


def detail(form: Format) -> int:
    """Return how much of an answer a format shows; where nothing is said, values and formulas."""
    return _DETAIL.get(form, FORMULAS)


SHORT = (Format.plain, Format.json, Format.csv, Format.latex)  # each a flag by itself as well

_ENDINGS = {".txt": Format.plain, ".json": Format.json, ".jsonl": Format.json, ".csv": Format.csv,
            ".tex": Format.latex}  # fmt: skip


def named_format(params: Mapping[str, Any]) -> Format | None:
    """Return the format that flags name, --json or --format json; raises UsageError for several."""
    named = {name: f"--{name}" for name in SHORT if params.get(name)}
    if params.get("format") is not None:
        form = Format(params["format"])
        named[form] = named.get(form, f"--format {form}")
    if len(named) > 1:
        raise UsageError(f"{' and '.join(named.values())} contradict each other: choose one")
    return next(iter(named), None)


def chosen_format(
    format: Format | None, output: str | None = None, usual: Format | None = None
) -> Format:
    """Return the format asked for, or that of the name of a file, "slopes.csv", or what is usual.

    Usual are a table on a terminal, and plain text in a pipe.
    """
    if format is not None:
        return format
    ending = Path(output or "").suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    return usual or (Format.table if sys.stdout.isatty() else Format.plain)


_OF_ONE_VALUE = (Format.table, Format.plain, Format.json)
_NAMES = {"point": "a verdict", "check": "a verdict", "numeric": "a laboratory"}
_NAME_OF_ARRAYS = "a derivative by vectors and matrices"


def require_form(asked: Asked, form: Format) -> None:
    """Raise UsageError where what is asked for does not come in a format."""
    what = _NAMES.get(asked.question, _NAME_OF_ARRAYS if asked.shapes else "")
    forms.require_form(noun(asked), form, what)
    if asked.plot and form is not Format.table:
        raise UsageError(
            "--plot draws below a table: add --format table, or ask calcdl plot, which draws into"
            " a pipe and a file as well"
        )
    if asked.limit and form not in _OF_ONE_VALUE:
        raise UsageError("--limit has no CSV form: choose table, plain or json")
    if asked.question == "gradient" and asked.along and form not in _OF_ONE_VALUE:
        raise UsageError("--along has no CSV or LaTeX form: choose table, plain or json")


def source(asked: Asked, result: Any, form: Format) -> Any:
    """Return what a result is written from: rows, a record, or lines."""
    return forms.source(result, noun(asked), form)
