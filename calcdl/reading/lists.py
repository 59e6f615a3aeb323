"""Lists of lists, as arrays are written: [[1, 2], [3, 4]]."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["nested", "read_lists"]


def read_lists(text: str) -> tuple[tuple[int, ...], list[str]]:
    """Return the shape of a list of lists, and the texts of its entries, row by row.

    Raises ValueError, which says what it has or lacks.

    >>> read_lists("[[1, pi/2], [max(1, 2), 4]]")
    ((2, 2), ['1', 'pi/2', 'max(1, 2)', '4'])
    """
    open_lists: list[int] = []  # the numbers of their entries
    lengths: dict[int, int] = {}  # of lists, by their depth
    cells: list[str] = []
    level = 0  # at which depth numbers are; 0: there is none yet
    is_entry = False  # whether the last token ended an entry
    for token in _tokens(text):
        if (token in "],") != is_entry:
            raise ValueError("has a place without a number" if token in "]," else "lacks a comma")
        if token == "[":
            open_lists.append(0)
            if level and len(open_lists) > level:
                raise ValueError("has numbers beside lists")
        elif token == ",":
            is_entry = False
        elif token == "]":
            depth, length = len(open_lists), open_lists.pop()
            if lengths.setdefault(depth, length) != length:
                raise ValueError(f"has rows of {lengths[depth]} and {length} entries")
        else:
            level = level or len(open_lists)
            if len(open_lists) != level:
                raise ValueError("has numbers beside lists")
            cells.append(token)
        is_entry = token not in "[,"
        if is_entry and open_lists:
            open_lists[-1] += 1
    return tuple([lengths[depth] for depth in sorted(lengths)]), cells


def _tokens(text: str) -> Iterator[str]:
    """Yield the brackets and commas of a list, and the texts between them."""
    depth = 0
    for token in _TOKEN.findall(text):
        if token == "[":
            depth += 1
        elif depth == 0:
            raise ValueError("has something behind its list")
        yield token.strip()
        if token == "]":
            depth -= 1
    if depth:
        raise ValueError("has a bracket that is not closed")


# A bracket, a comma, or a text without them but in calls, in which there may be a call.
_CALL = r"\((?:[^()]|\([^()]*\))*\)"
_TOKEN = re.compile(rf"[\[\],]|(?:[^\[\],()\s]|{_CALL})(?:[^\[\],()]|{_CALL})*|\S")


def nested(shape: Sequence[int], entries: Sequence[object]) -> list[object]:
    """Return entries as lists of lists, as an array of this shape has them.

    >>> nested((2, 1), [5, 6])
    [[5], [6]]
    """
    parts = list(entries)
    for length in reversed(shape[1:]):
        parts = [parts[k : k + length] for k in range(0, len(parts), length)]
    return parts
