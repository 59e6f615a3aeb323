"""``calcdl point``: what a function does at a point, and on both sides of it."""

import sys
from typing import Annotated

import typer

from calcdl.calculus.point.answer import verdicts
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
from calcdl.cli.shared.messages import say
from calcdl.cli.shared.partials import Variables, names_of
from calcdl.cli.shared.source import note_absent, read_source
from calcdl.errors import UsageError
from calcdl.render.forms import require_form, write_result

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("point", cls=ExpressionCommand)
def point_(
    expression: Expression = None,
    at: At = None,
    wrt: Variables = None,
    along: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DIRECTION",
            help="Go in this direction: '1,2' or 'x=1,y=2'; may be repeated.",
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
    """What EXPR does at a point: smooth, corner, cusp, jump, hole, pole, edge of the domain.

    calcdl point "x*abs(x)" --at 0
    """
    how = chosen_format(format, json)
    require_form("point", how, "a verdict")
    if not at:
        raise UsageError("there is no point: add --at")
    if along and wrt is not None:
        raise UsageError("--along says which way to go, and so does --wrt: leave one of them out")
    reading = read_source(expression, let, file, function)
    result = verdicts(reading, at, wrt=names_of(wrt), along=along or (), digits=digits)
    note_absent(names_of(wrt), [reading])
    write_result(result, "point", how)
    undecided = [found for found in result.points if found.kind == "undecided"]
    if undecided:
        sys.stdout.flush()
        if how is not Format.json:
            say(f"this could not be decided: {undecided[0].why}")
        raise typer.Exit(3)
