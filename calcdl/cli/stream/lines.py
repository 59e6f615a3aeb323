"""Lines as they arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from calcdl.errors import UsageError

__all__ = ["Lines", "Overlong", "arriving_lines", "decoded", "numbered"]

Lines = list[tuple[int, bytes]]  # with their numbers

_BLOCK = 1 << 18  # bytes
_LONGEST_LINE = 1 << 26  # bytes
_SHOWN = 60  # bytes of a longer one
_BOM = b"\xef\xbb\xbf"


class Overlong(bytes):
    """The beginning of a line that is too long to be read."""


def arriving_lines(stream: Any) -> Iterator[list[bytes]]:
    """Yield the lines that have arrived, without their ends, and never wait for more than one.

    A line ends with a newline, a carriage return or both; of one that is too long the beginning
    comes, as Overlong. They are read below Python's buffer, whose lock a thread that waits for a
    line would hold while Python ends.
    """
    pieces: list[bytes] = []
    size = 0
    for block in _blocks(getattr(stream, "raw", stream).read):
        head, newline, tail = block.partition(b"\n")
        if size <= _LONGEST_LINE:
            pieces.append(head)
            size += len(head)
        if newline:
            *lines, rest = tail.split(b"\n")
            yield [_joined(pieces), *lines]
            pieces, size = [rest], len(rest)
    last = _joined(pieces)
    if last:
        yield [last]


def _blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Yield what can be read, without a mark of its encoding, every end of a line a newline."""
    start, returned = True, False
    while block := _block(read):
        if start:
            start, block = False, block.removeprefix(_BOM)
        if returned:  # the end of the line before
            block = block.removeprefix(b"\n")
            returned = False
        if b"\r" in block:
            returned = block.endswith(b"\r")
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield block


def _block(read: Callable[[int], bytes]) -> bytes:
    try:
        return read(_BLOCK)
    except OSError as error:  # a directory, say
        raise UsageError(f"I cannot read stdin: {error.strerror or error}") from None


def _joined(pieces: list[bytes]) -> bytes:
    line = b"".join(pieces)
    return line if len(line) <= _LONGEST_LINE else Overlong(line[:_SHOWN] + "…".encode())


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
    if isinstance(line, Overlong):
        raise UsageError(f"the line has more than {_LONGEST_LINE} bytes: give a shorter one")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"byte {error.start + 1} of the line is not UTF-8 text") from None
