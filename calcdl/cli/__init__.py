"""The command line: flags, standard streams, exit statuses. No mathematics."""

import sys

from calcdl.cli.interrupts import end_at_once

__all__ = ["main"]


def main(args: list[str] | None = None) -> None:
    """Run calcdl and end the process with its exit status (see the README)."""
    end_at_once()
    try:
        from calcdl.cli.app import run  # here, for Ctrl-C while it loads

        status = run(args)
    except KeyboardInterrupt:
        status = 130
    end_at_once()
    sys.exit(status)
