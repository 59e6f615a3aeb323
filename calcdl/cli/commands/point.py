"""``calcdl point``: what a function does at a point, and on both sides of it."""

from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import At, Digits, Expression, Variables, names_of, texts_of

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(cls=QuestionCommand)
def point(
    expression: Expression = None,
    at: At = None,
    wrt: Variables = None,
    along: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DIRECTION",
            help="Go in this direction: '1,2' or 'x=1,y=2'; may be repeated.",
            show_default=False,
        ),
    ] = None,
    digits: Digits = None,
) -> Asked:
    """What EXPR does at a point: smooth, corner, cusp, jump, hole, pole, edge of the domain.

    calcdl point "x*abs(x)" --at 0
    """
    return Asked(
        "point", texts_of(expression), texts_of(at), names_of(wrt), digits, along=texts_of(along)
    )
