"""Numbers of arrays at a point on a terminal."""

from __future__ import annotations

from calcdl.graph.shapes import shape_text
from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import place_text
from calcdl.reading.writing import write_arrays
from calcdl.render.arrays import decimals, list_text
from calcdl.render.table.lines import Formula, Items, Line
from calcdl.render.table.pairs import Pairs
from calcdl.results.arrays import ArrayEvaluation, ArrayNumbers, Place
from calcdl.syntax.unparse import Spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

__all__ = ["add_numbers", "at_place", "certainty", "table"]

_MOST_ROWS, _MOST_COLUMNS = 12, 8  # of a matrix that is shown


def table(result: ArrayEvaluation, spelling: Spelling) -> Iterator[RenderableType]:
    """Yield the expression with its shapes, and its value."""
    rows = Pairs()
    rows.add_row("f", Formula(write_arrays(result.expression)))
    if result.shapes:
        shapes = ", ".join([f"{name} {shape_text(one)}" for name, one in result.shapes.items()])
        rows.add_row("shapes", Line(shapes))
    yield rows
    yield ""
    if result.place.at:
        yield at_place(result.place)
    rows = Pairs()
    add_numbers(rows, "value", result.numbers)
    yield rows
    yield certainty([result.numbers])


def at_place(place: Place) -> Line:
    """Return the heading of what there is at a point."""
    sizes = {name: str(n) for name, n in place.sizes.items()}
    return Items(f"at {place_text({**place.at, **sizes})}", style="bold")


def add_numbers(rows: Pairs, name: str, numbers: ArrayNumbers) -> None:
    """Add the entries of an array, the rows of a matrix below each other; of many, the first."""
    texts = [text or "none" for text in decimals(numbers)]
    if len(numbers.shape) != 2:
        few = len(texts) <= _MOST_ROWS * _MOST_COLUMNS
        shown = list_text(numbers) if few else f"[{', '.join(texts[:_MOST_ROWS])}, …]"
        rows.add_row(name, Items(shown))
        return
    width = numbers.shape[1]
    lines = [texts[k : k + width] for k in range(0, len(texts), width)]
    shown_lines = [line[:_MOST_COLUMNS] for line in lines[:_MOST_ROWS]]
    room = max([len(text) for line in shown_lines for text in line])
    more = "  …" if width > _MOST_COLUMNS else ""
    below = ["…"] if len(lines) > _MOST_ROWS else []
    padded = ["  ".join([text.rjust(room) for text in line]) + more for line in shown_lines]
    rows.add_row(name, *padded, *below)


def certainty(several: list[ArrayNumbers]) -> Line:
    """Return what is known of digits."""
    if all([numbers.certified for numbers in several]):
        return Line("Every digit is proven.", style="dim")
    return Line("Computed by NumPy in double precision; digits are not proven.", style="dim")
