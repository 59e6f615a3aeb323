"""``calcdl eval``: the value of a function."""

from typing import Annotated

import typer

from calcdl.calculus.evaluation.answer import evaluation
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
    fail_at_points,
)
from calcdl.cli.shared.source import read_source
from calcdl.render.forms import write_result

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("eval", cls=ExpressionCommand)
def eval_(
    expression: Expression = None,
    at: At = None,
    digits: Digits = None,
    exact: Annotated[bool, typer.Option("--exact", help="Print closed forms.")] = False,
    let: Let = None,
    file: File = None,
    function: Declared = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """The value of EXPR at a point, every digit proven.

    calcdl eval "sigmoid(w*x + b)" --at w=2,x=1,b=0
    """
    how = chosen_format(format, json)
    reading = read_source(expression, let, file, function)
    result = evaluation(reading, at or (), digits=digits, exact=exact)
    write_result(result, "evaluation", how)
    fail_at_points(result.points, how)
