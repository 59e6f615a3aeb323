"""``calcdl check``: is a formula the derivative, and if not, what was likely done wrong?"""

from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import (
    WHAT,
    Expression,
    Variable,
    complete_functions,
    order_flag,
    texts_of,
)

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(cls=QuestionCommand)
def check(
    expression: Expression = None,
    claims: Annotated[
        list[str] | None,
        typer.Argument(
            autocompletion=complete_functions,
            metavar="CLAIM",
            help="What its derivative is said to be.",
            show_default=False,
            rich_help_panel=WHAT,
        ),
    ] = None,
    wrt: Variable = None,
    gradient: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=CLAIM",
            help="A partial derivative, 'x=2*x*y'; may be repeated.",
            show_default=False,
            rich_help_panel=WHAT,
        ),
    ] = None,
    order: Annotated[int, order_flag("CLAIM is the N-th derivative.")] = 1,
) -> Asked:
    """Is CLAIM the derivative of EXPR? Ends with status 0 if it is, and 1 if not.

    calcdl check "x^2*sin(x)" "2x*sin(x) + x^2*cos(x)"       equal
    calcdl check "sin(x^2)" "cos(x^2)"                       what was forgotten, and where
    calcdl check "w*x + b" x --wrt w                         by one of several variables
    calcdl check "x^2*y" --gradient x="2*x*y" y="x^2"        a gradient
    calcdl check "sin(x)" "-sin(x)" -n 2                     a second derivative
    calcdl check "x^3" "3x^2" --json                         as data
    calcdl check "sum((X@w)^2)" "X.T@X@w" --wrt w --shape "X: N,n; w: n"   by a vector
    """
    return Asked(
        "check",
        texts_of(expression),
        wrt=texts_of(wrt),
        order=order,
        claims=texts_of(claims),
        gradient=texts_of(gradient),
    )
