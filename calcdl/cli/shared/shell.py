"""What a shell has made of a text before calcdl sees it, where that can be known."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Sequence
from shlex import quote
from typing import TextIO

from calcdl.calculus.question import Asked
from calcdl.errors import CalcdlError, ExpressionError, UsageError

__all__ = ["likely_taken", "require_no_file_names"]


def require_no_file_names(command: str, operands: Sequence[str]) -> None:
    """Raise UsageError where names of files stand among operands, put there for a *."""
    names = {name for name in os.listdir() if not name.startswith(".")}
    places = [k for k, word in enumerate(operands) if word in names]
    if not places or len(places) < min(2, len(names)):
        return
    words = [word for k, word in enumerate(operands) if k not in places[1:]]
    words[words.index(operands[places[0]])] = "*"
    raise UsageError(
        f"the shell has put names of files for a *, such as {operands[places[0]]}: quote the"
        f" expression, as in calcdl {command} {quote(' '.join(words))}"
    )


_COMMANDS = re.compile(
    r"(?<![\w\\])[dt]?(frac|sqrt|sin|cos|tan|ln|log|exp|cdot|left|mathrm)\s*[{(\[]"
)


def likely_taken(error: CalcdlError, asked: Asked) -> str | None:
    """Return what a shell is likely to have done to a question that cannot be read."""
    if not asked.texts and asked.definitions is None and _has_lines(sys.stdin):
        return f"stdin is read where - stands for EXPR: calcdl {asked.question} -"
    if not isinstance(error, ExpressionError):
        return None
    for text in [text for text in asked.texts if isinstance(text, str)]:
        if text.endswith("$") and text.count("$") % 2:
            return "the shell may have taken a $ and the name behind it: put the text in '…'"
        if "{" in text and "\\" not in text and _COMMANDS.search(text):
            return "the shell may have taken the backslashes: put the text in '…'"
        if os.path.isfile(text):
            return f"{text} is a file: --file {quote(text)} reads it"
    return None


def _has_lines(stdin: TextIO | None) -> bool:
    """Say whether something was put into stdin: a pipe or a file."""
    try:
        mode = os.fstat(stdin.fileno()).st_mode if stdin is not None else 0
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)
