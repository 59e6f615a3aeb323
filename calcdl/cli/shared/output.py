"""Results as text, in the format asked for."""

from __future__ import annotations

import sys
from os.path import splitext

from calcdl.calculus import noun
from calcdl.calculus.question import EVERYTHING, FORMULAS, QUOTIENTS, VALUES, Asked
from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING
from calcdl.render import forms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    Format = Literal["table", "plain", "json", "csv", "latex"]

__all__ = [
    "SHORT",
    "chosen_format",
    "detail",
    "named_format",
    "require_form",
    "source",
]


_DETAIL = {"table": EVERYTHING, "json": QUOTIENTS, "plain": VALUES}


def detail(form: Format) -> int:
    """Return how much of an answer a format shows; where nothing is said, values and formulas."""
    return _DETAIL.get(form, FORMULAS)


SHORT = tuple([form for form in forms.FORMS if form != "table"])  # each a flag by itself as well

_ENDINGS: dict[str, Format] = {
    ".txt": "plain", ".json": "json", ".jsonl": "json", ".csv": "csv", ".tex": "latex",
}  # fmt: skip


def named_format(params: Mapping[str, Any]) -> Format | None:
    """Return the format that flags name, --json or --format json; raises UsageError for several."""
    named: dict[Any, str] = {name: f"--{name}" for name in SHORT if params.get(name)}
    form = params.get("format")
    if form is not None:
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
    ending = splitext(output or "")[1].lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    return usual or ("table" if sys.stdout.isatty() else "plain")


_OF_ONE_VALUE = ("table", "plain", "json")
_NAMES = {"code": "code", "point": "a verdict", "check": "a verdict", "numeric": "a laboratory"}
_NAME_OF_ARRAYS = "a derivative by vectors and matrices"


def require_form(asked: Asked, form: Format) -> None:
    """Raise UsageError where what is asked for does not come in a format."""
    what = _NAMES.get(asked.question, _NAME_OF_ARRAYS if asked.shapes else "")
    forms.require_form(noun(asked), form, what)
    if asked.plot and form != "table":
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
