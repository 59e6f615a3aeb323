"""Numbers of arrays at a point, as rows and as a record."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.graph.shapes import shape_text
from calcdl.reading.lists import nested
from calcdl.reading.writing import write_arrays
from calcdl.render.record import Record, error_record, present
from calcdl.render.rows import Rows, float_text
from calcdl.results.arrays import ArrayEvaluation, ArrayNumbers, Place

__all__ = ["columns", "entry_rows", "list_text", "numbers_record", "place_record", "record", "rows"]


def rows(result: ArrayEvaluation) -> Rows:
    """Return the value as one row: a number, or lists of lists."""
    return [] if _lacks(result.numbers) else [[list_text(result.numbers)]]


def _lacks(numbers: ArrayNumbers) -> bool:
    """Say whether a single number has no value."""
    return not numbers.shape and bool(numbers.errors)


def columns(result: ArrayEvaluation) -> Rows:
    """Return a heading, and a row an entry."""
    return [["entry", "value", "error"], *entry_rows(result.numbers)]


def entry_rows(numbers: ArrayNumbers) -> list[list[str]]:
    """Return a row an entry: its indices, its value, and the code of its error."""
    rows = []
    for k, text in enumerate(decimals(numbers)):
        error = numbers.errors.get(k)
        place = ",".join(map(str, indices(numbers.shape, k)))
        rows.append([place, text or "", "" if error is None else error.code])
    return rows


def record(result: ArrayEvaluation) -> Record:
    """Return the record of a value."""
    return {
        "command": "eval",
        "expression": write_arrays(result.expression),
        "shapes": {name: shape_text(shape) for name, shape in result.shapes.items()},
        "shape": list(map(str, result.shape)),
        **place_record(result.place),
        **numbers_record(result.numbers),
    }


def place_record(place: Place) -> Record:
    """Return the keys that say where: the variables as they were given, and the sizes."""
    return {"at": dict(place.at), "sizes": dict(place.sizes)}


def numbers_record(numbers: ArrayNumbers) -> Record:
    """Return the keys of numbers: lists of lists, null where an entry has no value, with errors."""
    errors = [
        {"entry": indices(numbers.shape, k), **(error_record(error) or {})}
        for k, error in numbers.errors.items()
    ]
    value = {
        "decimal": lists(numbers.shape, decimals(numbers)),
        "float": lists(numbers.shape, numbers.floats()),
        "certified": numbers.certified,
    }
    return present({"value": value, "errors": errors or None})


def lists(shape: Sequence[int], entries: Sequence[object]) -> object:
    """Return entries as lists of lists, or the only one of a number."""
    return nested(shape, entries) if shape else entries[0]


def decimals(numbers: ArrayNumbers) -> list[str | None]:
    """Return the entries as numerals, None where there is none."""
    if numbers.certified:
        return [None if value is None else value.decimal for value in numbers.values]
    return [None if number is None else float_text(number) for number in numbers.doubles]


def indices(shape: Sequence[int], place: int) -> list[int]:
    """Return the indices of the entry at a place, counted row by row."""
    found = []
    for length in reversed(shape):
        place, index = divmod(place, length)
        found.append(index)
    return found[::-1]


def list_text(numbers: ArrayNumbers) -> str:
    """Return numbers as JSON has them: [[1, 2], [3, null]]."""
    texts = [text or "null" for text in decimals(numbers)]
    for length in reversed(numbers.shape):
        texts = [f"[{', '.join(texts[k : k + length])}]" for k in range(0, len(texts), length)]
    return texts[0]
