"""What a report is made of: the pieces that every form of it writes in its own way.

A formula is markup that calcdl made, and so is a picture. All else is text, and whoever writes it
escapes it.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from calcdl.results.curve import Curves
from calcdl.results.graph import Computation
from calcdl.results.numeric import NumericAtPoint
from calcdl.results.surface import Surface

__all__ = [
    "Block",
    "Cell",
    "Display",
    "Formula",
    "Note",
    "Paragraph",
    "Picture",
    "Section",
    "Steps",
    "Table",
]


class Formula(NamedTuple):
    """A formula among words."""

    markup: str


Cell: TypeAlias = str | Formula


class Paragraph(NamedTuple):
    """Words, and formulas among them."""

    pieces: tuple[Cell, ...]


class Note(NamedTuple):
    """What is missing, and why."""

    text: str


class Display(NamedTuple):
    """Formulas below each other, each on a line of its own."""

    formulas: tuple[str, ...]


class Table(NamedTuple):
    """Rows below a heading, the first cell of each being its name."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_numeric: bool = False


class Steps(NamedTuple):
    """Steps that follow each other: what each is called, and its formulas."""

    steps: tuple[tuple[str, tuple[str, ...]], ...]


class Picture(NamedTuple):
    """Something to be drawn, and what is to be said of it."""

    drawn: Curves | Surface | Computation | NumericAtPoint
    caption: str


Block: TypeAlias = Paragraph | Note | Display | Table | Steps | Picture


class Section(NamedTuple):
    """A part of a report, and the lines of the shell that give the same."""

    title: str
    blocks: tuple[Block, ...]
    lines: tuple[tuple[str, ...], ...] = ()
