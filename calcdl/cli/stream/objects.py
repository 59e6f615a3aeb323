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
        found = json.loads(
            text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        raise UsageError(
            f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}",
            source=text,
            span=(error.pos, error.pos),
        ) from None
    except RecursionError:
        raise UsageError("this JSON is nested too deeply") from None
    if type(found) is not dict:
        raise UsageError("a line of JSON has to be an object")
    if "\\u" in text and _has_half_a_character(found):
        raise UsageError("a text in this JSON has half of a character (a lone surrogate)")
    return found


def _has_half_a_character(found: dict[str, Any]) -> bool:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UsageError("a key of the object occurs twice")
    return found


def point_of(value: dict[str, Any]) -> str:
    """Return a point {"x": "1", "y": "2"} as "x=1,y=2"."""
    for name, one in value.items():
        if type(one) is not str:
            raise UsageError(f"the value of {name} has to be a number or a text")
    return point_text(value)
