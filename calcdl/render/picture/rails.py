"""The computational graph as a drawing in text: a line a node, and rails for the edges.

Values flow down the page and adjoints up. A rail begins at a node and ends at the last operation
that needs it; one that passes by is not interrupted:

    ○      x
    ├─●    v1 = sin(x)
    ●─╯    f = x*v1
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from calcdl.reading.writing import SYMPY
from calcdl.render.picture.boxes import Box, boxes
from calcdl.results.graph import Computation
from calcdl.syntax.unparse import Spelling

__all__ = ["drawing"]

_MOST_RAILS = 24  # side by side; more are left out, for the formulas name their inputs
_NARROWEST = 12  # columns for a formula
_INDENT = "    "  # in front of what goes on in another line


def drawing(
    result: Computation,
    width: int | None = None,
    heading: bool = True,
    spelling: Spelling = SYMPY,
) -> list[str]:
    """Return the lines of the drawing; with a ``width`` no line is longer.

    >>> from calcdl.api import graph
    >>> print(*drawing(graph("x*sin(x)")), sep="\\n")
    ○    x
    ├─●  v1 = sin(x)
    ●─╯  f = x*v1
    """
    drawn = boxes(result, spelling)
    rails = list(_rails(drawn))
    margin = max(len(row) for row, _ in rails)
    if margin > 2 * _MOST_RAILS or (width is not None and margin > width // 2):
        rails, margin = [("", "") for _ in drawn], 0
    margin += 2 if margin else 0
    rows = [(box.text, box.value or box.shape, box.adjoint) for box in drawn]
    if result.at is not None and heading:
        rows.insert(0, ("", "value ↓", "adjoint ↑"))
        rails.insert(0, ("", ""))
    columns = [max(len(row[k]) for row in rows) for k in range(3)]
    rest = sum(columns[1:]) + 4 if any(columns[1:]) else 0
    room = columns[0] if width is None else min(columns[0], width - margin - rest)
    if room < min(_NARROWEST, columns[0]):
        says = "value ↓" if result.at is not None else "shape"
        return _stacked(rows[-len(drawn) :], rails[-len(drawn) :], margin, width or 80, says)
    lines = []
    for (text, value, adjoint), (row, below) in zip(rows, rails, strict=True):
        first, *more = _wrapped(text, room) or [""]
        numbers = f"  {value.ljust(columns[1])}  {adjoint}"
        lines.append(f"{row.ljust(margin)}{first.ljust(room)}{numbers}".rstrip())
        lines += [f"{below.ljust(margin)}  {piece}" for piece in more]
    return lines


def _stacked(
    rows: Sequence[tuple[str, str, str]],
    rails: Sequence[tuple[str, str]],
    margin: int,
    width: int,
    says: str,
) -> list[str]:
    """Return the lines for a narrow screen: the numbers stand below the formula.

    Where there is no room for a number beside the rails, these are left out.
    """
    longest = max([len(number) for row in rows for number in row[1:]]) + len(_INDENT)
    if margin + longest > width:
        rails, margin = [("", "")] * len(rows), 0
    lines = []
    for (text, value, adjoint), (row, below) in zip(rows, rails, strict=True):
        cells = [
            text,
            f"  {says} {value}" if value else "",
            f"  adjoint ↑ {adjoint}" if adjoint else "",
        ]
        pieces = [piece for cell in cells for piece in _wrapped(cell, width - margin, _INDENT)]
        for k, piece in enumerate(pieces):
            lines.append((below if k else row).ljust(margin) + piece)
    return lines


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return the lines of a text; a number is torn apart only if no line has room for it."""
    longest = max([len(word) for word in text.split()], default=0)
    torn = longest + len(indent) > width
    return wrap(
        text, width, subsequent_indent=indent, break_long_words=torn, break_on_hyphens=False
    )


def _rails(drawn: Sequence[Box]) -> Iterator[tuple[str, str]]:
    """Return, for each box, the rails in its line and those that go on below it."""
    last_use = {j: i for i, box in enumerate(drawn) for j in box.inputs}
    lanes: list[int | None] = []
    for i, box in enumerate(drawn):
        joined = {lanes.index(j): last_use[j] == i for j in box.inputs}
        ending = [lane for lane, ends in joined.items() if ends]
        if not ending and None not in lanes:
            lanes.append(None)
        own = min(ending) if ending else lanes.index(None)
        row = _row(lanes, own, joined, "○" if box.kind == "input" else "●")
        for lane in ending:
            lanes[lane] = None
        if i in last_use:
            lanes[own] = i
        while lanes and lanes[-1] is None:
            lanes.pop()
        yield row, " ".join(" " if lane is None else "│" for lane in lanes)


def _row(lanes: Sequence[int | None], own: int, joined: dict[int, bool], mark: str) -> str:
    """Return the line of a node: its mark, joined to the rails that it takes its inputs from."""
    low, high = min(own, *joined, own), max(own, *joined, own)
    row = ""
    for lane, holds in enumerate(lanes):
        if lane == own:
            row += mark
        elif lane in joined:
            left, between, right = "╰┴╯" if joined[lane] else "├┼┤"
            row += {low: left, high: right}.get(lane, between)
        elif holds is None:
            row += "─" if low < lane < high else " "
        else:
            row += "│"
        row += "─" if low <= lane < high else " "
    return row.rstrip()
