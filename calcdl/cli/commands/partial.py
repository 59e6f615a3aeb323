"""``calcdl partial``: partial derivatives of a function of several inputs."""

from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import At, Digits, Expression, Variables, names_of, texts_of
from calcdl.errors import UsageError

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(cls=QuestionCommand)
def partial(
    expression: Expression = None,
    wrt: Variables = None,
    at: At = None,
    order: Annotated[
        int, typer.Option(metavar="N", min=1, help="2: all second partial derivatives.")
    ] = 1,
    mixed: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            help="One derivative of higher order: 'x,x,y' for ∂³f/∂x²∂y.",
            show_default=False,
        ),
    ] = None,
    steps: Annotated[
        bool, typer.Option("--steps", help="Show the chain rule for each variable.")
    ] = False,
    digits: Digits = None,
) -> Asked:
    """Partial derivatives of EXPR, with respect to each of its variables.

    calcdl partial "sigmoid(w*x + b)" --at w=1,x=2,b=0
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
    )
