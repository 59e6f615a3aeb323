"""Records of schema 1, one object a line of JSON; the README describes the keys.

A question's record begins with its ``command``; here is what records have in common, and the
writer that makes them JSON.
"""

from __future__ import annotations

import math

from calcdl.errors import CalcdlError
from calcdl.lean import TYPE_CHECKING
from calcdl.render.rows import float_text
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.value import Value
from calcdl.syntax.escapes import visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO, Any, TypeAlias

__all__ = [
    "Record",
    "error_record",
    "failure",
    "given_up_record",
    "json_text",
    "point_record",
    "present",
    "slope_record",
    "value_record",
    "whole",
    "write_json",
]

SCHEMA = 1
Record: TypeAlias = "dict[str, Any]"


def write_json(record: Record | list[Record], file: IO[str]) -> None:
    """Write a record, or several, a line each."""
    for one in record if isinstance(record, list) else [record]:
        file.write(json_text(one))


def json_text(record: Record, line: int | None = None) -> str:
    """Return a record as a line of JSON, with the ``line`` of a stream that it answers.

    It is safe to print: half of a pair of surrogates, which no Unicode text can hold, becomes
    the sign for that.
    """
    import json  # which no other format needs

    place = {} if line is None else {"line": line}
    text = json.dumps(whole(record, **place), ensure_ascii=False, allow_nan=False)
    if not text.isprintable():
        text = "".join([c if visible(c) == c else _escape(c) for c in text])
    return f"{text}\n"


def whole(record: Record, **place: int) -> Record:
    """Return a record with the number of its schema in front, and the line of a stream."""
    return {"schema": SCHEMA, "command": record["command"], **place, **record}


def _escape(character: str) -> str:
    import json

    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return json.dumps(character)[1:-1]


def failure(command: str, text: str | None, error: CalcdlError) -> Record:
    """Return the record of a question that could not be answered."""
    return {"command": command, "input": text, "error": error_record(error)}


def given_up_record(reasons: Iterable[str]) -> Record:
    """Return why formulas have not the form that was asked for, or where they may be wrong."""
    return present({"given_up": list(dict.fromkeys(reasons)) or None})


def present(record: Record) -> Record:
    """Return a record without the keys that there is nothing for."""
    return {key: value for key, value in record.items() if value is not None}


def point_record(point: DerivativeAtPoint) -> Record:
    """Return what is known at a point."""
    return present(
        {
            "at": point.at,
            "value": value_record(point.value),
            "error": error_record(point.error),
            "function": value_record(point.function),
            "numeric": point.numeric and point.numeric._asdict(),
            "tangent": point.tangent
            and {key: value_record(value) for key, value in point.tangent._asdict().items()},
        }
    )


def value_record(value: Value | None) -> Record | None:
    """Return a value as an object, None where there is none."""
    if value is None:
        return None
    return {
        "exact": value.closed or value.exact,
        "decimal": value.decimal,
        "float": value.float,
        "certified": value.certified,
    }


def slope_record(slope: float) -> float | str:
    """Return a slope as JSON takes it, which has no nan and no infinity."""
    return slope if math.isfinite(slope) else float_text(slope)


def error_record(error: CalcdlError | None) -> Record | None:
    """Return an error as an object: its code, its message, and the place in the text.

    At a point that was looked at it has the kind of point too, and the slopes on both sides.
    """
    if error is None:
        return None
    record: Record = {"code": error.code, "message": error.message_in_shell}
    if error.span is not None:
        record["span"] = list(error.span)
    if error.behaviour is not None:
        behaviour = error.behaviour
        record["kind"] = behaviour.kind
        record["left"] = value_record(behaviour.left.slope)
        record["right"] = value_record(behaviour.right.slope)
    return record
