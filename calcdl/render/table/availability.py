"""What a target of code has of the functions of the table, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from calcdl.functions.spellings import TARGETS
from calcdl.render.availability import slope_text
from calcdl.results.availability import Availability

__all__ = ["table"]

_HEADINGS = {
    "own": "functions of its own",
    "brought along": "functions that code brings with it",
    "written out": "functions that are written out in others",
    "refused": "functions that are refused",
}


def table(result: Sequence[Availability]) -> Iterator[RenderableType]:
    """Yield the functions by how a target has them, and those that it cannot differentiate."""
    for value, heading in _HEADINGS.items():
        names = [one.name for one in result if one.value == value]
        if names:
            yield Text(f"{TARGETS[result[0].target].language}: {heading}", style="bold")
            yield Text(f"  {' '.join(names)}")
            yield ""
    lacking = [one for one in result if one.value != "refused" and not one.has_slope]
    if lacking:
        yield Text("without a slope, for what it needs is refused", style="bold")
        for one in lacking:
            yield Text(f"  {one.name}: {slope_text(one)}")
