"""``calcdl chain``: the chain rule, level by level."""

from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import (
    OUTPUT,
    At,
    Digits,
    Expression,
    Form,
    FormFlag,
    Variables,
    names_of,
    texts_of,
)

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(cls=QuestionCommand)
def chain(
    expression: Expression = None,
    wrt: Variables = None,
    at: At = None,
    terms: Annotated[
        bool,
        typer.Option(
            "--terms", help="Go through sums term by term as well.", rich_help_panel=OUTPUT
        ),
    ] = False,
    digits: Digits = None,
    form: FormFlag = Form.best,
) -> Asked:
    """Expand the chain rule into its steps; with --at the numbers flow through.

    calcdl chain "(x+1)^2"                          level by level
    calcdl chain "log(sin(exp(x^2)))" --at 0.5      with numbers, forward and backward
    calcdl chain "f(g(h(x)))"                       of functions that have only a name
    calcdl chain "u^2" --let "u = x + 1"            with your own names
    calcdl chain "sigmoid(w*x + b)^2" --wrt w       by one of several variables
    calcdl chain "x^2*sin(x)" --json                as data
    calcdl chain "sum((A@x - y)^2)" --shape "A: m,n; x: n; y: m"   backpropagation
    """
    return Asked(
        "chain",
        texts_of(expression),
        texts_of(at),
        names_of(wrt),
        digits,
        form=form.value,
        terms=terms,
    )
