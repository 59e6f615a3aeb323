"""``calcdl simplify``: a formula in the form that reads best."""

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import Expression, Form, FormFlag, texts_of

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(cls=QuestionCommand)
def simplify(expression: Expression = None, form: FormFlag = Form.best) -> Asked:
    """EXPR in the form that reads best, equal wherever EXPR has a value.

    calcdl simplify "(x^3 - y^3)/(x - y)"              x**2 + x*y + y**2
    calcdl simplify "sin(x)^2 + cos(x)^2"              an identity
    calcdl simplify "(x+1)^3" --form expanded          multiplied out
    calcdl simplify "x^4 - 1" --form factored          as a product
    calcdl simplify "(x^2 - 1)/(x - 1)" --json         and where it is equal
    calcdl simplify "sqrt(x^2 + 2x + 1)" --format latex  for a paper
    """
    return Asked("simplify", texts_of(expression), form=form.value)
