"""How a command line ends: its exit status, whatever happens on the way."""

from __future__ import annotations

import os
import sys

from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

__all__ = ["lacks_characters", "status_of"]


def status_of(work: Callable[[], int], args: list[str]) -> int:
    """Do what a command line asks, and return the exit status."""
    if sys.stderr is None:  # it is closed, and what nobody hears must not go to stdout
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (to the end)
    try:
        if sys.stdout is None:
            raise OSError("stdout is closed")
        status = work()
        sys.stdout.flush()
        return status
    except BaseException as problem:
        from calcdl.cli.failure import status_after

        return status_after(problem, args)


def lacks_characters(stream: TextIO) -> bool:
    """Say whether a stream cannot write all characters: it has an encoding, which is no Unicode."""
    return (stream.encoding or "utf-8").lower() not in ("utf-8", "utf8")
