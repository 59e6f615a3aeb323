"""The words of a command line, sorted into flags and operands as Click does not sort them."""

from __future__ import annotations

from os.path import isfile

from calcdl.functions import lookup
from calcdl.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["ODD", "Sorted", "is_part", "may_be_file", "sort_words"]

ODD = "–—“”„‘’'\"«`"  # with which no expression begins: dashes and quotes of a page


class Sorted(NamedTuple):
    """The flags of a command line with their values, and the other words: its operands.

    ``behind`` has, for an operand that stands right behind a flag's value or behind another such
    operand, that flag. ``unknown`` are words that can only be flags, and are none of the command's.
    """

    flags: list[str]
    operands: list[str]
    behind: dict[int, str]
    unknown: list[str]
    is_complete: bool = True  # the last flag has its value

    @property
    def words(self) -> list[str]:
        """The command line as Click takes it, also where an operand begins with a minus."""
        flags = self.flags if self.is_complete else self.flags[:-1]  # which a shell completes
        return [*self.unknown, *flags, "--", *self.operands]

    def pairs(self, takes_value: Mapping[str, bool]) -> Iterator[tuple[str, str | None]]:
        """Yield each flag with its value, None where there is none."""
        waiting = iter(self.flags)
        for word in waiting:
            if word in takes_value:
                yield word, next(waiting, None) if takes_value[word] else None
            else:
                flag, _, value = word.partition("=")
                yield flag, value

    @property
    def asks_for_help(self) -> bool:
        """Whether help is asked for, which is no moment to find fault."""
        return "--help" in self.flags or "-h" in self.flags


def sort_words(
    words: Sequence[str], takes_value: Mapping[str, bool], usual: Mapping[str, str]
) -> Sorted:
    """Return the words of a command line sorted; what comes behind -- are operands.

    ``takes_value`` has the command's flags, and ``usual`` what some say that stand without a value.
    """
    flags: list[str] = []
    operands: list[str] = []
    behind: dict[int, str] = {}
    unknown: list[str] = []
    last = ""  # the flag whose value comes before the word
    waiting = iter(words)
    for word in waiting:
        name = word.partition("=")[0]
        if word == "--":
            operands += waiting
        elif word in usual and word in takes_value:
            flags.append(f"{word}={usual[word]}")
            last = ""
        elif takes_value.get(word):
            value = next(waiting, None)
            if value is None or (value in takes_value and value.startswith("--")):
                return Sorted([*flags, word], operands, behind, unknown, is_complete=False)
            flags += (word, value)
            last = word
        elif word in takes_value or (name in takes_value and name.startswith("--")):
            flags.append(word)
            last = name if takes_value[name] else ""
        elif _looks_like_flag(word):
            unknown.append(word)
        else:
            if last:
                behind[len(operands)] = last
            operands.append(word)
    return Sorted(flags, operands, behind, unknown)


def _looks_like_flag(word: str) -> bool:
    """Say whether a word can only be a flag: two dashes and a word, maybe with a value."""
    name = word[2:].partition("=")[0].replace("-", "")
    return word.startswith("--") and len(name) > 1 and name.isalpha() and name.isascii()


def is_part(word: str) -> bool:
    """Say whether a word is no expression but a part of one: an operator, or a function's name."""
    return word in ("+", "-", "*", "/", "^", "**") or lookup(word) is not None


def may_be_file(point: str) -> bool:
    """Say whether a point is rather the name of a file: @pts, pts.csv."""
    if "=@" in point:  # an array that a variable is
        return False
    stem, dot, ending = point.rpartition(".")
    return point.startswith("@") or bool(
        stem and dot and ending.isalpha() and (ending.lower() in _OF_POINTS or isfile(point))
    )


_OF_POINTS = frozenset(("csv", "tsv", "txt", "dat", "json", "jsonl"))
