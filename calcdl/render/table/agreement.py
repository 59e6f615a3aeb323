"""The last line of a derivative's table: which routes came to the same number."""

from __future__ import annotations

from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import point_text
from calcdl.render.table.lines import Line
from calcdl.render.table.pairs import Pairs
from calcdl.results.agreement import Agreement

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["NAME", "table"]

NAME = "agreement"


def table(result: Agreement) -> list[RenderableType]:
    """Return a line for all points, or where they differ a line for those that are alike."""
    alike: dict[tuple[tuple[str, bool], ...], list[str]] = {}
    for at, routes in result.points:
        if routes:
            alike.setdefault(tuple(routes.items()), []).append(point_text(at))
    rows = Pairs()
    for routes_alike, places in alike.items():
        text = _agreement(dict(routes_alike))
        if len(alike) > 1:
            text.append(f" at {'; '.join(places)}", style="dim")
        rows.add_row(NAME, text)
    blank = [""] if len(result.points) > 1 else []
    return [*blank, rows] if alike else []


def _agreement(agreement: dict[str, bool]) -> Line:
    """Return which routes agree, and at the end which do not."""
    text = Line("Taylor series")
    for route in [route for route, agrees in agreement.items() if agrees]:
        text.append(" = ", style="green").append(route)
    others = [route for route, agrees in agreement.items() if not agrees]
    if others:
        text.append(f", but not {' and not '.join(others)}", style="bold red")
    return text
