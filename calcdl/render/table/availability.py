"""What a target of code has of the functions of the table, on a terminal."""

from __future__ import annotations

from calcdl.functions.spellings import TARGETS
from calcdl.lean import TYPE_CHECKING
from calcdl.render.availability import slope_text
from calcdl.render.table.lines import Line
from calcdl.results.availability import Availability

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

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
            yield Line(f"{TARGETS[result[0].target].language}: {heading}", style="bold")
            yield Line(f"  {' '.join(names)}")
            yield ""
    lacking = [one for one in result if one.value != "refused" and not one.has_slope]
    if lacking:
        yield Line("without a slope, for what it needs is refused", style="bold")
        for one in lacking:
            yield Line(f"  {one.name}: {slope_text(one)}")
