"""``calcdl functions``: the table of elementary functions."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from calcdl.cli.command import Format, Format_, Json, chosen_format
from calcdl.errors import UnknownName
from calcdl.functions import ALIASES, FUNCTIONS, lookup
from calcdl.reading import known_names
from calcdl.syntax.calls import unknown_function

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command()
def functions(
    name: Annotated[
        str | None, typer.Argument(help="One function, by any of its names.", show_default=False)
    ] = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """List the functions that calcdl knows: names, definitions, derivatives."""
    how = chosen_format(format, json)
    names = list(FUNCTIONS)
    if name is not None:
        row = lookup(name)
        if row is None:
            raise unknown_function(name, known_names(), (0, len(name)))
        names = [row.name]
    print(names, how)
