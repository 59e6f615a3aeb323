"""Errors and notes as text, with the place marked."""

import sys

from calcdl.errors import CalcdlError
from calcdl.syntax.escapes import visible

__all__ = ["Message", "describe", "say", "sentence"]

Message = str | CalcdlError


def say(message: Message) -> None:
    """Print a sentence, or an error, on stderr."""
    print(describe(message), file=sys.stderr)


def sentence(text: str) -> str:
    """Return a message as one line, whatever it quotes."""
    return "calcdl: " + visible(text).replace("\n", "\\n")


def describe(message: Message, about: str = "") -> str:
    """Return a sentence ``about`` something, or that of an error with the place in the text marked.

    calcdl: line 3: I expected an operand after '*'
      (x + 1)*  / 2
              ^
    """
    if isinstance(message, str):
        return sentence(about + message)
    lines = [sentence(about + message.message_in_shell)]
    if message.source and message.source.strip() and message.span is not None:
        lines += mark(message.source, *message.span)
    return "\n".join(lines)


def mark(source: str, start: int, end: int, width: int = 100) -> list[str]:
    """Return the line of the text in which a place is, and a line that points to it."""
    begin = source.rfind("\n", 0, start) + 1
    finish = source.find("\n", start)
    line = source[begin : len(source) if finish < 0 else finish]
    start, end = start - begin, min(end - begin, len(line))
    if len(line) > width:
        cut = max(0, start - width // 2)
        line = line[cut : cut + width]
        start, end = start - cut, min(end - cut, len(line))
    before, marked, after = (visible(part) for part in (line[:start], line[start:end], line[end:]))
    blank = "".join("\t" if character == "\t" else " " for character in before)
    gap = " " * max(0, start - len(line))  # where a place is behind the end of the line
    return [f"  {before}{marked}{after}", f"  {blank}{gap}{'^' * max(1, len(marked))}"]
