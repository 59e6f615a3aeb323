"""``calcdl jacobian``: the first partial derivatives of several expressions."""

from enum import StrEnum
from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import (
    OUTPUT,
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


class Vec(StrEnum):
    """Which entries of a matrix follow each other when it is a vector."""

    rows = "rows"
    columns = "columns"


class Layout(StrEnum):
    """Which way a Jacobian lies: whether its rows or its columns are entries of the function."""

    numerator = "numerator"
    denominator = "denominator"


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
    layout: Annotated[
        Layout,
        typer.Option(
            help="With --shape: rows are outputs (numerator), or inputs (denominator).",
            rich_help_panel=OUTPUT,
        ),
    ] = Layout.numerator,
    vec: Annotated[
        Vec | None,
        typer.Option(
            help="With --shape, of and by matrices: the matrix that takes their rows, or columns.",
            show_default=False,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
) -> Asked:
    """First partial derivatives of several expressions, row by row.

    calcdl jacobian "x*y" "x + y"                                 as formulas
    calcdl jacobian "x*y" "x + y" --at x=1,y=2                    as numbers
    calcdl jacobian "r*cos(t)" "r*sin(t)" --wrt r,t               polar coordinates
    calcdl jacobian "x^2" "x^3" --at 2 --digits 5                 of one variable
    calcdl jacobian "x*y" "sin(x)" --format latex                 for a paper
    calcdl jacobian "x*y" "sin(x)" --format csv                   for a spreadsheet
    calcdl jacobian "tanh(W@x)" --shape "W: m,n; x: n" --wrt x    as a matrix
    calcdl jacobian "A@X@B" --shape "A: m,n; X: n,k; B: k,d"      as linear maps
    calcdl jacobian "A@X@B" --shape "A: m,n; X: n,k; B: k,d" --vec   kron(A, B.T)
    """
    return Asked(
        "jacobian",
        expressions,
        texts_of(at),
        names_of(wrt),
        digits,
        form=form.value,
        named=named,
        layout=layout.value,
        vec=vec or "",
    )
