"""Maps of functions of two variables as rows of points and as a record."""

from __future__ import annotations

import math
from collections.abc import Iterator

from calcdl.reading.writing import write
from calcdl.render.record import Record, error_record, present, value_record
from calcdl.render.rows import Rows, float_text
from calcdl.results.curve import Window
from calcdl.results.surface import Critical, Descent, Heights, MarkedPoint, Place, Surface

__all__ = ["columns", "record", "rows"]


def rows(result: Surface) -> Rows:
    """Return a row a point of a contour: x, y, the level, and the number of the line at it."""
    return list(_points(result))


def columns(result: Surface) -> Rows:
    """Return a heading, and the rows."""
    return [[*result.variables, "level", "line"], *_points(result)]


def _points(result: Surface) -> Iterator[list[str]]:
    for contour in result.contours:
        for number, path in enumerate(contour.paths, 1):
            for x, y in path:
                yield [float_text(x), float_text(y), float_text(contour.level), str(number)]
    if result.descent is not None:
        for x, y in result.descent.points:
            yield [float_text(x), float_text(y), "descent", ""]


def record(result: Surface) -> Record:
    """Return the record of a map; a value that is not known is "unknown", one that is not None."""
    return {
        "command": "plot",
        **present({"title": result.title or None}),
        "expression": write(result.expression),
        "variables": list(result.variables),
        **present({"at": result.at or None}),
        "window": result.window._asdict(),
        "logarithmic": result.logarithmic,
        "contours": [
            {"level": contour.level, "lines": [_places(path) for path in contour.paths]}
            for contour in result.contours
        ],
        "critical": [_critical_record(point) for point in result.critical],
        "unmarked": result.unmarked,
        "gradient": [
            {"at": list(arrow.place), "gradient": list(arrow.gradient)} for arrow in result.arrows
        ],
        "heights": _heights_record(result.heights),
        "empty": [_box(box) for box in result.empty],
        "rough": [_box(box) for box in result.rough],
        "unresolved": [_box(box) for box in result.unresolved],
        "points": [_point_record(point) for point in result.points],
        **present({"descent": _descent_record(result.descent)}),
    }


def _places(places: tuple[Place, ...]) -> list[list[float]]:
    return [list(place) for place in places]


def _box(box: Window) -> Record:
    return dict(box._asdict())


def _critical_record(point: Critical) -> Record:
    return {
        "kind": point.kind,
        "x": value_record(point.x),
        "y": value_record(point.y),
        "value": value_record(point.value),
    }


def _heights_record(heights: Heights) -> Record:
    values = [
        "unknown" if value is not None and math.isnan(value) else value for value in heights.values
    ]
    width = heights.columns
    lines = [values[start : start + width] for start in range(0, len(values), width)]
    return {"columns": width, "rows": heights.rows, "values": lines}


def _point_record(point: MarkedPoint) -> Record:
    gradient = None if point.gradient is None else list(point.gradient)
    return {
        "at": point.at,
        **present({"value": value_record(point.value), "gradient": gradient}),
        **present({"error": error_record(point.error)}),
    }


def _descent_record(descent: Descent | None) -> Record | None:
    if descent is None:
        return None
    gradient = None if descent.gradient is None else list(descent.gradient)
    return {
        "rate": descent.rate,
        "steps": descent.steps,
        "outcome": descent.outcome,
        "points": _places(descent.points),
        "values": list(descent.values),
        "gradient": gradient,
        **present({"error": error_record(descent.error)}),
    }
