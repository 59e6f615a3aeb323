"""The command line: flags, standard streams, exit statuses. No mathematics."""

from __future__ import annotations

import gc
import os
import sys

from calcdl.cli.ending import status_of
from calcdl.cli.interrupts import end_at_once

__all__ = ["main", "run"]

# New objects between two searches for garbage: what a start makes all stays, and to look through it
# as often as is usual takes a twentieth of the whole time.
_SELDOM = 50_000


def main(args: list[str] | None = None) -> None:
    """Run calcdl and end the process with its exit status (see the README)."""
    gc.set_threshold(_SELDOM)
    end_at_once()
    try:
        status = run(sys.argv[1:] if args is None else args)
    except KeyboardInterrupt:
        status = 130
    except Exception as problem:  # calcdl itself could not be loaded: nothing else may be needed
        if os.environ.get("CALCDL_DEBUG") == "1":
            raise
        print(f"calcdl: calcdl has an error here: {problem!r}", file=sys.stderr)
        status = 70
    end_at_once()
    _end(status)


def _end(status: int) -> None:
    """End the process, without taking apart what it has loaded, if nothing waits for its end."""
    if not sys.modules.keys() & {"atexit", "threading"}:
        try:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
        except (AttributeError, OSError, ValueError):  # closed, or full: Python says what it says
            sys.exit(status)
        os._exit(status)
    sys.exit(status)


def run(args: list[str]) -> int:
    """Answer a command line and return its exit status: without Typer, if it is a plain one.

    What is imported for that waits here, for Ctrl-C while it loads, and because the version needs
    nothing of it.
    """
    if args in (["--version"], ["-V"]):
        from calcdl.cli.version import print_version

        return status_of(print_version, args)
    status = None
    if args and not args[0].startswith("-"):
        from calcdl.cli.quick import answered

        status = answered(args)
    if status is None:
        from calcdl.cli.app import run as run_by_typer

        status = run_by_typer(args)
    return status
