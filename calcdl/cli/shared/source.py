"""Files of definitions and of data."""

from __future__ import annotations

import sys

from calcdl.errors import UsageError

__all__ = ["FILES", "data_text", "file_text"]

_LARGEST_FILE = 1 << 26  # characters

FILES: dict[str, str] = {}  # what has been read: a pipe can be read once, by one process


def file_text(file: str) -> str:
    """Return the text of a file, which is read once; raises UsageError."""
    if file not in FILES:
        try:
            with open(file, encoding="utf-8-sig") as stream:
                text = stream.read(_LARGEST_FILE + 1)
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(file, error) from None
        FILES[file] = _limited(text, file)
    return FILES[file]


def data_text(file: str) -> str:
    """Return the text of a file, "-" being stdin; raises UsageError."""
    if file != "-":
        return file_text(file)
    try:
        text = sys.stdin.buffer.read(_LARGEST_FILE + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable("stdin", error) from None
    return _limited(text, "stdin")


def _unreadable(file: str, error: OSError | UnicodeDecodeError) -> UsageError:
    reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
    return UsageError(f"I cannot read {file}: {reason}")


def _limited(text: str, file: str) -> str:
    if len(text) > _LARGEST_FILE:
        raise UsageError(f"{file} has more than {_LARGEST_FILE} characters: give a smaller one")
    return text
