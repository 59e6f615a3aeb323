"""Intervals as a person types them: "x in [-20, 20], y in [0, 1]", or "x=-20:20"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.calculus.evaluation.value import value_at
from calcdl.errors import CalcdlError, UsageError, Wording
from calcdl.reading.expressions import read
from calcdl.reading.points import Point

if TYPE_CHECKING:
    from calcdl.results.code import Interval

__all__ = ["read_box"]

_PART = re.compile(
    r"\s*(?P<name>[^\W\d]\w*)\s*(?:in\b|∈|=)\s*"
    r"(?:\[(?P<low>[^,\[\]]+),(?P<high>[^,\[\]]+)\]|(?P<from>[^,:;\[\]]+):(?P<to>[^,:;\[\]]+))"
    r"\s*(?:[,;]\s*|$)"
)


def read_box(text: str, variables: Sequence[str]) -> tuple[Interval, ...]:
    """Return an interval for each variable, in their order. Raises UsageError.

    >>> read_box("y=0:1, x in [-pi, 2]", ["x", "y"])
    (('x', -3.141592653589793, 2.0), ('y', 0.0, 1.0))
    """
    found: dict[str, Interval] = {}
    place = 0
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            rest = text[place:].strip()
            raise UsageError(f"I cannot read the interval '{rest}': write ", _wanted(variables))
        name, place = part["name"], part.end()
        if name not in variables:
            raise UsageError(f"there is no variable {name}: write ", _wanted(variables))
        if name in found:
            raise UsageError(f"there are two intervals for {name}: leave one of them out")
        low, high = _end(part["low"] or part["from"]), _end(part["high"] or part["to"])
        if low > high:
            raise UsageError(f"the interval of {name} ends before it begins: write {name} in "
                             f"[{high!r}, {low!r}]")  # fmt: skip
        found[name] = (name, low, high)
    missing = [name for name in variables if name not in found]
    if missing:
        raise UsageError(f"there is no interval for {', '.join(missing)}: write ",
                         _wanted(variables))  # fmt: skip
    return tuple([found[name] for name in variables])


def _wanted(variables: Sequence[str]) -> Wording:
    """Return what to type, for these variables."""
    intervals = ", ".join([f"{name} in [-1, 1]" for name in variables])
    return Wording(f"certify={intervals!r}", f"--certify '{intervals}'")


def _end(text: str) -> float:
    """Return the double nearest to a number that a text says."""
    try:
        graph = read(text.strip()).graph
        number = None if graph.symbols() else value_at(graph, Point({}, {}))[0].float
    except CalcdlError:
        number = None
    if number is None or not math.isfinite(number):
        raise UsageError(f"'{text.strip()}' is not a number at which an interval can end: write "
                         f"a number such as -20, 1e-3 or pi/2")  # fmt: skip
    return number
