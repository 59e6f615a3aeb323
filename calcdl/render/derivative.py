"""A derivative as rows and as a record."""

from __future__ import annotations

from calcdl.lean import TYPE_CHECKING
from calcdl.render.rows import Rows, float_text, heading, point_rows, value_rows, value_text
from calcdl.results.at_point import DerivativeAtPoint
from calcdl.results.derivative import Derivative

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcdl.render.record import Record

__all__ = ["columns", "record", "rows"]


def _formula_text(result: Derivative) -> str:
    """Return the simplest form of the formula, empty where none was asked for."""
    if result.shows_named and result.named is not None:
        from calcdl.render.named import named_text

        return named_text(result.named)
    formula = result.simplified or result.formula
    if formula is None:
        return ""
    from calcdl.reading.writing import write

    return write(formula)


def rows(result: Derivative) -> Rows:
    """Return the formula, or if there are points a row for each: its value."""
    if not result.points:
        return [[_formula_text(result)]]
    return value_rows(result.points, _text_of(result))


def _text_of(result: Derivative) -> Callable[[DerivativeAtPoint], str]:
    return _quotient_text if result.shows_quotient else value_text


def _quotient_text(point: DerivativeAtPoint) -> str:
    return value_text(point) if point.numeric is None else float_text(point.numeric.estimate)


def columns(result: Derivative) -> Rows:
    """Return a heading, and a row a point, or one row without points."""
    from calcdl.reading.writing import write

    names = ["expression", "variable", "order", "derivative"]
    same = [write(result.expression), result.variable, str(result.order), _formula_text(result)]
    return [heading(names, result.points), *point_rows(same, result.points, _text_of(result))]


def record(result: Derivative) -> Record:
    """Return the record of a derivative."""
    from calcdl.reading.writing import write
    from calcdl.render.record import given_up_record, point_record, present

    formula, simplified = result.formula, result.simplified
    return {
        "command": "deriv",
        "expression": write(result.expression),
        "variable": result.variable,
        "order": result.order,
        "derivative": None if formula is None else write(formula),
        **present({"simplified": simplified and write(simplified), **_named_record(result)}),
        "points": [point_record(point) for point in result.points],
        **given_up_record(result.given_up),
    }


def _named_record(result: Derivative) -> Record:
    """Return the formula in the names of parts, and what they are, if there is one."""
    if result.named is None:
        return {}
    from calcdl.reading.writing import write

    definitions = {name: write(definition) for name, definition in result.named.definitions}
    return {"named": write(result.named.formula), "definitions": definitions}
