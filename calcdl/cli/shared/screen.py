"""What drawings are printed on: how large, of which characters, and whether in colour."""

from __future__ import annotations

import os
import sys
from shutil import get_terminal_size

from calcdl.render.picture.terminal import Screen

__all__ = ["small_screen", "whole_screen"]

_IN_A_PIPE = (80, 24)
_ROWS_OF_PROMPT = 1
_NARROWEST, _TALLEST = 20, 60
_SMALL = (72, 14)  # columns and rows of a drawing that stands below a table
_CHARACTERS = "⣿○●◆•×┊─π"


def whole_screen(marks: str | None) -> Screen:
    """Return what a picture is drawn on: the terminal, or as much as fits on most."""
    if sys.stdout.isatty():
        size = get_terminal_size()
        columns = max(size.columns, _NARROWEST)
        rows = min(size.lines - _ROWS_OF_PROMPT, columns // 2, _TALLEST)
    else:
        columns, rows = _IN_A_PIPE
    return Screen(columns, rows, marks or _marks_of_encoding(), _is_coloured())


def small_screen() -> Screen:
    """Return what a drawing below a table is drawn on, at the most as wide as the table."""
    columns, rows = _SMALL
    columns = min(max(get_terminal_size(_IN_A_PIPE).columns, _NARROWEST), columns)
    return Screen(columns, rows, _marks_of_encoding(), _is_coloured())


def _marks_of_encoding() -> str:
    """Return the finest marks that stdout can print."""
    try:
        _CHARACTERS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "ascii"
    return "braille"


def _is_coloured() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
