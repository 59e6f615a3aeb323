"""A result as text: for each format what it is written from, and the one writer over that."""

from __future__ import annotations

import sys
from importlib import import_module

from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING, NamedTuple, cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, Any

__all__ = ["FORMS", "lacks", "require_form", "source", "write_result"]


class Form(NamedTuple):
    """How a format comes about; both are functions of files below calcdl.render.

    ``source`` gives what is to be written of a result, ``{}`` being the question's noun, and
    ``writer`` writes that to a file. A question without such a source has no such form.
    """

    source: str
    writer: str


FORMS = {
    "table": Form("table.{}.table", "table.writing.write_table"),
    "plain": Form("{}.rows", "rows.write_plain"),
    "json": Form("{}.record", "record.write_json"),
    "csv": Form("{}.columns", "rows.write_csv"),
    "latex": Form("latex.answers.{}", "rows.write_lines"),
}


def lacks(question: str, form: str) -> bool:
    """Say whether the results of a question do not come in a format."""
    return _function(FORMS[form].source.format(question)) is None


def require_form(question: str, form: str, what: str) -> None:
    """Raise UsageError where ``what``, as in "a verdict", does not come in a format."""
    if lacks(question, form):
        *others, last = [name for name in FORMS if not lacks(question, name)]
        raise UsageError(f"{what} has no {form} form: choose {', '.join(others)} or {last}")


def source(result: Any, question: str, form: str, *options: Any) -> Any:
    """Return what a form of a result is written from: rows, a record, lines, or a table's parts.

    ``options`` are what the source takes beside the result: a table, how formulas are spelled.
    """
    make = _function(FORMS[form].source.format(question))
    assert make is not None
    return make(result, *options)


def write_result(
    result: Any, question: str, form: str, file: IO[str] | None = None, *options: Any
) -> None:
    """Write a result to a file, or to stdout."""
    write = _function(FORMS[form].writer)
    assert write is not None
    write(source(result, question, form, *options), file or sys.stdout)


@cache
def _function(place: str) -> Callable[..., Any] | None:
    """Return a function by its place below calcdl.render, None where there is none.

    It is imported when it is used.
    """
    module, _, name = place.rpartition(".")
    try:
        return getattr(import_module(f"calcdl.render.{module}"), name, None)
    except ModuleNotFoundError as missing:
        if missing.name != f"calcdl.render.{module}":
            raise
        return None
