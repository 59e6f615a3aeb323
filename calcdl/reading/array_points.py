"""Points at which variables are arrays: "W=[[1,2],[3,4]]; x=[1,2]; c=1/2", "W=@w.npy"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from calcdl.errors import UsageError, parameter
from calcdl.functions import lookup
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape, shape_text
from calcdl.reading.given import Given, Number
from calcdl.reading.lists import read_lists
from calcdl.reading.names import known_names
from calcdl.syntax.parse import Names, parse

if TYPE_CHECKING:
    from calcdl.reading.shaped import ShapedReading

__all__ = ["ArrayPoint", "pattern_of", "read_array_point"]


_BINDING = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)(.*)", re.DOTALL)
_NEXT = re.compile(r"\s*[^\W\d]\w*\s*=(?!=)")
_NUMERAL = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?\s*")
_TWO_NUMBERS = re.compile(r"[\d.)]\s+[+-]?\.?\d")
_WRAPPED = re.compile(r"(?:\w+\.)?(?:array|tensor|asarray|Matrix)\((.*)\)", re.DOTALL)
_LONGEST = 60  # characters of a value that is repeated


class ArrayPoint(NamedTuple):
    """Arrays for variables, and the numbers that the names of sizes are."""

    arrays: Mapping[str, Given]
    sizes: Mapping[str, int]

    def shape_of(self, name: str) -> tuple[int, ...]:
        """Return the shape of a variable; the name of a size is a number."""
        return self.arrays[name].shape if name in self.arrays else ()

    @property
    def texts(self) -> dict[str, str]:
        """The point as it was given, in texts that are not long."""
        return {
            name: one.text if len(one.text) <= _LONGEST else f"{one.text[: _LONGEST - 1]}…"
            for name, one in self.arrays.items()
        }


class Sizes:
    """The numbers that names of sizes are, as arrays tell them."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.sources: dict[str, str] = {}

    def bind(self, name: str, declared: Shape, given: Given) -> None:
        """Learn the sizes of a variable from an array; raises UsageError where it does not fit."""
        says = f"{name}={_short(given.text)}: "
        if len(declared) != len(given.shape):
            raise UsageError(f"{says}{name} is {_kind(declared)}, and this is {_kind(given.shape)}")
        for one, number in zip(declared, given.shape, strict=True):
            ((names, factor), *others) = one.terms or (((), 0),)
            if not (len(names) == factor == 1) or others or not isinstance(names[0], str):
                continue
            if names[0] not in self.numbers:
                self.numbers[names[0]], self.sources[names[0]] = number, name
        shape = [one.at(self.numbers) for one in declared if one.names() <= set(self.numbers)]
        if len(shape) == len(declared) and tuple(shape) != given.shape:
            raise UsageError(f"{says}{self._misfit(name, declared, given)}")

    def _misfit(self, name: str, declared: Shape, given: Given) -> str:
        """Return what a shape has to be, and how that is known."""
        sources = {self.sources.get(n, name) for one in declared for n in one.names()} - {name}
        source = f", as {min(sources)} has it" if sources else ""
        sizes = [one.at(self.numbers) for one in declared]
        if len(declared) == 1:
            own = "" if declared[0].value is not None else f"{declared[0]} = "
            return f"{name} has {own}{sizes[0]} entries{source}"
        numbers = "×".join(map(str, sizes))
        own = shape_text(declared)
        theirs = "×".join(map(str, given.shape))
        return f"{name} is {own if own == numbers else f'{own} = {numbers}'}{source}, not {theirs}"


def _kind(shape: Sequence[object]) -> str:
    kinds = ("a number", "a vector of {} entries", "a matrix, {}")
    text = "×".join(map(str, shape))
    return kinds[len(shape)].format(text) if len(shape) < len(kinds) else f"an array, {text}"


def read_array_point(
    reading: ShapedReading, texts: Sequence[str], seed: int | None = None
) -> tuple[ArrayPoint, list[str]]:
    """Read arrays for the variables of an expression, from which sizes follow.

    With a ``seed`` variables that are missing get random numbers; beside the point is what is to
    be said of these. Raises UsageError and ExpressionError.
    """
    arrays, sizes = _read(reading, texts)
    notes: list[str] = []
    if seed is not None:
        from calcdl.reading.random_arrays import add_random

        notes = add_random(reading, arrays, sizes.numbers, seed)
    missing = [name for name in reading.variables() if name not in arrays]
    if missing:
        raise UsageError(
            parameter("at"),
            f" says nothing of {', '.join(missing)}: write ",
            parameter("at", f'"{pattern_of(reading, missing)}"'),
            ", or ",
            parameter("random", "1"),
        )
    for name in sorted(reading.declared.sizes()):
        if name not in sizes.numbers and name in reading.graph.symbols():
            raise UsageError(
                f"nothing says what the size {name} is: add {name}=3 to ", parameter("at")
            )
    point = ArrayPoint(arrays, sizes.numbers)
    for name, attributes in reading.declared.attributes.items():
        if name in arrays:
            _require(name, arrays[name], attributes)
    return point, notes


def _require(name: str, given: Given, attributes: frozenset[str]) -> None:
    """Raise UsageError where an array is not what is declared of it: formulas rest on that."""
    from calcdl.reading.attributes import lacking

    numbers = [one for one in given.entries if not isinstance(one, Graph)]
    lacks = lacking(numbers, given.shape, attributes) if len(numbers) == prod(given.shape) else None
    if lacks is not None:
        raise UsageError(f"{name} is declared {lacks}, and {_short(given.text)} is not")


def pattern_of(reading: ShapedReading, names: Sequence[str]) -> str:
    """Return what a point for variables reads like."""
    return "; ".join([f"{name}={_example(reading.shape_of(name))}" for name in names])


def _example(shape: Shape) -> str:
    return ("…", "[1,2]", "[[1,2],[3,4]]")[min(len(shape), 2)]


def _read(reading: ShapedReading, texts: Sequence[str]) -> tuple[dict[str, Given], Sizes]:
    """Return the arrays that texts give, and the sizes that they tell."""
    arrays: dict[str, Given] = {}
    sizes = Sizes()
    names = reading.declared.sizes()
    for text in texts:
        for name, value in _bindings(text, reading):
            if name in arrays or name in sizes.numbers:
                raise UsageError(f"the point sets {name} twice: there is one point", source=text)
            given = _given(name, value)
            if name in names and name not in reading.declared.shapes:
                sizes.numbers[name] = _as_size(name, given)
            else:
                arrays[name] = _fitting(given, reading.shape_of(name))
    for name, given in [*arrays.items()] * 2:  # twice, for sizes that later ones tell
        sizes.bind(name, reading.shape_of(name), given)
    return arrays, sizes


def _as_size(name: str, given: Given) -> int:
    if given.shape or type(given.entries[0]) is not int or given.entries[0] < 1:
        raise UsageError(f"{name} is a size, so a positive whole number, not {_short(given.text)}")
    return given.entries[0]


def _bindings(text: str, reading: ShapedReading) -> list[tuple[str, str]]:
    """Return the names that a text gives values to, and the texts of these."""
    bindings = []
    there = [*reading.variables(), *sorted(reading.declared.sizes())]
    for piece in _pieces(text):
        found = _BINDING.fullmatch(piece)
        if found is None:
            pattern = "; ".join(f"{name}=…" for name in reading.variables())
            raise UsageError(
                f"'{_short(piece.strip())}' gives no variable its value: write ",
                parameter("at", f'"{pattern}"'),
            )
        name, value = found.groups()
        if name not in there and name not in reading.declared.shapes:
            raise UsageError(
                f"there is no variable {name} here: ",
                parameter("at"),
                f" may set {', '.join(there)}",
                source=text,
            )
        bindings.append((name, value.strip()))
    return bindings


def _pieces(text: str) -> list[str]:
    """Cut a text outside of brackets, at ";", at line ends, and at commas before "name="."""
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        cuts = character in ";\n" or (character == "," and _NEXT.match(text, place + 1))
        if depth == 0 and cuts:
            pieces.append(text[start:place])
            start = place + 1
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip()]


def _given(name: str, text: str) -> Given:
    """Return the array that a text is; raises UsageError where it is none."""
    if text.startswith("@"):
        from calcdl.reading.array_files import read_array_file

        shape, numbers = read_array_file(name, text[1:].strip())
        return Given(shape, numbers, text)
    wrapped = _WRAPPED.fullmatch(text)
    text = wrapped[1].strip() if wrapped else text
    if not text.startswith("["):
        return Given((), [_number_of(name, text)], text)
    try:
        shape, cells = read_lists(text)
    except ValueError as error:
        raise UsageError(f"{name} {error}", source=text) from None
    return Given(shape, [_number_of(name, cell) for cell in cells], " ".join(text.split()))


def _fitting(given: Given, declared: Shape) -> Given:
    """Return an array, where a file's only column, or row, is a vector as one."""
    is_line = len(declared) == 1 and len(given.shape) == 2 and 1 in given.shape
    if is_line and given.text.startswith("@") and not given.text.endswith(".npy"):
        return given._replace(shape=(len(given.entries),))
    return given


def _number_of(name: str, text: str) -> Number:
    """Return the number that an entry is; raises UsageError for what has a variable in it."""
    if _NUMERAL.fullmatch(text):
        number = Fraction(text.strip())
        return number.numerator if number.denominator == 1 else number
    if _TWO_NUMBERS.search(text):
        raise UsageError(f"{name} lacks a comma: '{_short(text)}'")
    graph = parse(text, Names(lookup, known_names)).graph
    if graph.symbols():
        raise UsageError(
            f"an entry of {name} has to be a number, and '{_short(text)}' holds the variable"
            f" {graph.symbols()[0]}"
        )
    return graph


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
