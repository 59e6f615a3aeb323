"""``calcdl partial``: partial derivatives of a function of several inputs."""

from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import (
    OUTPUT,
    WHAT,
    At,
    Digits,
    Expression,
    Form,
    FormFlag,
    Named,
    Variables,
    names_of,
    order_flag,
    texts_of,
)
from calcdl.errors import UsageError

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(cls=QuestionCommand)
def partial(
    expression: Expression = None,
    wrt: Variables = None,
    at: At = None,
    order: Annotated[int, order_flag("2: all second partial derivatives.")] = 1,
    mixed: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            help="One derivative of higher order: 'x,x,y' for ∂³f/∂x²∂y.",
            show_default=False,
            rich_help_panel=WHAT,
        ),
    ] = None,
    steps: Annotated[
        bool,
        typer.Option(
            "--steps", help="Show the chain rule for each variable.", rich_help_panel=OUTPUT
        ),
    ] = False,
    digits: Digits = None,
    form: FormFlag = Form.best,
    named: Named = False,
) -> Asked:
    """Partial derivatives of EXPR, with respect to each of its variables.

    calcdl partial "x^2*sin(y)"                         as formulas
    calcdl partial "sigmoid(w*x + b)" --at w=1,x=2,b=0  as numbers
    calcdl partial "s(x + y)" --steps                   by the chain rule
    calcdl partial "exp(x*y)" --mixed x,x,y             one of higher order
    calcdl partial "x^2*y" -n 2                         all of the second order
    calcdl partial "x^2*y*z" --wrt x,y                  by some of the variables
    """
    if steps and (order != 1 or mixed or len(at or ()) > 1):
        raise UsageError("--steps shows first partial derivatives, at one point at the most")
    return Asked(
        "chain" if steps else "partial",
        texts_of(expression),
        texts_of(at),
        names_of(wrt),
        digits,
        order,
        mixed=names_of(mixed),
        form=form.value,
        named=named,
    )
