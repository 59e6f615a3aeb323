"""Words behind the value of a flag that are further values of it: --at 1 2 3, --at x = 3."""

from __future__ import annotations

import re
from collections.abc import Sequence

from calcdl.cli.shared.arguments import Sorted
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import NAMES
from calcdl.cli.shared.messages import say
from calcdl.errors import CalcdlError
from calcdl.reading.expressions import read
from calcdl.syntax.parse import Reading

__all__ = ["are_one_point", "is_point", "reading_of", "with_values_behind"]

_JOINED = ("--wrt", "--mixed", "--along")  # flags whose values stand in one text, with commas


def with_values_behind(typed: Sorted, command: QuestionCommand) -> Sorted:
    """Return the line with operands that are further values of the flag in front of them."""
    flags = list(typed.flags)
    single = {"--wrt"} - {flag.options[0] for flag in command.flags if flag.kind == NAMES}
    taken: dict[str, list[str]] = {}
    operands: list[str] = []
    behind = [typed.behind.get(k, "") for k in range(len(typed.operands))]
    nexts = [*typed.operands[1:], ""]
    fits = list(map(_is_value, behind, typed.operands, nexts))
    for flag, word, is_value in zip(behind, typed.operands, fits, strict=True):
        if not all(fits) and flag not in single and is_value:
            taken.setdefault(flag, []).append(word)
        else:
            operands.append(word)
    for flag, words in taken.items():
        place = max(k for k, word in enumerate(flags[:-1]) if word == flag) + 1
        values = [text.rstrip(",") for text in (flags[place], *words)]
        typed_as = " ".join(values)
        if flag == "--at":
            values = _assigned(values)
        together = flag in _JOINED or (
            flag == "--at" and are_one_point(values, _variables(operands))
        )
        texts = [",".join(values)] if together else values
        said = " ".join([f"{flag} {text}" for text in texts])
        say(f"I read '{flag} {typed_as}' as '{said}'")
        flags[place - 1 : place + 1] = [part for text in texts for part in (flag, text)]
    return typed._replace(flags=flags, operands=operands)


def _is_value(flag: str, word: str, following: str) -> bool:
    """Say whether an operand can be a further value of the flag that it stands behind."""
    if flag == "--at":
        value = word.rstrip(",").lstrip("=")
        is_named = _is_name(word) and (following[:1] == "=" or is_point(following.rstrip(",")))
        return word == "=" or is_named or is_point(value)
    if flag == "--let":
        return re.match(r"[^\W\d]\w*(\([^()]*\))?\s*=(?!=)", word) is not None
    if flag in ("--wrt", "--mixed"):
        return word.isidentifier()
    return flag == "--along" and is_point(word)


def _assigned(values: Sequence[str]) -> list[str]:
    """Return values of variables that stand beside their names: x = 3, x 3 and x=3 are the same."""
    words = re.sub(r"\s*=\s*", "=", " ".join(values)).split()
    joined: list[str] = []
    for word in words:
        if joined and _is_name(joined[-1]) and "=" not in word:
            joined[-1] = f"{joined[-1]}={word}"
        else:
            joined.append(word)
    return joined if all(["=" in word for word in joined]) else list(values)


def _is_name(word: str) -> bool:
    """Say whether a word can be a variable: pi is a number."""
    return word.isidentifier() and not is_point(word)


def are_one_point(values: Sequence[str], variables: Sequence[str]) -> bool:
    """Say whether values set each another variable, or are bare and as many as the variables."""
    names = [value.partition("=")[0] for value in values if "=" in value]
    if names or len(values) < 2:
        return len(set(names)) == len(values)
    return len(variables) == len(values)


def _variables(texts: Sequence[str]) -> list[str]:
    readings = [reading_of(text) for text in texts]
    return sorted({name for reading in readings if reading for name in reading.graph.symbols()})


def is_point(word: str) -> bool:
    """Say whether a word is a number, pi/3, x=1 or a range."""
    value = word.rpartition("=")[2]
    if re.fullmatch(r"[-+\d.eE/]+(:[-+\d.eE/]+){1,2}", value):
        return True
    reading = reading_of(value)
    return reading is not None and not reading.graph.symbols()


def reading_of(text: str) -> Reading | None:
    """Return what a text says, None where it is not one."""
    try:
        return read(text)
    except CalcdlError:
        return None
