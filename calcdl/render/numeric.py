"""The finite-difference laboratory as plain text, JSON and CSV."""

from __future__ import annotations

import csv
import io
from decimal import ROUND_CEILING, Context
from typing import Any

from calcdl.reading.writing import write
from calcdl.render.records import SCHEMA, dumps, error_record, value_record
from calcdl.results.numeric import AdaptiveDerivative, DifferenceQuotient, Laboratory

__all__ = ["bound_text", "laboratory_csv", "laboratory_json", "laboratory_lines", "number_text"]


def laboratory_lines(result: Laboratory, digits: int | None = None) -> list[str]:
    """Return a line for each quotient: method, step, estimate, error, truncation, rounding.

    An adaptive estimate has a line of its own: estimate, bound. The columns are separated by
    tabs; where there are several points, the first one is the point.
    """
    lines = []
    for point in result.points:
        place = ",".join(f"{name}={text}" for name, text in point.at.items())
        before = [place] if len(result.points) > 1 else []
        for one in point.quotients:
            lines.append("\t".join(before + _columns(one, digits)))
        if point.adaptive is not None and not point.quotients:
            lines.append("\t".join(before + _estimate(point.adaptive, digits)))
    return lines


def number_text(value: float | None, digits: int | None = None) -> str:
    """Return a float with the digits asked for, or as few as tell it from other floats."""
    if value is None:
        return ""
    text = repr(value) if digits is None else f"{value:.{digits}g}"
    return "0" if text in ("-0", "-0.0") else text.removesuffix(".0")


def bound_text(bound: float) -> str:
    """Return a bound with two digits, rounded up so that it stays one."""
    return f"{float(Context(prec=2, rounding=ROUND_CEILING).create_decimal(bound)):.2g}"


def _columns(one: DifferenceQuotient, digits: int | None) -> list[str]:
    errors = (one.error, one.truncation_error, one.rounding_error)
    told = [number_text(value, digits or 3) for value in errors]
    return [one.method, f"{one.step:g}", number_text(one.estimate, digits), *told]


def _estimate(adaptive: AdaptiveDerivative, digits: int | None) -> list[str]:
    return [number_text(adaptive.estimate, digits), bound_text(adaptive.bound)]


def laboratory_csv(result: Laboratory, digits: int | None = None) -> str:
    """Return a row a quotient, an adaptive estimate among them with its bound."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    names = list(result.points[0].at) if result.points else []
    rows.writerow(
        [*names, "method", "step", "estimate", "error", "truncation", "rounding", "bound"]
    )
    for point in result.points:
        place = [point.at[name] for name in names]
        for one in point.quotients:
            rows.writerow([*place, *_columns(one, digits), ""])
        if point.adaptive is not None:
            estimate, bound = _estimate(point.adaptive, digits)
            rows.writerow([*place, "auto", "", estimate, "", "", "", bound])
    return stream.getvalue()


def laboratory_json(result: Laboratory) -> str:
    """Return the record of a laboratory."""
    record: dict[str, Any] = {"schema": SCHEMA, "command": "numeric"}
    if result.expression is not None:
        record["expression"] = write(result.expression)
    else:
        record["program"] = result.program
    record["variable"] = result.variable
    record["points"] = []
    for point in result.points:
        told: dict[str, Any] = {"at": point.at}
        if point.value is not None:
            told["value"] = value_record(point.value)
        if point.quotients:
            told["quotients"] = [one._asdict() for one in point.quotients]
        if point.best_steps is not None:
            told["best_steps"] = point.best_steps
        if point.adaptive is not None:
            told["adaptive"] = point.adaptive._asdict()
        if point.no_derivative is not None:
            told["no_derivative"] = error_record(point.no_derivative)
        if point.error is not None:
            told["error"] = error_record(point.error)
        record["points"].append(told)
    return dumps(record)
