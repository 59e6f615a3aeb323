"""Errors as text, with the place marked."""

from calcdl.errors import CalcdlError

__all__ = ["describe"]


def describe(error: CalcdlError) -> str:
    """Return the message of an error, with the place in the text marked.

    calcdl: I expected an operand after '*'
      (x + 1)*  / 2
              ^
    """
    lines = [f"calcdl: {error.message}"]
    if error.source and error.source.strip() and error.span is not None:
        lines += mark(error.source, *error.span)
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
    pointer = "^" * max(1, end - start)
    blank = "".join("\t" if character == "\t" else " " for character in line[:start])
    return [f"  {line}", f"  {blank.ljust(start)}{pointer}"]
