"""``calcdl deriv``: the derivative of a function, as a formula and at points."""

from enum import StrEnum
from typing import IO, Annotated, Any

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import (
    HOW,
    OUTPUT,
    WHERE,
    At,
    Digits,
    Exact,
    Expression,
    Form,
    FormFlag,
    Named,
    Plot,
    Variable,
    order_flag,
    positive,
    texts_of,
)
from calcdl.cli.shared.output import Format
from calcdl.errors import UsageError
from calcdl.render.forms import write_result

__all__ = ["app"]

app = typer.Typer(add_completion=False)


class Side(StrEnum):
    """Which side of the point."""

    left = "left"
    right = "right"


class Method(StrEnum):
    """Which difference quotient."""

    forward = "forward"
    backward = "backward"
    central = "central"
    forward_exact = "forward-exact"
    backward_exact = "backward-exact"
    central_exact = "central-exact"


class Simplifier(StrEnum):
    """Who simplifies."""

    own = "own"
    sympy = "sympy"


class DerivCommand(QuestionCommand):
    """A command whose table stands before its last line, for which SymPy is asked, is known."""

    def write(self, asked: Asked, result: Any, form: Format, file: IO[str]) -> None:
        super().write(asked, result, form, file)
        if form is Format.table and asked.at and asked.question == self.name:
            from calcdl.calculus.derivative.agreement import agreement

            file.flush()
            write_result(agreement(asked, result), "agreement", form, file)


@app.command(cls=DerivCommand)
def deriv(
    expression: Expression = None,
    wrt: Variable = None,
    at: At = None,
    order: Annotated[int, order_flag("The N-th derivative.", smallest=0)] = 1,
    numeric: Annotated[
        bool,
        typer.Option(
            "--numeric", help="Print the difference quotient instead.", rich_help_panel=HOW
        ),
    ] = False,
    step: Annotated[
        float,
        typer.Option(metavar="H", help="The step of the difference quotient.", rich_help_panel=HOW),
    ] = 0.0001,
    method: Annotated[
        Method, typer.Option(help="Which difference quotient.", rich_help_panel=HOW)
    ] = Method.central,
    side: Annotated[
        Side | None,
        typer.Option(
            help="The derivative on one side alone.", show_default=False, rich_help_panel=WHERE
        ),
    ] = None,
    digits: Digits = None,
    plot: Plot = False,
    exact: Exact = False,
    form: FormFlag = Form.best,
    named: Named = False,
    steps: Annotated[
        bool,
        typer.Option(
            "--steps",
            "--verbose",
            help="Show each rule and the chain rule step by step, as chain does.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
    simplify: Annotated[
        Simplifier | None,
        typer.Option(
            help="As simple as it gets, which is usual; --simplify=sympy asks SymPy.",
            show_default=False,
            rich_help_panel=HOW,
        ),
    ] = None,
) -> Asked:
    """Differentiate EXPR: a formula, or with --at its value.

    calcdl deriv "x^3 + 2x"                         the formula
    calcdl deriv "(x+1)^2" --at 5                   the slope at x = 5
    calcdl deriv "exp(-x^2/2)" -n 2                 the second derivative
    calcdl deriv "x^2" --at 3 --plot                with a drawing of the tangent
    calcdl deriv "sigmoid(w*x + b)" --wrt w         by one of several variables
    calcdl deriv "abs(x)" --at 0 --side right       on one side of a corner
    calcdl deriv "sin(x)" --at pi/6 --exact         sqrt(3)/2
    """
    if numeric and not at:
        raise UsageError("a difference quotient needs a point: add --at")
    if numeric and order != 1:
        raise UsageError("--numeric estimates first derivatives only: leave out --order")
    if steps:
        other = order != 1 or side or numeric or exact or simplify or named
        if other or len(at or ()) > 1:
            raise UsageError(
                "--steps shows how a first derivative comes about: it goes with --wrt, --digits,"
                " --form and one --at"
            )
        variables = texts_of(wrt)
        return Asked(
            "chain",
            texts_of(expression),
            texts_of(at),
            variables,
            digits,
            form=form.value,
            plot=plot,
        )
    return Asked(
        "deriv",
        texts_of(expression),
        texts_of(at),
        texts_of(wrt),
        digits,
        order,
        side={None: 0, Side.left: -1, Side.right: 1}[side],
        exact=exact,
        form=form.value,
        named=named,
        simplify=simplify or "",
        numeric=numeric,
        methods=[_method(method, side)],
        steps=positive([step]),
        plot=plot,
    )


def _method(method: Method, side: Side | None) -> str:
    """Return the difference quotient to take: on the side asked for, there is one choice."""
    if side is None or method is not Method.central:
        return method.value
    return "backward" if side is Side.left else "forward"
