"""What calcdl knows of functions: a room a question, and the ground that they share.

The door of each room is answer.py: answer(asked) gives a result.
"""

from __future__ import annotations

from importlib import import_module

from calcdl.errors import UsageError, Wording, parameter
from calcdl.lean import cache

TYPE_CHECKING = False  # typing's own would have to be imported first
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from calcdl.calculus.question import Asked

__all__ = ["NOUNS", "NOUNS_OF_ARRAYS", "answer", "noun"]

# By what noun a question is called, on every floor: its room here, its result, its forms.
NOUNS = {
    "deriv": "derivative",
    "eval": "evaluation",
    "chain": "chain",
    "partial": "partials",
    "gradient": "partials",
    "jacobian": "partials",
    "hessian": "partials",
    "point": "point",
    "check": "check",
    "graph": "graph",
    "numeric": "numeric",
    "simplify": "simplification",
    "plot": "curve",
    "report": "report",
    "code": "code",
}

# What it is about vectors and matrices; of the other questions calcdl has no answer for them.
NOUNS_OF_ARRAYS = {
    "gradient": "matrices",
    "jacobian": "matrices",
    "hessian": "matrices",
    "partial": "matrices",
    "deriv": "matrices",
    "chain": "backpropagation",
    "check": "claims",
    "graph": "graph",
    "eval": "arrays",
    "code": "code",
}

# What is asked of vectors and matrices in place of a question that is about numbers.
_INSTEAD = {"point": "gradient", "numeric": "gradient", "simplify": "gradient", "plot": "eval",
            "report": "chain"}  # fmt: skip


def noun(asked: Asked) -> str:
    """Return by what noun the answer to a question is called; raises UsageError.

    Arrays are read where shapes are declared; a plot of two variables is one of a surface.
    """
    if not asked.shapes:
        return "surface" if asked.is_map else NOUNS[asked.question]
    if asked.question not in NOUNS_OF_ARRAYS:
        other = _INSTEAD.get(asked.question, "gradient")
        raise UsageError(
            f"{asked.question} is about functions of numbers and takes no ",
            parameter("shape"),
            ": of vectors and matrices ask ",
            Wording(f"{other}()", f"'calcdl {other}'"),
        )
    return NOUNS_OF_ARRAYS[asked.question]


def answer(asked: Asked) -> Any:
    """Return the result of a question, by the door of its room; raises CalcdlError.

    >>> from calcdl.calculus.asking import ask
    >>> answer(ask("eval", "x**2", at="3")).points[0].value.decimal
    '9'
    """
    return _door(noun(asked))(asked)


@cache
def _door(noun: str) -> Callable[[Asked], Any]:
    """Return the door of a room, which is imported when it is used."""
    door: Callable[[Asked], Any] = import_module(f"calcdl.calculus.{noun}.answer").answer
    return door
