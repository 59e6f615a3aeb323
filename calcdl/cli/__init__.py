"""The command line: flags, standard streams, exit statuses. No mathematics."""

import os
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
    except Exception as problem:  # calcdl itself could not be loaded: nothing else may be needed
        if os.environ.get("CALCDL_DEBUG") == "1":
            raise
        print(f"calcdl: calcdl has an error here: {problem!r}", file=sys.stderr)
        status = 70
    end_at_once()
    sys.exit(status)
