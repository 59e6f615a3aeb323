"""Results as text, in the format asked for."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Any

from calcdl.calculus import NOUNS
from calcdl.calculus.question import EVERYTHING, FORMULAS, QUOTIENTS, VALUES, Asked
from calcdl.errors import UsageError
from calcdl.render import forms

__all__ = ["Format", "chosen_format", "detail", "require_form", "source"]


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


def chosen_format(format: Format | str | None, json: bool) -> Format:
    """Return the format asked for: by default a table on a terminal, plain text in a pipe."""
    format = None if format is None else Format(format)
    if json:
        if format not in (None, Format.json):
            raise UsageError(f"--json and --format {format} contradict each other")
        return Format.json
    if format is not None:
        return format
    return Format.table if sys.stdout.isatty() else Format.plain


_OF_ONE_VALUE = (Format.table, Format.plain, Format.json)
_NAMES = {"point": "a verdict", "check": "a verdict", "numeric": "a laboratory"}


def require_form(asked: Asked, form: Format) -> None:
    """Raise UsageError where what is asked for does not come in a format."""
    forms.require_form(NOUNS[asked.question], form, _NAMES.get(asked.question, ""))
    if asked.question == "gradient" and asked.along and form not in _OF_ONE_VALUE:
        raise UsageError("--along has no CSV or LaTeX form: choose table, plain or json")


def source(asked: Asked, result: Any, form: Format) -> Any:
    """Return what a result is written from: rows, a record, or lines."""
    return forms.source(result, NOUNS[asked.question], form)
