"""Answers in a file, which is there as a whole at the end or as it was before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from errno import EACCES
from pathlib import Path

from calcdl.errors import UsageError

__all__ = ["output_to", "require_text"]

_NOT_TEXT = frozenset((".png", ".pdf", ".jpg", ".jpeg", ".gif", ".svg", ".xlsx", ".npy", ".npz"))


def require_text(
    name: str, answer: str = "the answer is text", endings: str = ".txt, .csv, .json or .tex"
) -> None:
    """Raise UsageError where a file is called like one that is no text; it says what there is."""
    ending = Path(name).suffix.lower()
    if ending in _NOT_TEXT:
        raise UsageError(f"{answer}, no {ending[1:].upper()} file: choose {endings}")


@contextmanager
def output_to(name: str) -> Iterator[None]:
    """Let what is printed go to a file; raises UsageError where it cannot be written.

    It is written beside its place and moved there at the end, so that nobody ever reads half of
    it; a question that is not answered leaves what was there. A device or a pipe is written to
    directly.
    """
    target = Path(os.path.realpath(name))
    special = target.exists() and not target.is_file()
    beside = target if special else target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if target.is_file() and not os.access(target, os.W_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
        with beside.open("w", encoding="utf-8") as stream, redirect_stdout(stream):
            yield
        if not special:
            _move(beside, target)
    except OSError as error:
        raise UsageError(f"I cannot write {name}: {error.strerror or error}") from None
    finally:
        if not special:
            beside.unlink(missing_ok=True)


def _move(beside: Path, target: Path) -> None:
    """Put a file in the place of another, which keeps its permissions."""
    if target.exists():
        beside.chmod(target.stat().st_mode & 0o7777)
    beside.replace(target)
