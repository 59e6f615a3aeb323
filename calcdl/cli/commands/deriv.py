"""``calcdl deriv``: the derivative of a function, as a formula and at points."""

from enum import StrEnum
from typing import Annotated

import typer

from calcdl.calculus.derivative.answer import Question, derivative
from calcdl.cli.commands.expression_command import (
    At,
    Declared,
    Digits,
    Expression,
    ExpressionCommand,
    File,
    Format,
    Format_,
    Json,
    Let,
    chosen_format,
    fail_at_points,
)
from calcdl.cli.shared.source import note_absent, read_source
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


@app.command(cls=ExpressionCommand)
def deriv(
    expression: Expression = None,
    wrt: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Differentiate with respect to NAME.", show_default=False
        ),
    ] = None,
    at: At = None,
    order: Annotated[int, typer.Option(metavar="N", min=0, help="The N-th derivative.")] = 1,
    numeric: Annotated[
        bool, typer.Option("--numeric", help="Print the difference quotient instead.")
    ] = False,
    step: Annotated[
        float, typer.Option(metavar="H", help="The step of the difference quotient.")
    ] = 0.0001,
    method: Annotated[Method, typer.Option(help="Which difference quotient.")] = Method.central,
    side: Annotated[
        Side | None,
        typer.Option(help="The derivative on one side alone.", show_default=False),
    ] = None,
    digits: Digits = None,
    exact: Annotated[bool, typer.Option("--exact", help="Print closed forms.")] = False,
    simplify: Annotated[
        bool, typer.Option("--simplify", help="Let SymPy simplify the formula.")
    ] = False,
    let: Let = None,
    file: File = None,
    function: Declared = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """Differentiate EXPR: a formula, or with --at its value.

    calcdl deriv "(x+1)**2" --at 5
    """
    how = chosen_format(format, json)
    if numeric and not at:
        raise UsageError("a difference quotient needs a point: add --at")
    if numeric and order != 1:
        raise UsageError("--numeric estimates first derivatives only: leave out --order")
    if not 0 < step < float("inf"):
        raise UsageError("the step has to be a positive number")
    question = Question(
        order=order,
        digits=digits,
        exact=exact,
        simplify=simplify,
        step=step,
        method=_method(method, side),
        side={None: 0, Side.left: -1, Side.right: 1}[side],
        wants_formula=not at or how is not Format.plain,
        wants_numeric=how in (Format.table, Format.json) and order == 1,
        needs_numeric=numeric,
        wants_everything=how is Format.table,
    )
    reading = read_source(expression, let, file, function)
    result = derivative(reading, wrt, at or (), question)
    note_absent([wrt] if wrt else [], [reading])
    write_result(result, "derivative", how)
    fail_at_points(result.points, how)


def _method(method: Method, side: Side | None) -> str:
    """Return the difference quotient to take: on the side asked for, there is one choice."""
    if side is None or method is not Method.central:
        return method.value
    return "backward" if side is Side.left else "forward"
