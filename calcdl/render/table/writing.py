"""Tables as they are written: what is plain at once, and anything else by Rich, once it is loaded.

Plain are lines and pairs of usual characters on a usual terminal. Whether Rich draws them cannot be
seen.
"""

from __future__ import annotations

import os

from calcdl.lean import TYPE_CHECKING
from calcdl.render.table.columns import are_narrow
from calcdl.render.table.lines import Line
from calcdl.render.table.pairs import Pairs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from rich.console import Console, RenderableType

__all__ = ["drawn", "usual_columns", "write_table"]

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "magenta": "35", "cyan": "36"}
_SAYS_HOW = ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "JPY_PARENT_PID")  # Rich obeys them
_USUAL_COLUMNS = 80


def write_table(blocks: Iterable[RenderableType], file: TextIO) -> None:
    """Write what a table is made of, below each other, each block as soon as it is there."""
    columns = usual_columns(file)
    console: Console | None = None
    for block in blocks:
        text = None if columns is None else drawn(block, columns)
        if text is not None:
            file.write(text)
            continue
        from rich.console import Console, Group

        console = console or Console(file=file)
        console.print(Group(block))  # else Rich joins texts, and forgets where they may be broken


def usual_columns(file: TextIO) -> int | None:
    """Return how wide a terminal is that has the usual colours and characters, None for others."""
    environment = os.environ
    if (
        os.name != "posix"
        or not file.isatty()
        or (file.encoding or "").lower() != "utf-8"
        or environment.get("TERM", "").lower() in ("", "dumb", "unknown")
        or any([name in environment for name in _SAYS_HOW])
    ):
        return None
    columns = environment.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) else _asked_columns()


def _asked_columns() -> int:
    """Return how wide the terminal says it is."""
    for stream in range(3):  # any of the standard streams may be none
        try:
            return os.get_terminal_size(stream).columns or _USUAL_COLUMNS
        except OSError:
            continue
    return _USUAL_COLUMNS


def drawn(block: object, columns: int) -> str | None:
    """Return what a block looks like on a terminal of so many columns, None if Rich must tell."""
    if isinstance(block, str):
        block = Line(block)
    if isinstance(block, Line):
        parts = _parts(block, columns)
        return None if parts is None else "".join([f"{part}\n" for part in parts])
    return _pairs(block, columns) if isinstance(block, Pairs) else None


def _pairs(pairs: Pairs, columns: int) -> str | None:
    shown: list[str] = []
    for name, lines, indent, beside in pairs.laid_out(columns):
        several = [_parts(line, columns - indent) for line in lines]
        parts = [part for parts in several if parts is not None for part in parts]
        if None in several or not are_narrow(name) or len(name) > columns:
            return None
        head = _styled(name, "cyan")
        if beside:
            head += " " * (indent - len(name)) + "".join(parts[:1])
        if beside or name:
            shown.append(head)
        shown += [" " * indent + part for part in parts[beside:]]
    return "".join([f"{line}\n" for line in shown])


def _parts(line: Line, width: int) -> list[str] | None:
    """Return a line in its styles, divided where it is wider than so many columns."""
    breaks = line.breaks(width)
    if breaks is None or not _CODES.keys() >= line.styles():
        return None
    plain = line.plain
    places = zip([0, *breaks], [*breaks, len(plain)], strict=True)
    return [_part(line, start, start + len(plain[start:end].rstrip())) for start, end in places]


def _part(line: Line, start: int, end: int) -> str:
    """Return what stands between two places of a line, which has few pieces."""
    shown, place = "", 0
    for text, style in line.pieces:
        piece = text[max(start - place, 0) : max(end - place, 0)]
        shown += _styled(piece, f"{line.style} {style}")
        place += len(text)
    return shown


def _styled(text: str, style: str) -> str:
    codes = ";".join([_CODES[word] for word in style.split()])
    return f"\x1b[{codes}m{text}\x1b[0m" if text and codes else text
