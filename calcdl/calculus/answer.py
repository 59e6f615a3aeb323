"""The answer to any question, by the door of its room."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from calcdl.calculus import NOUNS
from calcdl.calculus.question import Asked

__all__ = ["answer"]


def answer(asked: Asked) -> Any:
    """Return the result of a question, of the kind that is called as its room; raises CalcdlError.

    >>> from calcdl.calculus.question import ask
    >>> answer(ask("eval", "x**2", at="3")).points[0].value.decimal
    '9'
    """
    return _door(NOUNS[asked.question])(asked)


@cache
def _door(noun: str) -> Callable[[Asked], Any]:
    """Return the door of a room, which is imported when it is used."""
    door: Callable[[Asked], Any] = import_module(f"calcdl.calculus.{noun}.answer").answer
    return door
