"""``calcdl check``: is a formula the derivative, and if not, what was likely done wrong?"""

from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import Expression, texts_of

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(cls=QuestionCommand)
def check(
    expression: Expression = None,
    claims: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CLAIM", help="What its derivative is said to be.", show_default=False
        ),
    ] = None,
    wrt: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The variable to differentiate by.", show_default=False),
    ] = None,
    gradient: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=CLAIM",
            help="A partial derivative, 'x=2*x*y'; may be repeated.",
            show_default=False,
        ),
    ] = None,
    order: Annotated[int, typer.Option(metavar="N", min=1, help="The derivative's order.")] = 1,
) -> Asked:
    """Is CLAIM the derivative of EXPR? Ends with status 0 if it is, and 1 if not.

    calcdl check "sin(x**2)" "cos(x**2)"
    """
    return Asked(
        "check",
        texts_of(expression),
        wrt=texts_of(wrt),
        order=order,
        claims=texts_of(claims),
        gradient=texts_of(gradient),
    )
