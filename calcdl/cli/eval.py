"""``calcdl eval``: the value of a function."""

from typing import Annotated

import typer

from calcdl.calculus.evaluation import evaluation
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
    fail_at_points,
)
from calcdl.cli.source import read_source
from calcdl.results.derivative import Evaluation

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
    _print(result, how)
    fail_at_points(result.points, how)


def _print(result: Evaluation, how: Format) -> None:
    if how is Format.table:
        from calcdl.render.table.evaluation import print_evaluation_table

        print_evaluation_table(result)
    elif how is Format.json:
        from calcdl.render.records import evaluation_json

        print(evaluation_json(result))
    elif how is Format.csv:
        from calcdl.render.columns import evaluation_csv

        print(evaluation_csv(result), end="")
    elif how is Format.latex:
        from calcdl.render.latex import evaluation_latex

        print(evaluation_latex(result))
    else:
        from calcdl.render.plain import point_lines

        for line in point_lines(result.points):
            print(line)
