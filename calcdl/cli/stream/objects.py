"""JSON objects on lines, their numbers as they are written."""

from __future__ import annotations

import json
from typing import Any

from calcdl.errors import UsageError
from calcdl.reading.points import point_text

__all__ = ["point_of", "read_object"]


def read_object(text: str) -> dict[str, Any]:
    """Return a JSON object with its numbers as texts; raises UsageError."""
    try:
        record = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise UsageError(
            f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}",
            source=text,
            span=(error.pos, error.pos),
        ) from None
    except RecursionError:
        raise UsageError("this JSON is nested too deeply") from None
    if type(record) is not dict:
        raise UsageError("a line of JSON has to be an object")
    if "\\u" in text and _has_half_a_character(record):
        raise UsageError("a text in this JSON has half of a character (a lone surrogate)")
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise UsageError("a key of the object occurs twice")
    return record


_DECODER = json.JSONDecoder(
    parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once
)


def _has_half_a_character(record: dict[str, Any]) -> bool:
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def point_of(value: dict[str, Any]) -> str:
    """Return a point {"x": "1", "y": "2"} as "x=1,y=2"."""
    for name, number in value.items():
        if type(number) is not str:
            raise UsageError(f"the value of {name} has to be a number or a text")
    return point_text(value)
