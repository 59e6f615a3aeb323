"""What the tables have in common."""

from __future__ import annotations

from calcdl.lean import TYPE_CHECKING
from calcdl.reading.points import place_text
from calcdl.reading.spelling import respelled
from calcdl.reading.writing import SYMPY, write
from calcdl.render.names import called, function_name, is_exact
from calcdl.render.table.lines import Formula, Items, Line
from calcdl.render.table.pairs import Pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import ConsoleOptions

    from calcdl.graph.nodes import Graph
    from calcdl.results.value import Value
    from calcdl.syntax.unparse import Spelling

__all__ = [
    "NOTHING",
    "at_point",
    "head",
    "marks_of",
    "superscript",
    "value_text",
]

_LONGEST_FRACTION = 40  # characters that anybody would compare

NOTHING = Line("none", style="red")  # stderr says why


def head(graph: Graph, spelling: Spelling) -> Pairs:
    """Return the first line of most tables: the function."""
    rows = Pairs()
    rows.add_row(called(function_name(graph), graph.symbols()), Formula(write(graph, spelling)))
    return rows


def at_point(at: Mapping[str, str]) -> Line:
    """Return the heading of what there is at a point."""
    return Items(f"at {place_text(at)}", style="bold")


def value_text(value: Value, bold: bool = False, spelling: Spelling = SYMPY) -> Line:
    """Return a value as it is shown: a closed form or a short fraction, if any, and the decimal."""
    text = Line(style="bold" if bold else "")
    exact = value.closed or value.exact
    is_short = value.closed or len(exact or "") <= _LONGEST_FRACTION
    if exact and exact != value.decimal and is_short:
        same = is_exact(value._replace(exact=exact))
        shown = respelled(value.closed, spelling) if value.closed else exact
        text.append(f"{shown} {'=' if same else '≈'} ")
    return text.append(value.decimal)


def marks_of(options: ConsoleOptions) -> str:
    """Return of what characters a drawing is made: of dots where the terminal has them."""
    return "ascii" if options.ascii_only else "braille"


def superscript(number: int) -> str:
    """Return a number as a power is written."""
    return str(number).translate(_SUPERSCRIPTS)


_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
