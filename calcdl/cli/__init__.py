"""The command line: flags, standard streams, exit statuses. No mathematics."""

from calcdl.cli.app import main

__all__ = ["main"]
