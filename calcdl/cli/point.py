"""``calcdl point``: what a function does at a point, and on both sides of it."""

import sys
from typing import Annotated

import typer

from calcdl.calculus.verdict import verdicts
from calcdl.cli.command import (
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
from calcdl.cli.several import Variables, names_of
from calcdl.cli.source import note_absent, read_source
from calcdl.errors import UsageError
from calcdl.results.behaviour import Verdicts

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
    if not at:
        raise UsageError("there is no point: add --at")
    if along and wrt is not None:
        raise UsageError("--along says which way to go, and so does --wrt: leave one of them out")
    reading = read_source(expression, let, file, function)
    result = verdicts(reading, at, wrt=names_of(wrt), along=along or (), digits=digits)
    note_absent(names_of(wrt), [reading])
    _print(result, how)
    undecided = [found for found in result.points if found.kind == "undecided"]
    if undecided:
        sys.stdout.flush()
        if how is not Format.json:
            print(f"calcdl: this could not be decided: {undecided[0].why}", file=sys.stderr)
        raise typer.Exit(3)


def _print(result: Verdicts, how: Format) -> None:
    if how is Format.latex:
        raise UsageError("a verdict has no LaTeX form: choose table, plain, json or csv")
    if how is Format.table:
        from calcdl.render.table.behaviour import print_verdicts_table

        print_verdicts_table(result)
    elif how is Format.json:
        from calcdl.render.behaviour_json import verdicts_json

        print(verdicts_json(result))
    elif how is Format.csv:
        from calcdl.render.behaviour import verdicts_csv

        print(verdicts_csv(result), end="")
    else:
        from calcdl.render.behaviour import verdicts_lines

        for line in verdicts_lines(result):
            print(line)
