"""Files of definitions."""

from __future__ import annotations

from calcdl.errors import UsageError

__all__ = ["FILES", "file_text"]

_LARGEST_FILE = 1 << 26  # characters

FILES: dict[str, str] = {}  # what has been read: a pipe can be read once, by one process


def file_text(file: str) -> str:
    """Return the text of a file, which is read once; raises UsageError."""
    if file not in FILES:
        try:
            with open(file, encoding="utf-8-sig") as stream:
                text = stream.read(_LARGEST_FILE + 1)
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise UsageError(f"I cannot read {file}: {reason}") from None
        if len(text) > _LARGEST_FILE:
            raise UsageError(f"{file} has more than {_LARGEST_FILE} characters: give a smaller one")
        FILES[file] = text
    return FILES[file]
