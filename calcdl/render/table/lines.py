"""Lines in styles, which go on in another line where that can be read: texts, formulas, lists."""

from __future__ import annotations

from itertools import pairwise

from calcdl.lean import TYPE_CHECKING
from calcdl.render.table.columns import are_narrow, column_count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from rich.text import Text

__all__ = ["Formula", "Items", "Line"]

_NARROWEST = 28  # columns for a formula: in fewer nobody finds its terms


class Line:
    """A text in pieces, each of a style such as "bold red" beside that of all: it wraps by words.

    It knows nothing of Rich, which is long to load, and is as good as one of Rich's texts: Rich
    asks ``__rich__`` for that.
    """

    __slots__ = ("pieces", "style")
    by_words = True

    def __init__(self, text: str = "", style: str = "") -> None:
        self.pieces = [(text, "")]
        self.style = style

    def append(self, text: str, style: str = "") -> Self:
        self.pieces.append((text, style))
        return self

    def append_line(self, line: Line) -> Self:
        for text, style in line.pieces:
            self.append(text, f"{line.style} {style}".strip())
        return self

    @property
    def plain(self) -> str:
        return "".join([text for text, _ in self.pieces])

    def styles(self) -> set[str]:
        """Return the words of all its styles."""
        return {
            word
            for style in (self.style, *[one for _, one in self.pieces])
            for word in style.split()
        }

    def least_width(self) -> int:
        """Return how many columns it needs so that no number in it is torn apart."""
        return max([column_count(word) for word in self.plain.split()], default=0)

    def breaks(self, width: int) -> list[int] | None:
        """Return where other lines of a width begin; None where only Rich can tell.

        >>> Line("words of a line").breaks(10)
        [11]
        """
        text = self.plain
        if not are_narrow(text):
            return None
        places: list[int] = []
        start = end = 0
        for word in text.split(" "):
            if word and end + len(word) - start > width:
                if len(word) > width or not text[start:end].strip():
                    return None
                start = end
                places.append(start)
            end += len(word) + 1
        return places

    def __rich__(self) -> Text:
        from calcdl.render.table.by_rich import text_of

        return text_of(self)


class Formula(Line):
    """A formula: where it is too long for a line, it goes on after an operator."""

    __slots__ = ()
    by_words = False

    def least_width(self) -> int:
        text = self.plain
        return max(min(column_count(text), _NARROWEST), *map(column_count, _atoms(text)))

    def breaks(self, width: int) -> list[int] | None:
        text = self.plain
        if width < 1 or not are_narrow(text):
            return None
        return _between_terms(text, width)


class Items(Line):
    """What is listed, each item with a comma behind it: a line ends behind a comma."""

    __slots__ = ()
    by_words = False

    def breaks(self, width: int) -> list[int] | None:
        text = self.plain.rstrip()
        if not are_narrow(text):
            return None
        ends, begin = [], 0
        for item in text.split(", "):
            begin += len(item) + len(", ")
            ends.append(begin - 1)  # behind the comma
        ends[-1] = len(text)
        places = [0]
        for before, end in pairwise(ends):
            if end - places[-1] > width:
                places.append(before + 1)
        lines = [end - start for start, end in zip(places, [*places[1:], len(text)], strict=True)]
        if max(lines) > width + 1:  # an item is longer than a line
            return super().breaks(width)
        return places[1:]


def _atoms(text: str) -> list[str]:
    """Return the names and numbers of a formula."""
    return "".join([c if c.isalnum() or c in "._" else " " for c in text]).split() or [""]


def _between_terms(text: str, width: int) -> list[int]:
    """Return where to break a formula into lines: where the fewest parentheses are open.

    That is after a space, else after a factor or an argument, else inside of a parenthesis; in
    the second half of a line if possible.

    >>> text = "2*sigmoid(w*x + b)*(1 - sigmoid(w*x + b))"
    >>> places = [0, *_between_terms(text, 20), len(text)]
    >>> [text[i:j] for i, j in zip(places, places[1:])]
    ['2*sigmoid(w*x + b)*', '(1 - sigmoid(w*x + ', 'b))']
    """
    places: list[int] = []
    start, end = 0, len(text.rstrip())
    depths = list(_depths(text)) if end > width else []
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
