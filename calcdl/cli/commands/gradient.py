"""``calcdl gradient``: all first partial derivatives together, and along a direction."""

from typing import Annotated

import typer

from calcdl.calculus.partials.answer import gradient
from calcdl.cli.commands.expression_command import (
    At,
    Declared,
    Digits,
    Expression,
    ExpressionCommand,
    File,
    Format,
    Format_,
    Json,
    Let,
    chosen_format,
)
from calcdl.cli.shared.partials import Variables, names_of, print_entries, wants_formulas
from calcdl.cli.shared.source import note_absent, read_source
from calcdl.errors import UsageError

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("gradient", cls=ExpressionCommand)
def gradient_(
    expression: Expression = None,
    wrt: Variables = None,
    at: At = None,
    along: Annotated[
        str | None,
        typer.Option(
            metavar="DIRECTION",
            help="The derivative along '1,2' or 'x=1,y=2': the gradient times it.",
            show_default=False,
        ),
    ] = None,
    digits: Digits = None,
    let: Let = None,
    file: File = None,
    function: Declared = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """The gradient of EXPR; with --at also its norm and the steepest ascent.

    calcdl gradient "x**2*y" --at x=1,y=2 --along 1,2
    """
    how = chosen_format(format, json)
    if along is not None and how in (Format.csv, Format.latex):
        raise UsageError("--along has no CSV or LaTeX form: choose table, plain or json")
    reading = read_source(expression, let, file, function)
    result = gradient(
        reading,
        names_of(wrt),
        at or (),
        direction=along,
        digits=digits,
        formulas=wants_formulas(how, at),
    )
    note_absent(names_of(wrt), [reading])
    print_entries(result, how)
