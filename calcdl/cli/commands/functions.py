"""``calcdl functions``: the table of elementary functions."""

from typing import Annotated

import typer

from calcdl.cli.commands.expression_command import (
    Format,
    Format_,
    Json,
    ReportingCommand,
    chosen_format,
)
from calcdl.errors import UsageError
from calcdl.functions import ALIASES, FUNCTIONS, Function, lookup
from calcdl.functions.written import WRITTEN
from calcdl.reading.names import known_names
from calcdl.syntax.calls import unknown_function

__all__ = ["app"]

app = typer.Typer(add_completion=False)


def _complete(incomplete: str) -> list[str]:
    return [name for name in (*FUNCTIONS, *ALIASES) if name.startswith(incomplete)]


@app.command(cls=ReportingCommand)
def functions(
    name: Annotated[
        str | None,
        typer.Argument(
            help="One function, by any of its names.", show_default=False, autocompletion=_complete
        ),
    ] = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """List the functions that calcdl knows: names, meanings, derivatives."""
    how = chosen_format(format, json)
    rows = [*FUNCTIONS.values(), *WRITTEN]
    if name is not None:
        rows = [_found(name)]
    if how is Format.table:
        from calcdl.render.table.functions import print_functions_table

        print_functions_table(rows, aliases_of)
    elif how is Format.json:
        from calcdl.render.records import function_json

        for row in rows:
            print(function_json(row, aliases_of(row)))
    elif how is Format.latex:
        raise UsageError(
            "the table of functions has no LaTeX form: choose table, plain, csv or json"
        )
    else:
        from calcdl.render.columns import function_rows

        print(function_rows(rows, aliases_of, "," if how is Format.csv else "\t"), end="")


def _found(name: str) -> Function:
    """Return the row of a name, as a formula may have it; raises UnknownName."""
    row = lookup("sigmoid" if name == "σ" else name)
    for other in WRITTEN:
        if name == other.name or name in other.aliases:
            row = other
    if row is None:
        raise unknown_function(name, known_names())
    return row


def aliases_of(row: Function) -> list[str]:
    """Return the other names of a function."""
    return [*row.aliases, *(["σ"] if row.name == "sigmoid" else [])]
