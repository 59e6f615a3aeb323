"""``calcdl hessian``: all second partial derivatives, as formulas and at points."""

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import At, Digits, Expression, Variables, names_of, texts_of

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(cls=QuestionCommand)
def hessian(
    expression: Expression = None, wrt: Variables = None, at: At = None, digits: Digits = None
) -> Asked:
    """Second partial derivatives of EXPR; with --at also eigenvalues and definiteness.

    calcdl hessian "(1-x)**2 + 100*(y-x**2)**2" --at x=1,y=1
    """
    return Asked("hessian", texts_of(expression), texts_of(at), names_of(wrt), digits)
