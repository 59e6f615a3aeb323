"""What a function does at a point, as rows and as a record."""

from __future__ import annotations

import math

from calcdl.calculus.point.words import sentence
from calcdl.reading.points import point_text
from calcdl.reading.writing import write
from calcdl.render.record import Record, present, slope_record, value_record
from calcdl.render.rows import Rows, float_text
from calcdl.results.point import Behaviour, Behaviours, OneSide

__all__ = ["columns", "frameworks_text", "record", "rows"]


def rows(result: Behaviours) -> Rows:
    """Return a row for each point and direction.

    Its cells are the kind of point, the value there, limit and slope on the left, limit and slope
    on the right; empty where there is nothing. With several variables the direction stands before
    them, and with several points the point before that.
    """
    several = len({tuple(behaviour.at.items()) for behaviour in result.points}) > 1
    rows = []
    for behaviour in result.points:
        place = [point_text(behaviour.at)] if several else []
        along = [] if behaviour.along is None else [behaviour.along]
        rows.append([*place, *along, *_cells(behaviour)])
    return rows


def _cells(behaviour: Behaviour) -> list[str]:
    left, right = behaviour.left, behaviour.right
    values = (behaviour.value, left.limit, left.slope, right.limit, right.slope)
    return [behaviour.kind, *["" if value is None else value.decimal for value in values]]


def columns(result: Behaviours) -> Rows:
    """Return a heading, and a row for each point and direction."""
    names = list(result.points[0].at) if result.points else []
    values = ["kind", "value", "left_limit", "left_slope", "right_limit", "right_slope"]
    rows = [["expression", *names, "along", *values]]
    for behaviour in result.points:
        place = [behaviour.at[name] for name in names]
        rows.append([write(result.expression), *place, behaviour.along or "", *_cells(behaviour)])
    return rows


def record(result: Behaviours) -> Record:
    """Return the record of what a function does at points."""
    return {
        "command": "point",
        "expression": write(result.expression),
        "points": [_behaviour_record(behaviour) for behaviour in result.points],
    }


def _behaviour_record(behaviour: Behaviour) -> Record:
    frameworks = {name: slope_record(slope) for name, slope in behaviour.frameworks}
    return {
        **present({"at": behaviour.at, "along": behaviour.along}),
        "kind": behaviour.kind,
        "says": sentence(behaviour),
        "value": value_record(behaviour.value),
        "left": _side_record(behaviour.left),
        "right": _side_record(behaviour.right),
        "derivatives": behaviour.derivatives,
        "more": behaviour.more,
        **present({"frameworks": frameworks or None}),
    }


def _side_record(side: OneSide) -> Record:
    return {
        "exists": side.exists,
        "limit": value_record(side.limit),
        "derivatives": [value_record(value) for value in side.derivatives],
        **present({"why": side.why}),
    }


def frameworks_text(behaviour: Behaviour) -> str:
    """Return what others give for the slope, nothing where that is simply right."""
    slopes = {name: float_text(slope) for name, slope in behaviour.frameworks}
    right = behaviour.right.slope
    if behaviour.kind == "smooth" and right is not None and right.float is not None:
        values = [slope for _, slope in behaviour.frameworks]
        if all(math.isclose(slope, right.float, rel_tol=1e-9, abs_tol=1e-9) for slope in values):
            return ""
    if len(slopes) > 1 and len(set(slopes.values())) == 1:
        return f"{' and '.join(slopes)} both return {slopes.popitem()[1]} as the slope there."
    clauses = [f"{name} returns {slope}" for name, slope in slopes.items()]
    return f"As the slope there {' and '.join(clauses)}." if clauses else ""
