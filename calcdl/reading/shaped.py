"""Expressions in the language of arrays, with declarations of shapes and with definitions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from calcdl.errors import CalcdlError, UsageError
from calcdl.functions.shaped.row import Misfit
from calcdl.graph.shapes import Size
from calcdl.reading.arrays import DEFINITION, Reader, ShapedReading
from calcdl.reading.declared import SIZES, Declared, read_shapes
from calcdl.reading.sizes import put_in, size_that_follows
from calcdl.syntax.shaped.tokens import is_in_columns

__all__ = [
    "Declared",
    "ShapedReading",
    "read_arrays",
    "read_beside",
    "read_shaped",
    "read_shapes",
    "without_declarations",
]


def read_arrays(
    texts: Sequence[str], shapes: Sequence[str], lets: Sequence[str] = ()
) -> tuple[ShapedReading, ...]:
    """Read expressions of arrays, whose shapes are declared; raises UsageError, ExpressionError.

    >>> (reading,) = read_arrays(["A@x"], ["A: m,n; x: n"])
    >>> [str(size) for size in reading.shape]
    ['m']
    """
    return tuple([read_shaped(text, shapes, lets) for text in texts])


def without_declarations(text: str, shapes: list[str], more: bool = False) -> str:
    """Return a text without the shapes that are declared in front, which are put to the others.

    An expression has to follow: in the text, or elsewhere if there is ``more``.

    >>> shapes = []
    >>> without_declarations("W: m,n; sum(W)", shapes), shapes
    ('sum(W)', ['W: m,n'])
    """
    pieces = _pieces(text)
    found = [piece for piece in pieces if SIZES.fullmatch(piece)]
    if not found or (len(found) == len(pieces) and not more):
        return text
    shapes += found
    return "; ".join([piece.strip() for piece in pieces if piece not in found])


def read_shaped(text: str, shapes: Sequence[str], lets: Sequence[str] = ()) -> ShapedReading:
    """Read one expression of arrays, which may follow definitions.

    What is not declared is a number. Raises ExpressionError, with the place in the text.
    """
    *before, last = [*lets, *_pieces(text)] or [""]
    for piece in before:
        if DEFINITION.fullmatch(piece) is None:
            raise UsageError(f"'{piece.strip()}' is neither a definition nor a shape")
    return _read_fitting(_Pieces(text, last, tuple(before)), read_shapes(shapes))


def read_beside(text: str, reading: ShapedReading, lets: Sequence[str] = ()) -> ShapedReading:
    """Read an expression with the sizes of another one, and behind the definitions of that.

    Sizes that do not fit are an error here, even where that of another name would follow.
    """
    definitions = [*lets, *_pieces(reading.text)][:-1]

    def read(columns: bool) -> ShapedReading:
        reader = Reader(reading.declared, columns)
        for piece in definitions:
            reader.define(piece)
        return reader.read(text, text)

    in_columns = reading.in_columns and "@" not in text
    if in_columns or is_in_columns([text], reading.declared.names()):
        return read(columns=True)
    try:
        return read(columns=False)
    except Misfit:
        if "*" in text and "@" not in text:
            with suppress(CalcdlError):
                return read(columns=True)
        raise


class _Pieces(NamedTuple):
    """A whole text, the expression in it, and the definitions in front of that."""

    text: str
    expression: str
    definitions: tuple[str, ...]

    def has(self, sign: str) -> bool:
        return any([sign in piece for piece in (self.expression, *self.definitions)])


def _read_fitting(pieces: _Pieces, declared: Declared) -> ShapedReading:
    """Return the reading of a text as NumPy has it, or as mathematics has it if only that fits."""
    bodies = [piece.partition("=")[2] for piece in pieces.definitions]
    if is_in_columns([*bodies, pieces.expression], declared.names()):
        return _read_with_sizes(pieces, declared, columns=True)
    products = pieces.has("*") and not pieces.has("@")
    try:
        reading = _read_with_sizes(pieces, declared, columns=False)
    except Misfit:
        if products:
            with suppress(CalcdlError):
                return _read_with_sizes(pieces, declared, columns=True)
        raise
    if products and reading.has_matrix_powers:  # which NumPy has not
        with suppress(CalcdlError):
            return _read_with_sizes(pieces, declared, columns=True)
    return reading


def _read_with_sizes(pieces: _Pieces, declared: Declared, columns: bool) -> ShapedReading:
    """Return a reading in which all sizes are known; each that follows is found by a misfit."""
    known: dict[str, Size] = {}
    while True:
        reader = Reader(declared.with_sizes(known), columns, known)
        try:
            for piece in pieces.definitions:
                reader.define(piece)
            reading = reader.read(pieces.text, pieces.expression)
        except Misfit as error:
            follows = size_that_follows(error.equal)
            if follows is None or follows[0] in known:
                raise
            known = put_in(known, *follows)
            continue
        reader.require_sizes(reading)
        return reading


def _pieces(text: str) -> list[str]:
    """Cut a text at semicolons and line ends that are outside of brackets, without comments."""
    pieces = [""]
    depth = 0
    for line in text.split("\n"):
        for character in line.partition("#")[0]:
            depth += (character in "([{") - (character in ")]}")
            if character == ";" and depth <= 0:
                pieces.append("")
            else:
                pieces[-1] += character
        if depth <= 0:
            pieces.append("")
    return [piece for piece in pieces if piece.strip()]
