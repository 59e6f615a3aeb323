"""``calcdl gradient``: all first partial derivatives together, and along a direction."""

from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import (
    WHERE,
    At,
    Digits,
    Expression,
    Form,
    FormFlag,
    Named,
    Variables,
    names_of,
    texts_of,
)

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(cls=QuestionCommand)
def gradient(
    expression: Expression = None,
    wrt: Variables = None,
    at: At = None,
    along: Annotated[
        str | None,
        typer.Option(
            metavar="DIRECTION",
            help="The derivative along '1,2' or 'x=1,y=2': the gradient times it.",
            show_default=False,
            rich_help_panel=WHERE,
        ),
    ] = None,
    digits: Digits = None,
    form: FormFlag = Form.best,
    named: Named = False,
) -> Asked:
    """The gradient of EXPR; with --at also its norm and the steepest ascent.

    calcdl gradient "x^2*y"                               as formulas
    calcdl gradient "x^2*y" --at x=1,y=2                  as numbers
    calcdl gradient "x^2*y" --at x=1,y=2 --along 1,2      along a direction
    calcdl gradient "(sigmoid(w*x + b) - y)^2" --wrt w,b  by some of the variables
    calcdl gradient "x*y" --at x=1,y=2 --format table     with norm and steepest ascent
    calcdl gradient "logsumexp(a, b)" --format latex      for a paper
    calcdl gradient "sum((X@w - y)^2)" --shape "X: N,n; w: n; y: N"   of vectors and matrices
    calcdl gradient "sum(A@x)" --shape "A: m,n; x: n" --random 7      at a random point
    """
    return Asked(
        "gradient",
        texts_of(expression),
        texts_of(at),
        names_of(wrt),
        digits,
        along=texts_of(along),
        form=form.value,
        named=named,
    )
