"""Exceptions that nobody expected: one sentence and a status of their own, never a traceback."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import PurePath

from calcdl.errors import CalcdlError, InternalError

__all__ = ["is_expected", "own_error"]

_LONGEST_QUOTE = 300  # characters of a command line or a line, in a message


def is_expected(problem: Exception) -> bool:
    """Say whether an exception is handled by whoever runs a command: an answer, in effect.

    That is an error of the question, a wrong flag, or a stream that takes no more.
    """
    return isinstance(problem, (CalcdlError, OSError)) or hasattr(problem, "format_message")


def own_error(
    problem: BaseException, command: str, arguments: Sequence[str], line: str | None = None
) -> InternalError:
    """Return what to say of an exception that nobody expected, with what to report.

    The traceback goes to stderr before it, but only with CALCDL_DEBUG=1 in the environment.
    """
    if os.environ.get("CALCDL_DEBUG") == "1":
        import traceback

        traceback.print_exception(problem, file=sys.stderr)
    asked = _cut(shlex.join(["calcdl", *filter(None, [command]), *arguments]))
    if line is not None:
        asked = f"{asked} with the line {_cut(shlex.quote(line))}"
    return InternalError(f"calcdl has an error here: please report {asked} ({_place(problem)})")


def _place(problem: BaseException) -> str:
    """Return what happened and where, as in "KeyError in layout.py, line 92"."""
    kind, frame = type(problem).__name__, problem.__traceback__
    if frame is None:
        return kind
    while frame.tb_next is not None:
        frame = frame.tb_next
    return f"{kind} in {PurePath(frame.tb_frame.f_code.co_filename).name}, line {frame.tb_lineno}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
