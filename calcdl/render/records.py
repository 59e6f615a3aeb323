"""Results as JSON records of schema 1, one object a line; the README describes the keys."""

from __future__ import annotations

import json
from typing import Any

from calcdl.errors import CalcdlError, Undecided
from calcdl.functions import Function
from calcdl.reading.writing import write
from calcdl.results.at_point import DerivativeAtPoint, NumericDerivative
from calcdl.results.chain import Chain, Level, Number
from calcdl.results.derivative import Derivative
from calcdl.results.evaluation import Evaluation
from calcdl.results.partials import Entries, Entry, PointFacts
from calcdl.results.value import Value
from calcdl.syntax.escapes import visible

__all__ = [
    "SCHEMA",
    "chain_json",
    "derivative_json",
    "entries_json",
    "error_json",
    "evaluation_json",
    "function_json",
    "value_record",
]

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


def evaluation_json(result: Evaluation) -> str:
    """Return the record of a function's values."""
    return dumps(
        {
            "schema": SCHEMA,
            "command": "eval",
            "expression": write(result.expression),
            "points": [_point(point) for point in result.points],
        }
    )


def dumps(record: dict[str, Any]) -> str:
    """Return a record as a line of JSON that is safe to print.

    Half of a pair of surrogates, which no Unicode text can hold, becomes the sign for that.
    """
    text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    if text.isprintable():
        return text
    return "".join(c if visible(c) == c else _escape(c) for c in text)


def _escape(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "\N{REPLACEMENT CHARACTER}"
    return json.dumps(character)[1:-1]


def _point(point: DerivativeAtPoint) -> dict[str, Any]:
    record: dict[str, Any] = {"at": point.at}
    if point.value is not None:
        record["value"] = value_record(point.value)
    if point.error is not None:
        record["error"] = error_record(point.error)
    if point.function is not None:
        record["function"] = value_record(point.function)
    if point.numeric is not None:
        record["numeric"] = _numeric(point.numeric)
    if point.tangent is not None:
        record["tangent"] = {
            "slope": value_record(point.tangent.slope),
            "intercept": value_record(point.tangent.intercept),
        }
    return record


def value_record(value: Value) -> dict[str, Any]:
    """Return a value as an object."""
    return {
        "exact": value.closed or value.exact,
        "decimal": value.decimal,
        "float": value.float,
        "certified": value.certified,
    }


def _numeric(numeric: NumericDerivative) -> dict[str, Any]:
    return numeric._asdict()


def error_record(error: CalcdlError) -> dict[str, Any]:
    """Return an error as an object: its code, its message, and the place in the text.

    At a point that was looked at it has the kind of point too, and the slopes on both sides.
    """
    record: dict[str, Any] = {"code": error.code, "message": error.message_in_shell}
    if error.span is not None:
        record["span"] = list(error.span)
    if error.behaviour is not None:
        found = error.behaviour
        record |= {"kind": found.kind, "left": _slope(found.left), "right": _slope(found.right)}
    return record


def _slope(side: Any) -> dict[str, Any] | None:
    return None if side.slope is None else value_record(side.slope)


def error_json(command: str, text: str | None, error: CalcdlError, line: int | None = None) -> str:
    """Return the record of a question that could not be answered, in a stream with its line."""
    place = {} if line is None else {"line": line}
    return dumps(
        {
            "schema": SCHEMA,
            "command": command,
            **place,
            "input": text,
            "error": error_record(error),
        }
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


def entries_json(result: Entries) -> str:
    """Return the record of a gradient, Jacobian or Hessian, or of partial derivatives."""
    record: dict[str, Any] = {"schema": SCHEMA, "command": result.command}
    texts = [write(graph) for graph in result.expressions]
    if result.command == "jacobian":
        record["expressions"] = texts
    else:
        record["expression"] = texts[0]
    record["variables"] = list(result.variables)
    key = "partials" if result.command == "partial" else result.command
    record[key] = {entry.label: _entry(entry) for entry in result.entries}
    if result.facts:
        record["points"] = [_facts(facts, result.variables) for facts in result.facts]
    return dumps(record)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "derivative": None if entry.formula is None else write(entry.formula),
        "points": [_point(point) for point in entry.points],
    }


def _facts(facts: PointFacts, variables: tuple[str, ...]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    if facts.norm is not None:
        record["norm"] = value_record(facts.norm)
    if facts.steepest:
        pairs = zip(variables, facts.steepest, strict=True)
        record["steepest"] = {name: value_record(value) for name, value in pairs}
    if facts.along is not None:
        record["along"] = value_record(facts.along)
    if facts.eigenvalues:
        record["eigenvalues"] = [value_record(value) for value in facts.eigenvalues]
    if facts.definiteness is not None:
        record["definiteness"] = facts.definiteness
    return record


def chain_json(result: Chain) -> str:
    """Return the record of a chain: its levels, innermost first, and an assembly a variable."""
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "command": "chain",
        "expression": write(result.expression),
    }
    if result.at is not None:
        record["at"] = result.at
    record["levels"] = [_level(level) for level in result.levels]
    record["assemblies"] = {
        one.variable: {
            "paths": None if one.paths is None else [[list(step) for step in p] for p in one.paths],
            "product": write(one.product),
            "substituted": write(one.substituted),
            "derivative": write(one.tidied),
            **({} if result.at is None else _number(one.value)),
        }
        for one in result.assemblies
    }
    return dumps(record)


def _level(level: Level) -> dict[str, Any]:
    record = {
        "name": level.name,
        "definition": write(level.definition),
        "rule": level.rule,
        "local": {
            one.input: {"derivative": write(one.formula), **_number(one.value)}
            for one in level.local
        },
        "value": _number(level.value)["value"],
        "adjoint": _number(level.adjoint)["value"],
    }
    numbers = (("value", level.value), ("adjoint", level.adjoint))
    undecided = {key: error_record(n) for key, n in numbers if isinstance(n, Undecided)}
    return record | ({"errors": undecided} if undecided else {})


def _number(number: Number) -> dict[str, Any]:
    """Return the keys of a number: its value, null where there is none, and why it is not known."""
    if isinstance(number, Undecided):
        return {"value": None, "error": error_record(number)}
    return {"value": None if number is None else value_record(number)}
