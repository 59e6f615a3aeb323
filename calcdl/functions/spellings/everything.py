"""The table itself: for programs that read the functions by their names in it."""

from __future__ import annotations

from calcdl.functions import FUNCTIONS

__all__ = ["CALLS"]

CALLS = {name: name for name in FUNCTIONS}
