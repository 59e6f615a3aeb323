"""Results as JSON records of schema 1, one object a line; the README describes the keys."""

from __future__ import annotations

import json
from typing import Any

from calcdl.errors import CalcdlError
from calcdl.functions import Function
from calcdl.reading import write
from calcdl.results import Derivative, DerivativeAtPoint, NumericDerivative, Value

__all__ = ["SCHEMA", "derivative_json", "error_json", "function_json"]

SCHEMA = 1


def derivative_json(result: Derivative) -> str:
    """Return the record of a derivative."""
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "command": "deriv",
        "expression": write(result.expression),
        "variable": result.variable,
        "order": result.order,
        "derivative": None if result.formula is None else write(result.formula),
    }
    if result.simplified is not None:
        record["simplified"] = write(result.simplified)
    record["points"] = [_point(point) for point in result.points]
    return dumps(record)


def dumps(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False)


def _point(point: DerivativeAtPoint) -> dict[str, Any]:
    record: dict[str, Any] = {"at": point.at}
    if point.value is not None:
        record["value"] = _value(point.value)
    if point.error is not None:
        record["error"] = error_record(point.error)
    if point.function is not None:
        record["function"] = _value(point.function)
    if point.numeric is not None:
        record["numeric"] = _numeric(point.numeric)
    if point.tangent is not None:
        record["tangent"] = {
            "slope": _value(point.tangent.slope),
            "intercept": _value(point.tangent.intercept),
        }
    return record


def _value(value: Value) -> dict[str, Any]:
    return {
        "exact": value.closed or value.exact,
        "decimal": value.decimal,
        "float": value.float,
        "certified": value.certified,
    }


def _numeric(numeric: NumericDerivative) -> dict[str, Any]:
    return numeric._asdict()


def error_record(error: CalcdlError) -> dict[str, Any]:
    """Return an error as an object: its code, its message, and the place in the text."""
    record: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.span is not None:
        record["span"] = list(error.span)
    return record


def error_json(command: str, text: str | None, error: CalcdlError) -> str:
    """Return the record of a question that could not be answered."""
    return dumps(
        {"schema": SCHEMA, "command": command, "input": text, "error": error_record(error)}
    )


def function_json(row: Function, aliases: list[str]) -> str:
    """Return the record of a function of the table."""
    return dumps(
        {
            "schema": SCHEMA,
            "command": "functions",
            "name": row.name,
            "arguments": list(row.args),
            "aliases": aliases,
            "says": row.says,
            "definition": row.definition,
            "domain": list(row.domain),
            "derivatives": list(row.local),
        }
    )
