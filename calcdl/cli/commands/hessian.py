"""``calcdl hessian``: all second partial derivatives, as formulas and at points."""

from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import (
    WHAT,
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
def hessian(
    expression: Expression = None,
    wrt: Variables = None,
    at: At = None,
    along: Annotated[
        str | None,
        typer.Option(
            metavar="V",
            help="With --shape: the Hessian times V, as a formula; of several, 'w=V; b=u'.",
            show_default=False,
            rich_help_panel=WHAT,
        ),
    ] = None,
    digits: Digits = None,
    form: FormFlag = Form.best,
    named: Named = False,
) -> Asked:
    """Second partial derivatives of EXPR; with --at also eigenvalues and definiteness.

    calcdl hessian "x^2*y"                                        as formulas
    calcdl hessian "(1-x)^2 + 100*(y-x^2)^2" --at x=1,y=1         as numbers
    calcdl hessian "x^2 - y^2" --at x=0,y=0 --format table        with eigenvalues
    calcdl hessian "x^2*y*z" --wrt x,y                            by some of the variables
    calcdl hessian "exp(x*y)" --format latex                      for a paper
    calcdl hessian "x^2*y" --format csv                           for a spreadsheet
    calcdl hessian "log(sum(exp(x)))" --shape "x: n"              by vectors, as a matrix
    calcdl hessian "sum(exp(A@x))" --shape "A: m,n; x: n" --wrt x --along v   times v
    """
    return Asked(
        "hessian",
        texts_of(expression),
        texts_of(at),
        names_of(wrt),
        digits,
        along=texts_of(along),
        form=form.value,
        named=named,
    )
