"""Curves as rows of points and as a record."""

from __future__ import annotations

import math
from collections.abc import Iterator

from calcdl.reading.writing import write
from calcdl.render.record import Record, error_record, present, value_record
from calcdl.render.rows import Rows, float_text
from calcdl.results.curve import Curve, Curves, End, Line, Mark, Piece, PlacedPoint

__all__ = ["columns", "record", "rows"]


def rows(result: Curves) -> Rows:
    """Return a row a point: x, y, the number of its curve, and of the piece of that curve."""
    return list(_points(result))


def columns(result: Curves) -> Rows:
    """Return a heading, and the rows."""
    return [["x", "y", "curve", "piece"], *_points(result)]


def _points(result: Curves) -> Iterator[list[str]]:
    for k, curve in enumerate(result.curves, 1):
        for number, piece in enumerate(curve.pieces, 1):
            for x, y in piece.points:
                if math.isfinite(y):
                    yield [float_text(x), float_text(y), str(k), str(number)]
    for x, y in result.data:
        yield [float_text(x), float_text(y), "data", ""]


def record(result: Curves) -> Record:
    """Return the record of curves.

    The limit at an end that is infinite is "oo" or "-oo", a value beyond the doubles None.
    """
    return {
        "command": "plot",
        **present({"title": result.title or None}),
        "window": result.window._asdict(),
        **present({"log": result.log or None}),
        "curves": [_curve_record(curve) for curve in result.curves],
        "points": [_point_record(point) for point in result.extras.points],
        "tangents": [_line_record(line) for line in result.extras.tangents],
        "secants": [_line_record(line) for line in result.extras.secants],
        "data": [list(point) for point in result.data],
    }


def _curve_record(curve: Curve) -> Record:
    of = None if curve.derivative_of is None else curve.derivative_of + 1
    return {
        "expression": write(curve.expression),
        "variable": curve.variable,
        **present({"derivative_of": of}),
        "pieces": [_piece_record(piece) for piece in curve.pieces],
        "isolated": [list(point) for point in curve.isolated],
        "marks": [_mark_record(mark) for mark in curve.marks],
        "unmarked": list(curve.unmarked),
        "unresolved": [list(ends) for ends in curve.unresolved],
    }


def _piece_record(piece: Piece) -> Record:
    return {
        "start": _end_record(piece.start),
        "end": _end_record(piece.end),
        "points": [[x, _double(y)] for x, y in piece.points],
        "bands": [
            {"left": b.left, "right": b.right, "low": _double(b.low), "high": _double(b.high)}
            for b in piece.bands
        ],
    }


def _end_record(end: End) -> Record:
    y: float | str | None = None if end.y is None else _double(end.y)
    if end.y in (math.inf, -math.inf) and end.kind != "window":
        y = "oo" if end.y == math.inf else "-oo"
    return {"x": end.x, "y": y, "closed": end.closed, "kind": end.kind}


def _double(y: float) -> float | None:
    """Return a number, None for one that is beyond the range of doubles."""
    return y if math.isfinite(y) else None


def _mark_record(mark: Mark) -> Record:
    return {"kind": mark.kind, "x": value_record(mark.x), "y": value_record(mark.y)}


def _point_record(point: PlacedPoint) -> Record:
    return {
        "curve": point.curve + 1,
        "at": point.at,
        **present({"x": value_record(point.x), "y": value_record(point.y)}),
        **present({"error": error_record(point.error)}),
    }


def _line_record(line: Line) -> Record:
    return {
        **_point_record(line.point),
        **present({"slope": value_record(line.slope), "step": line.step}),
    }
