"""``calcdl hessian``: all second partial derivatives, as formulas and at points."""

import typer

from calcdl.calculus.partials.answer import hessian
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

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("hessian", cls=ExpressionCommand)
def hessian_(
    expression: Expression = None,
    wrt: Variables = None,
    at: At = None,
    digits: Digits = None,
    let: Let = None,
    file: File = None,
    function: Declared = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """Second partial derivatives of EXPR; with --at also eigenvalues and definiteness.

    calcdl hessian "(1-x)**2 + 100*(y-x**2)**2" --at x=1,y=1
    """
    how = chosen_format(format, json)
    reading = read_source(expression, let, file, function)
    result = hessian(
        reading, names_of(wrt), at or (), digits=digits, formulas=wants_formulas(how, at)
    )
    note_absent(names_of(wrt), [reading])
    print_entries(result, how)
