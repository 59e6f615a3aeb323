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

    calcdl simplify "(x**2 - 1)/(x - 1)"
    """
    return Asked("simplify", texts_of(expression), form=form.value)
