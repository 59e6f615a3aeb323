"""``calcdl jacobian``: the first partial derivatives of several expressions."""

from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import (
    WHAT,
    At,
    Digits,
    Form,
    FormFlag,
    Named,
    Variables,
    complete_functions,
    names_of,
    texts_of,
)

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command(cls=QuestionCommand)
def jacobian(
    expressions: Annotated[
        list[str],
        typer.Argument(
            autocompletion=complete_functions,
            metavar="EXPR...",
            help="The functions.",
            show_default=False,
            rich_help_panel=WHAT,
        ),
    ],
    wrt: Variables = None,
    at: At = None,
    digits: Digits = None,
    form: FormFlag = Form.best,
    named: Named = False,
) -> Asked:
    """First partial derivatives of several expressions, row by row.

    calcdl jacobian "x*y" "x + y"                                 as formulas
    calcdl jacobian "x*y" "x + y" --at x=1,y=2                    as numbers
    calcdl jacobian "r*cos(t)" "r*sin(t)" --wrt r,t               polar coordinates
    calcdl jacobian "x^2" "x^3" --at 2 --digits 5                 of one variable
    calcdl jacobian "x*y" "sin(x)" --format latex                 for a paper
    calcdl jacobian "x*y" "sin(x)" --format csv                   for a spreadsheet
    """
    return Asked(
        "jacobian", expressions, texts_of(at), names_of(wrt), digits, form=form.value, named=named
    )
