"""The keys of JSON records, as the schema has them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

__all__ = ["keys_by_command"]

_EVERYWHERE = frozenset(("schema", "command", "line"))
_DESCRIBED = frozenset(("value", "error"))  # in the text above the table
_DEEPEST = 3  # levels of keys


def keys_by_command() -> Iterator[tuple[str, str]]:
    """Return what the record of each command has, keys of what is inside in parentheses."""
    schema = json.loads(files("calcdl").joinpath("schema.json").read_text("utf-8"))
    rooms = schema["$defs"]
    for reference in schema["oneOf"]:
        record = _resolved(reference, rooms)
        command = record["properties"]["command"].get("const")
        if command is not None:
            yield command, _written(record, rooms, _EVERYWHERE)


def _written(part: Any, rooms: Any, without: frozenset[str] = frozenset(), depth: int = 1) -> str:
    """Return the keys of an object, each with those inside of it, as far down as is shown."""
    texts = []
    for name, inner in part["properties"].items():
        if name not in without:
            below = _object_in(inner, rooms) if depth < _DEEPEST else None
            inside = "" if below is None else f" ({_written(below, rooms, depth=depth + 1)})"
            texts.append(f"`{name}`{inside}")
    return ", ".join(texts)


def _object_in(part: Any, rooms: Any) -> Any:
    """Return the object that a part is, or is a list or a table of; None if it has no keys."""
    while True:
        if part.get("$ref", "").rpartition("/")[2] in _DESCRIBED:
            return None
        part = _resolved(part, rooms)
        if "properties" in part:
            return part
        inner = part.get("items", part.get("additionalProperties"))
        choices = [choice for choice in part.get("anyOf", ()) if choice.get("type") != "null"]
        inner = choices[0] if len(choices) == 1 else inner
        if not isinstance(inner, dict):
            return None
        part = inner


def _resolved(part: Any, rooms: Any) -> Any:
    return rooms[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
