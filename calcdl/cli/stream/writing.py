"""The answers of a stream, written as they are known."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, Any

from calcdl.cli.shared.messages import say
from calcdl.cli.stream.asker import Answer
from calcdl.errors import UsageError
from calcdl.syntax.escapes import visible

if TYPE_CHECKING:
    from calcdl.cli.shared.output import Format

__all__ = ["announce", "write_answers"]


def announce(what: str) -> None:
    """Say what calcdl waits for, if it waits for a person; raises UsageError without a stdin."""
    if sys.stdin is None:
        raise UsageError(f"there is no stdin to read {what} from")
    if sys.stdin.isatty():
        say(f"reading {what} from the terminal, one a line; end with Ctrl-D")


def write_answers(answers: Iterable[Answer], form: Format | None = None) -> int:
    """Write records as they are known, and at the end how many lines failed: status 1 if any.

    Records of CSV have each a heading, which is written only when it changes.
    """
    asked = failed = 0
    negative = False
    heading, waiting = "", ""
    progress = _Progress()
    quotes = form != "table" and sys.stdout.isatty()  # what was typed, and no colours
    for answer in answers:
        asked += answer.lines
        failed += answer.status > 1
        negative = negative or answer.status == 1
        record = answer.record
        if answer.heading and answer.heading != heading:
            heading = answer.heading
            record, waiting = f"{heading}{waiting}{record}", ""
        elif form == "csv" and not heading:  # the heading is to come first
            record, waiting = "", waiting + record
        sys.stdout.write(visible(record) if quotes else record)
        sys.stdout.flush()
        if answer.messages:
            progress.pause()
            sys.stderr.write(answer.messages)
            sys.stderr.flush()
        progress.advance(answer.size, answer.lines)
    progress.end()
    sys.stdout.write(waiting)
    if failed:
        say(f"{failed} of {asked} lines failed")
    return 1 if failed or negative else 0


class _Progress:
    """A progress bar on a terminal, once a stream has taken longer than a second."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.count = self.size = 0
        self.start = monotonic()
        dumb = os.environ.get("TERM") == "dumb"
        self.wanted = sys.stderr.isatty() and not sys.stdout.isatty() and not dumb

    def advance(self, size: int, count: int) -> None:
        """Count lines and bytes."""
        if not self.wanted:
            return
        self.count += count
        self.size += size
        if self.bar is None:
            if monotonic() - self.start < 1:
                return
            from calcdl.render.table.progress import Bar

            self.bar = Bar(_size_of_input())
        self.bar.show(self.count, self.size)

    def pause(self) -> None:
        """Take the bar away, so that a message can stand in its place."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None

    end = pause


def _size_of_input() -> int | None:
    """Return how many bytes stdin has, if it is a file."""

    try:
        stdin = os.fstat(sys.stdin.fileno())
    except (OSError, ValueError):
        return None
    return stdin.st_size if stat.S_ISREG(stdin.st_mode) else None
