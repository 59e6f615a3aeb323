"""Lines as they arrive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from calcdl.errors import UsageError

__all__ = ["Lines", "arriving_lines", "decoded", "numbered"]

Lines = list[tuple[int, bytes]]  # with their numbers

_BLOCK = 1 << 18  # bytes
_LONGEST_LINE = 1 << 26  # bytes
_BOM = b"\xef\xbb\xbf"


def arriving_lines(stream: Any) -> Iterator[list[bytes]]:
    """Yield the lines that have arrived, without their ends, and never wait for more than one.

    They are read below Python's buffer, whose lock a thread that waits for a line would hold while
    Python ends. Raises UsageError for a line that is too long to be one.
    """
    read = getattr(stream, "raw", stream).read
    pieces: list[bytes] = []
    size, start = 0, True
    while block := read(_BLOCK):
        if start:
            start, block = False, block.removeprefix(_BOM)
        if b"\n" not in block:
            pieces.append(block)
            size += len(block)
            if size > _LONGEST_LINE:
                raise UsageError(f"a line has more than {_LONGEST_LINE} bytes")
            continue
        *lines, rest = b"".join([*pieces, block]).split(b"\n")
        pieces, size = [rest], len(rest)
        yield lines
    last = b"".join(pieces)
    if last:
        yield [last]


def numbered(chunks: Iterable[list[bytes]]) -> Iterator[Lines]:
    """Yield lines that ask something with their numbers: not blank ones, and no comments."""
    number = 0
    for chunk in chunks:
        asked = []
        for line in chunk:
            number += 1
            stripped = line.strip()
            if stripped and not stripped.startswith(b"#"):
                asked.append((number, line))
        if asked:
            yield asked


def decoded(line: bytes) -> str:
    """Return a line as text; raises UsageError."""
    try:
        return line.decode("utf-8").removesuffix("\r")
    except UnicodeDecodeError as error:
        raise UsageError(f"byte {error.start + 1} of the line is not UTF-8 text") from None
