"""``calcdl point``: what a function does at a point, and on both sides of it."""

from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import (
    WHERE,
    At,
    Digits,
    Expression,
    Plot,
    Variables,
    names_of,
    texts_of,
)
from calcdl.errors import UsageError

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
            rich_help_panel=WHERE,
        ),
    ] = None,
    digits: Digits = None,
    plot: Plot = False,
) -> Asked:
    """What EXPR does at a point: smooth, corner, cusp, jump, hole, pole, edge of the domain.

    calcdl point "relu(x)" --at 0                         a corner
    calcdl point "sin(x)/x" --at 0                        a removable hole
    calcdl point "floor(x)" --at 1 --plot                 a jump, and a drawing of it
    calcdl point "1/x" --at 0                             a pole
    calcdl point "cbrt(x)" --at 0                         a vertical tangent
    calcdl point "sign(x)" --at 0 --format table          a jump
    calcdl point "abs(x) + y" --at x=0,y=0 --along 1,2    in a direction
    """
    if plot and along:
        raise UsageError("--plot draws along a variable: leave --along out")
    return Asked(
        "point",
        texts_of(expression),
        texts_of(at),
        names_of(wrt),
        digits,
        along=texts_of(along),
        plot=plot,
    )
