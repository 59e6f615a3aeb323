"""``calcdl eval``: the value of a function."""

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import At, Digits, Exact, Expression, texts_of

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("eval", cls=QuestionCommand)
def eval_(
    expression: Expression = None, at: At = None, digits: Digits = None, exact: Exact = False
) -> Asked:
    """The value of EXPR at a point, every digit proven.

    calcdl eval "sin(x)/x" --at 0.1                     a number
    calcdl eval "sigmoid(w*x + b)" --at w=2,x=1,b=0     of several variables
    calcdl eval "gamma(1/2)" --digits 40                forty digits, all of them right
    calcdl eval "cos(pi/12)" --exact                    a closed form
    calcdl eval "u^2" --let "u = x + 1" --at x=2        with definitions
    calcdl eval "log(x)" --at 1 --at 2 --json           several points, as data
    calcdl eval "A@x" --shape "A: m,n; x: n" --random 7  of arrays
    """
    return Asked("eval", texts_of(expression), texts_of(at), digits=digits, exact=exact)
