"""Answers, with what there is to say of a question and its result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from calcdl.calculus.answer import answer
from calcdl.calculus.question import Asked
from calcdl.cli.shared.messages import Message
from calcdl.results.graph import OperationCounts

__all__ = ["answered"]


def answered(asked: Asked, tell: Callable[[Message], None]) -> Any:
    """Return the answer to a question, and tell what may be a slip in it. Raises CalcdlError."""
    result = answer(asked)
    for name in asked.absent():
        tell(f"nothing here depends on {name}")
    if isinstance(result, OperationCounts):
        tell(
            f"the graph is too large to draw as text: it has {result.total} operations, and the"
            f" limit is {result.limit}; here is how often each occurs"
        )
    return result
