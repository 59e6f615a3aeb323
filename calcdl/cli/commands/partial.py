"""``calcdl partial``: partial derivatives of a function of several inputs."""

from typing import Annotated

import typer

from calcdl.calculus.chain.answer import chain
from calcdl.calculus.partials.answer import partial
from calcdl.cli.commands.chain import print_chain
from calcdl.cli.commands.expression_command import (
    At,
    Declared,
    Digits,
    Expression,
    ExpressionCommand,
    File,
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


@app.command("partial", cls=ExpressionCommand)
def partial_(
    expression: Expression = None,
    wrt: Variables = None,
    at: At = None,
    order: Annotated[
        int, typer.Option(metavar="N", min=1, help="2: all second partial derivatives.")
    ] = 1,
    mixed: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            help="One derivative of higher order: 'x,x,y' for ∂³f/∂x²∂y.",
            show_default=False,
        ),
    ] = None,
    steps: Annotated[
        bool, typer.Option("--steps", help="Show the chain rule for each variable.")
    ] = False,
    digits: Digits = None,
    let: Let = None,
    file: File = None,
    function: Declared = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """Partial derivatives of EXPR, with respect to each of its variables.

    calcdl partial "sigmoid(w*x + b)" --at w=1,x=2,b=0
    """
    how = chosen_format(format, json)
    if steps:
        if order != 1 or mixed or len(at or ()) > 1:
            raise UsageError("--steps shows first partial derivatives, at one point at the most")
        reading = read_source(expression, let, file, function)
        steps_taken = chain(reading, names_of(wrt), at[0] if at else None, digits)
        print_chain(steps_taken, how)
        return
    reading = read_source(expression, let, file, function)
    result = partial(
        reading,
        names_of(wrt),
        at or (),
        order=order,
        mixed=names_of(mixed),
        digits=digits,
        formulas=wants_formulas(how, at),
    )
    note_absent(names_of(wrt) + names_of(mixed), [reading])
    print_entries(result, how)
