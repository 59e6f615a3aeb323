"""C++17, with <cmath>."""

from __future__ import annotations

from calcdl.functions.spellings import c

__all__ = ["CALLS"]

CALLS = {name: f"std::{call}" for name, call in c.CALLS.items()}
