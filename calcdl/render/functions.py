"""The table of functions, and the page of one of them, as rows and as records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from calcdl.functions import Function
from calcdl.functions.frameworks import VERSIONS
from calcdl.graph.nodes import Graph
from calcdl.reading.names import aliases_of, function_rows
from calcdl.reading.points import place_text
from calcdl.reading.writing import write
from calcdl.render.record import Record, slope_record
from calcdl.render.rows import Rows, float_text
from calcdl.results.functions import CornerSlopes, FunctionPage

__all__ = ["columns", "page_rows", "record", "rows"]

Functions = FunctionPage | Sequence[Function]
_NOT_KNOWN = "not known"


def rows(result: Functions) -> Rows:
    """Return a row a function: name, arguments, other names, meaning, derivatives; or a page."""
    if isinstance(result, FunctionPage):
        return [list(row) for row in page_rows(result, write)]
    return [
        [
            function.name,
            " ".join(function.args),
            " ".join(aliases_of(function)),
            function.says,
            "; ".join(rule or "-" for rule in function.local),
        ]
        for function in result
    ]


def page_rows(page: FunctionPage, written: Callable[[Graph], str]) -> list[tuple[str, str]]:
    """Return what a page says, by name, with its formulas as they are written."""
    found = [("function", page.call), ("meaning", page.says), ("family", page.family)]
    if page.written is not None:
        found.append(("definition", written(page.written)))
    for name, partial in page.partials.items():
        heading = "derivative" if len(page.partials) == 1 else f"derivative by {name}"
        found.append((heading, "no rule" if partial is None else written(partial)))
    if page.domain:
        found.append(("domain", "; ".join(page.domain)))
    if page.corners:
        found.append(("not smooth where", "; ".join([f"{text} = 0" for text in page.corners])))
    if page.aliases:
        found.append(("other names", " ".join(page.aliases)))
    found += [(library, name or "none") for library, name in page.names.items()]
    return found + [
        (f"slope at {place_text(corner.at)}", _slope_text(page, corner)) for corner in page.slopes
    ]


def _slope_text(page: FunctionPage, corner: CornerSlopes) -> str:
    """Return the slopes that frameworks that have a function return at a corner."""
    slopes = ", ".join([
        f"{name} {float_text(corner.slopes[name]) if name in corner.slopes else _NOT_KNOWN}"
        for name in VERSIONS
        if page.names.get(name) is not None
    ])  # fmt: skip
    return f"by {page.along}: {slopes}" if page.fixed and slopes else slopes or _NOT_KNOWN


def columns(result: Functions) -> Rows:
    """Return a heading, and a row a function, or a page."""
    if isinstance(result, FunctionPage):
        return [["about", "value"], *rows(result)]
    return [["name", "arguments", "aliases", "says", "derivatives"], *rows(result)]


def record(result: Functions) -> Record | list[Record]:
    """Return a record a function, or a page."""
    return _page(result) if isinstance(result, FunctionPage) else [_row(row) for row in result]


def _row(row: Function) -> Record:
    return {
        "command": "functions",
        "name": row.name,
        "arguments": list(row.args),
        "aliases": aliases_of(row),
        "says": row.says,
        "definition": row.definition,
        "domain": list(row.domain),
        "derivatives": list(row.local),
    }


def _page(page: FunctionPage) -> Record:
    return {
        **_row(function_rows(page.name)[0]),
        "family": page.family,
        "call": page.call,
        "partials": {
            name: None if partial is None else write(partial)
            for name, partial in page.partials.items()
        },
        "corners": list(page.corners),
        "names": page.names,
        "slopes": [
            {
                "at": corner.at,
                "frameworks": {name: slope_record(slope) for name, slope in corner.slopes.items()},
            }
            for corner in page.slopes
        ],
    }
