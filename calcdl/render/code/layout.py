"""Lists of a program in lines: on one where there is room, else one under the other."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["call_lines"]


def call_lines(
    before: str, items: Sequence[str], behind: str, width: int, *, indent: int = 4, last: str = ""
) -> list[str]:
    """Return what stands in brackets in lines; ``last`` stands behind the last item of several.

    >>> call_lines("f(", ["x", "y"], ")", 4, indent=2)
    ['f(', '  x,', '  y', ')']
    """
    line = f"{before}{', '.join(items)}{behind}"
    if len(line) <= width:
        return [line]
    space = " " * indent
    inside = [f"{space}{item}," for item in items[:-1]]
    return [before.rstrip(), *inside, f"{space}{items[-1]}{last}", behind.lstrip()]
