"""Texts that go on in another line where that can be read: formulas, and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

__all__ = ["Formula", "Items", "least_width"]

_NARROWEST = 28  # columns for a formula: in fewer nobody finds its terms
_ATOM = re.compile(r"[\w.]+")


class Formula(Text):
    """A formula: where it is too long for a line, it goes on after an operator."""

    def wrap(self, console: Console, width: int, **how: Any) -> Lines:
        if width < 1 or cell_len(self.plain) > len(self.plain):
            return super().wrap(console, width, **how)
        return _divided(self, _breaks(self.plain, width))

    def __rich_measure__(self, console: Console, options: Any) -> Measurement:
        return Measurement(least_width(self), cell_len(self.plain))


class Items(Text):
    """What is listed, each item with a comma behind it: a line ends behind a comma."""

    def wrap(self, console: Console, width: int, **how: Any) -> Lines:
        ends = [comma.start() + 1 for comma in re.finditer(", ", self.plain)]
        ends.append(len(self.plain.rstrip()))
        places: list[int] = []
        start = 0
        for before, end in pairwise(ends):
            if end - start > width:
                start = before + 1
                places.append(start)
        lines = [end - begin for begin, end in pairwise([0, *places, ends[-1]])]
        if max(lines) > width + 1 or cell_len(self.plain) > len(self.plain):
            return super().wrap(console, width, **how)  # an item is longer than a line
        return _divided(self, places)


def least_width(text: Text) -> int:
    """Return how many columns a text needs so that no number in it is torn apart."""
    if not isinstance(text, Formula):
        return max([cell_len(word) for word in text.plain.split()], default=0)
    atoms = [cell_len(atom) for atom in _ATOM.findall(text.plain)]
    return max(min(cell_len(text.plain), _NARROWEST), *atoms, 0)


def _divided(text: Text, places: list[int]) -> Lines:
    lines = text.divide(places)
    for line in lines:
        line.rstrip()
    return lines


def _breaks(text: str, width: int) -> list[int]:
    """Return where to break a formula into lines: where the fewest parentheses are open.

    That is after a space, else after a factor or an argument, else inside of a parenthesis; in
    the second half of a line if possible.

    >>> from itertools import pairwise
    >>> text = "2*sigmoid(w*x + b)*(1 - sigmoid(w*x + b))"
    >>> [text[i:j] for i, j in pairwise([0, *_breaks(text, 20), len(text)])]
    ['2*sigmoid(w*x + b)*', '(1 - sigmoid(w*x + ', 'b))']
    """
    depths = list(_depths(text))
    places: list[int] = []
    start, end = 0, len(text.rstrip())
    while end - start > width:
        last = start + width + (text[start + width] == " ")
        for first in (start + width // 2, start):
            choices = [
                (depths[place], kind, -place)
                for place in range(first + 1, last + 1)
                if (kind := _kind_of_break(text, place)) is not None
            ]
            if choices:
                break
        start = -min(choices)[2] if choices else start + width
        places.append(start)
    return places


def _depths(text: str) -> Iterator[int]:
    """Yield how many parentheses are open in front of each character."""
    depth = 0
    for character in text:
        yield depth
        depth += (character == "(") - (character == ")")


def _kind_of_break(text: str, place: int) -> int | None:
    """Return how good it is to break a line at a place, from 0 on; None where that is not done."""
    before = text[place - 1]
    if before == " ":
        return 0
    if before in "*,":
        return None if "**" in text[place - 2 : place + 1] else 1
    return 2 if before == "(" else None
