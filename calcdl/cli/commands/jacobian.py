"""``calcdl jacobian``: the first partial derivatives of several expressions."""

from typing import Annotated

import typer

from calcdl.calculus.partials.answer import jacobian
from calcdl.cli.commands.expression_command import (
    At,
    Declared,
    Digits,
    ExpressionCommand,
    File,
    Format_,
    Json,
    Let,
    chosen_format,
)
from calcdl.cli.shared.partials import Variables, names_of, print_entries, wants_formulas
from calcdl.cli.shared.source import note_absent, read_source

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("jacobian", cls=ExpressionCommand)
def jacobian_(
    expressions: Annotated[
        list[str], typer.Argument(metavar="EXPR...", help="The functions.", show_default=False)
    ],
    wrt: Variables = None,
    at: At = None,
    digits: Digits = None,
    let: Let = None,
    file: File = None,
    function: Declared = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """First partial derivatives of several expressions, row by row.

    calcdl jacobian "x*y" "x + y" --at x=1,y=2
    """
    how = chosen_format(format, json)
    readings = [read_source(text, let, file, function) for text in expressions]
    result = jacobian(
        readings, names_of(wrt), at or (), digits=digits, formulas=wants_formulas(how, at)
    )
    note_absent(names_of(wrt), readings)
    print_entries(result, how)
