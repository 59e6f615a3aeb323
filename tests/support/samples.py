"""The samples of the rows of the table: a number where there is one argument, else a tuple."""

from __future__ import annotations

from typing import Any

__all__ = ["arguments_of"]


def arguments_of(sample: Any) -> tuple[Any, ...]:
    """Return the arguments that a sample is."""
    return sample if isinstance(sample, tuple) else (sample,)
