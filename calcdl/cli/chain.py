"""``calcdl chain``: the chain rule, level by level."""

import typer

from calcdl.calculus.chain import chain
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
    one_point,
)
from calcdl.cli.several import Variables, names_of
from calcdl.cli.source import note_absent, read_source
from calcdl.results.chain import Chain

__all__ = ["app", "print_chain"]

app = typer.Typer(add_completion=False)


@app.command("chain", cls=ExpressionCommand)
def chain_(
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
    """Expand the chain rule into its steps; with --at the numbers flow through.

    calcdl chain "log(sin(exp(x**2)))" --at 0.5
    """
    how = chosen_format(format, json)
    reading = read_source(expression, let, file, function)
    result = chain(reading, names_of(wrt), one_point(at), digits)
    note_absent(names_of(wrt), [reading])
    print_chain(result, how)


def print_chain(result: Chain, how: Format) -> None:
    """Print the steps of the chain rule."""
    if how is Format.table:
        from calcdl.render.table.chain import print_chain_table

        print_chain_table(result)
    elif how is Format.json:
        from calcdl.render.records import chain_json

        print(chain_json(result))
    elif how is Format.csv:
        from calcdl.render.columns import chain_csv

        print(chain_csv(result), end="")
    elif how is Format.latex:
        from calcdl.render.latex import chain_latex

        print(chain_latex(result))
    else:
        from calcdl.render.plain import chain_lines

        for line in chain_lines(result):
            print(line)
