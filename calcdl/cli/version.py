"""The version, which needs nothing to be loaded."""

from __future__ import annotations

from calcdl import __version__

__all__ = ["print_version"]


def print_version() -> int:
    """Print the version, and return the exit status."""
    print(f"calcdl {__version__}")
    return 0
