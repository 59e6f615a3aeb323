"""What is said of a word of the language of arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Argument", "Word"]


class Argument(NamedTuple):
    """A name that a word's argument has; a ``default`` of None: it has to be given."""

    name: str
    is_array: bool
    takes_several: bool
    default: str | None


class Word(NamedTuple):
    """A name that is called: what it takes, and what it means.

    ``takes`` are the names of its arguments, those that may be left out with a default behind "=",
    those behind an odd number of ``|`` being no arrays: "x|axis=None keepdims=False". One with a
    star takes a list, or all that follow.
    """

    name: str
    takes: str
    meaning: str | Callable[..., int]
    says: str
    aliases: tuple[str, ...] = ()

    def arguments(self) -> list[Argument]:
        """Return what the word takes."""
        result = []
        for k, part in enumerate(self.takes.split("|")):
            for text in part.split():
                name, equals, default = text.partition("=")
                several = name.startswith("*")
                result.append(
                    Argument(name.lstrip("*"), k % 2 == 0, several, default if equals else None)
                )
        return result

    @property
    def call(self) -> str:
        """How it is called."""
        return f"{self.name}({', '.join(self.takes.replace('|', ' ').split())})"

    @property
    def definition(self) -> str | None:
        """The word in other words, None where it is made of no text."""
        return self.meaning if isinstance(self.meaning, str) else None
