"""Errors and notes as text, with the place marked, as stderr shows them best."""

from __future__ import annotations

import os
import sys

from calcdl.errors import CalcdlError
from calcdl.lean import TYPE_CHECKING
from calcdl.syntax.escapes import visible

if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["Message", "Speaker", "cells", "complaint", "describe", "say"]

Message = str | CalcdlError

_WHO = "calcdl:"
_RED, _MAGENTA, _PLAIN = "\x1b[1;31m", "\x1b[1;35m", "\x1b[0m"  # seen on white and on black
_USUAL, _LEAST = 80, 20  # columns of a terminal that does not tell, and that we believe in
_WIDE = 100  # columns of a line that is quoted where there is no terminal
_NARROW = 40  # columns, below which no further lines of a message are indented far


def say(message: Message) -> None:
    """Print a sentence, or an error, on stderr."""
    print(describe(message), file=sys.stderr)


class Speaker:
    """Prints messages on stderr, each once."""

    def __init__(self) -> None:
        self.said: set[str] = set()

    def __call__(self, message: Message) -> None:
        text = describe(message)
        if text not in self.said:
            self.said.add(text)
            print(text, file=sys.stderr)


def complaint(text: str) -> str:
    """Return a sentence that says what went wrong."""
    return _sentence(text, _RED)


def describe(message: Message, about: str = "") -> str:
    """Return a sentence ``about`` something, or that of an error with the place in the text marked.

    calcdl: line 3: I expected an operand after '*'
      (x + 1)*  / 2
              ^
    """
    if isinstance(message, str):
        return _sentence(about + message, _MAGENTA)
    lines = [complaint(about + message.message_in_shell)]
    if message.source and message.source.strip() and message.span is not None:
        line, place = mark(message.source, *message.span, (_columns(sys.stderr) or _WIDE + 2) - 2)
        lines += [line, f"{_RED}{place}{_PLAIN}" if _has_colours(sys.stderr) else place]
    return "\n".join(lines)


def _sentence(text: str, colour: str) -> str:
    """Return a message as one line, whatever it quotes, or on a terminal wrapped at words."""
    line = f"{_WHO} {visible(text)}".replace("\n", "\\n")
    width = _columns(sys.stderr)
    if width is not None:
        line = "\n".join(_wrapped(line, width))
    return f"{colour}{_WHO}{_PLAIN}{line[len(_WHO) :]}" if _has_colours(sys.stderr) else line


def _wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a message; a word that is longer than a line stays whole."""
    indent = " " * (len(_WHO) + 1 if width >= _NARROW else 2)
    first, *words = text.split(" ")
    lines = [first]
    for word in words:
        if cells(lines[-1]) + 1 + cells(word) > width and lines[-1] != _WHO:
            lines.append(f"{indent}{word}")
        else:
            lines[-1] += f" {word}"
    return lines


def mark(source: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return the line of the text in which a place is, and a line that points to it.

    Of a line that is longer than ``width`` columns there is only what is around the place.
    """
    begin = source.rfind("\n", 0, start) + 1
    finish = source.find("\n", start)
    line = source[begin : len(source) if finish < 0 else finish]
    start, end = start - begin, min(end - begin, len(line))
    cut, stop = _window(line, start, width)
    line, start, end = line[cut:stop], start - cut, min(end, stop) - cut
    before, marked, after = (visible(part) for part in (line[:start], line[start:end], line[end:]))
    blank = "".join("\t" if character == "\t" else " " * cells(character) for character in before)
    gap = " " * max(0, start - len(line))  # where a place is behind the end of the line
    return f"  {before}{marked}{after}", f"  {blank}{gap}{'^' * max(1, cells(marked))}"


def _window(line: str, start: int, width: int) -> tuple[int, int]:
    """Return from where to where a line is shown, so that a place in it can be seen."""
    if cells(line) <= width:
        return 0, len(line)
    first = max(0, start - width // 2)
    stop, room = first, width
    while stop < len(line) and (room := room - cells(line[stop])) >= 0:
        stop += 1
    return first, stop


# What stderr is printed on


def _columns(stream: TextIO) -> int | None:
    """Return how many characters fit into a line of a terminal, None for what is none."""
    if not stream.isatty():
        return None
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return max(int(given), _LEAST)
    try:
        return max(os.get_terminal_size(stream.fileno()).columns or _USUAL, _LEAST)
    except OSError:
        return _USUAL


def _has_colours(stream: TextIO) -> bool:
    """Say whether colours are wanted: on a terminal that has them, if nobody says otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    return stream.isatty() and os.environ.get("TERM", "dumb") not in ("dumb", "unknown")


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> cells("x²"), cells("日x"), cells("x\\u0302")
    (2, 3, 1)
    """
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum([0 if combining(c) else 2 if east_asian_width(c) in ("W", "F") else 1 for c in text])
