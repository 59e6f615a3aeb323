"""The finite-difference laboratory as rows and as a record."""

from __future__ import annotations

from decimal import ROUND_CEILING, Context

from calcdl.reading.points import point_text
from calcdl.reading.writing import write
from calcdl.render.limit import limit_record, limit_rows
from calcdl.render.quotients import Quotients
from calcdl.render.record import Record, error_record, present, value_record
from calcdl.render.rows import Rows, float_text
from calcdl.results.numeric import AdaptiveDerivative, DifferenceQuotient, Numeric, NumericAtPoint

__all__ = ["bound_text", "columns", "number_text", "record", "rows"]


def rows(result: Numeric) -> Rows:
    """Return a row for each quotient: method, step, estimate, error, truncation, rounding, itself.

    The last column is the quotient as it was computed, such as (f(1.1) - f(1))/0.1.

    An adaptive estimate has a row of its own: estimate, bound. Where there are several points,
    the first cell is the point. A limit in symbols stands before them, a row an equality.
    """
    rows = list(limit_rows(result))
    for point in result.points:
        place = [point_text(point.at)] if len(result.points) > 1 else []
        written = Quotients(result, point)
        rows += [
            [*place, *_cells(quotient, result.digits), written.text(quotient)]
            for quotient in point.quotients
        ]
        if point.adaptive is not None and not point.quotients:
            rows.append([*place, *_adaptive_cells(point.adaptive, result.digits)])
    return rows


def number_text(value: float | None, digits: int | None = None) -> str:
    """Return a float with the digits asked for, or as few as tell it from other floats."""
    if value is None:
        return ""
    value += 0.0  # there is no minus before a zero
    return float_text(value) if digits is None else f"{value:.{digits}g}"


def bound_text(bound: float) -> str:
    """Return a bound with two digits, rounded up so that it stays one."""
    return f"{float(Context(prec=2, rounding=ROUND_CEILING).create_decimal(bound)):.2g}"


def _cells(quotient: DifferenceQuotient, digits: int | None) -> list[str]:
    errors = (quotient.error, quotient.truncation_error, quotient.rounding_error)
    return [
        quotient.method,
        f"{quotient.step:g}",
        number_text(quotient.estimate, digits),
        *[number_text(error, digits or 3) for error in errors],
    ]


def _adaptive_cells(adaptive: AdaptiveDerivative, digits: int | None) -> list[str]:
    return [number_text(adaptive.estimate, digits), bound_text(adaptive.bound)]


def columns(result: Numeric) -> Rows:
    """Return a heading, and a row a quotient, an adaptive estimate among them with its bound."""
    names = list(result.points[0].at) if result.points else []
    values = ["method", "step", "estimate", "error", "truncation", "rounding", "bound", "quotient"]
    rows = [[*names, *values]]
    for point in result.points:
        place = [point.at[name] for name in names]
        written = Quotients(result, point)
        rows += [
            [*place, *_cells(quotient, result.digits), "", written.text(quotient)]
            for quotient in point.quotients
        ]
        if point.adaptive is not None:
            estimate, bound = _adaptive_cells(point.adaptive, result.digits)
            rows.append([*place, "auto", "", estimate, "", "", "", bound, ""])
    return rows


def record(result: Numeric) -> Record:
    """Return the record of difference quotients."""
    graph = result.expression
    return {
        "command": "numeric",
        **({"program": result.program} if graph is None else {"expression": write(graph)}),
        "variable": result.variable,
        **present({"limit": limit_record(result)}),
        "points": [_point_record(point, Quotients(result, point)) for point in result.points],
    }


def _point_record(point: NumericAtPoint, written: Quotients) -> Record:
    return present(
        {
            "at": point.at,
            "value": value_record(point.value),
            "quotients": [_quotient_record(quotient, written) for quotient in point.quotients]
            or None,
            "best_steps": point.best_steps,
            "adaptive": point.adaptive and point.adaptive._asdict(),
            "no_derivative": error_record(point.no_derivative),
            "error": error_record(point.error),
        }
    )


def _quotient_record(quotient: DifferenceQuotient, written: Quotients) -> Record:
    return {
        "method": quotient.method,
        "step": quotient.step,
        "quotient": written.text(quotient) or None,
        "estimate": quotient.estimate,
        "without_rounding": quotient.without_rounding,
        "error": quotient.error,
        "truncation_error": quotient.truncation_error,
        "rounding_error": quotient.rounding_error,
        "reason": quotient.reason,
    }
