"""What is to be seen of a line through a window."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from calcdl.results.curve import Window

__all__ = ["Path", "clipped", "is_inside", "line_across"]

Place = tuple[float, float]
Path = tuple[Place, ...]

_FAR = 1e300  # in place of what is beyond: a double has to hold differences and products too


def clipped(points: Iterable[Place], window: Window) -> list[Path]:
    """Return the parts of a line from point to point that are inside a window.

    >>> clipped([(0, 0), (1, 4), (2, 0)], Window(0, 2, 0, 2))
    [((0, 0), (0.5, 2.0)), ((1.5, 2.0), (2, 0))]
    """
    paths: list[list[Place]] = []
    near = [(x, min(max(y, -_FAR), _FAR)) for x, y in points]
    for before, after in pairwise(near):
        part = _inside(before, after, window)
        if part is None:
            continue
        first, last = part
        if paths and paths[-1][-1] == first:
            paths[-1].append(last)
        else:
            paths.append([first, last])
    if len(near) == 1 and is_inside(near[0], window):
        return [(near[0],)]
    return [tuple(path) for path in paths]


def _inside(first: Place, last: Place, window: Window) -> tuple[Place, Place] | None:
    """Return the part of a straight line that is inside (Liang and Barsky, 1984)."""
    (x, y), (dx, dy) = first, (last[0] - first[0], last[1] - first[1])
    enters, leaves = 0.0, 1.0
    borders = ((-dx, x - window.left), (dx, window.right - x),
               (-dy, y - window.bottom), (dy, window.top - y))  # fmt: skip
    for speed, distance in borders:
        if speed == 0:
            if distance < 0:
                return None
        elif speed < 0:
            enters = max(enters, distance / speed)
        else:
            leaves = min(leaves, distance / speed)
    if enters > leaves:
        return None
    start = first if enters == 0 else (x + enters * dx, y + enters * dy)
    end = last if leaves == 1 else (x + leaves * dx, y + leaves * dy)
    return _on_border(start, window), _on_border(end, window)


def _on_border(place: Place, window: Window) -> Place:
    """Return a place of a window, on the border itself where rounding took it out.

    An end of a line, too: from -1e300 to 1e44, a line leaves the window at 1 - 1e-256, which is 1.
    """
    x, y = place
    return (
        min(max(x, window.left), window.right),
        min(max(y, window.bottom), window.top),
    )


def is_inside(place: Place, window: Window) -> bool:
    x, y = place
    return window.left <= x <= window.right and window.bottom <= y <= window.top


def line_across(place: Place, slope: float, window: Window) -> list[Path]:
    """Return what is to be seen of the straight line through a point."""
    (x, y) = place
    ends = [(u, y + slope * (u - x)) for u in (window.left, window.right)]
    return clipped(ends, window)
