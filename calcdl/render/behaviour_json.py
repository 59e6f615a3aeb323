"""What a function does at a point, as a JSON record."""

from __future__ import annotations

import math
from typing import Any

from calcdl.calculus.point.words import sentence
from calcdl.reading.writing import write
from calcdl.render.point import framework_text
from calcdl.render.records import SCHEMA, dumps, value_record
from calcdl.results.point import Behaviour, Side, Verdicts
from calcdl.results.value import Value

__all__ = ["verdicts_json"]


def verdicts_json(result: Verdicts) -> str:
    """Return the record of a verdict."""
    return dumps(
        {
            "schema": SCHEMA,
            "command": "point",
            "expression": write(result.expression),
            "points": [_record(found) for found in result.points],
        }
    )


def _record(found: Behaviour) -> dict[str, Any]:
    record: dict[str, Any] = {"at": found.at}
    if found.along is not None:
        record["along"] = found.along
    record |= {
        "kind": found.kind,
        "says": sentence(found),
        "value": _optional(found.value),
        "left": _side(found.left),
        "right": _side(found.right),
        "derivatives": found.derivatives,
        "more": found.more,
    }
    if found.frameworks:
        record["frameworks"] = {
            name: slope if math.isfinite(slope) else framework_text(slope)
            for name, slope in found.frameworks
        }
    return record


def _side(side: Side) -> dict[str, Any]:
    return {
        "exists": side.exists,
        "limit": _optional(side.limit),
        "derivatives": [value_record(value) for value in side.derivatives],
        **({} if side.why is None else {"why": side.why}),
    }


def _optional(value: Value | None) -> dict[str, Any] | None:
    return None if value is None else value_record(value)
