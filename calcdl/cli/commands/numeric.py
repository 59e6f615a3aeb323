"""``calcdl numeric``: the derivative as a limit, of a function or of any program."""

from enum import StrEnum
from typing import Annotated

import typer

from calcdl.calculus.question import Asked
from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import (
    HOW,
    WHAT,
    At,
    Digits,
    Expression,
    Plot,
    Variable,
    positive,
    texts_of,
)
from calcdl.errors import UsageError

__all__ = ["app"]

app = typer.Typer(add_completion=False)

_MOST_STEPS = 300
_LEAST_OF_CURVE = 3  # steps


class Estimate(StrEnum):
    """Which difference quotient, or the adaptive estimate."""

    forward = "forward"
    backward = "backward"
    central = "central"
    five_point = "five-point"
    richardson = "richardson"
    forward_exact = "forward-exact"
    backward_exact = "backward-exact"
    central_exact = "central-exact"
    complex_step = "complex-step"
    auto = "auto"


@app.command(cls=QuestionCommand)
def numeric(
    expression: Expression = None,
    command: Annotated[
        str | None,
        typer.Option(
            metavar="PROGRAM",
            help="Differentiate a program that prints a number for a number, as in './f {x}'.",
            show_default=False,
            rich_help_panel=WHAT,
        ),
    ] = None,
    shell: Annotated[
        bool,
        typer.Option("--shell", help="Let a shell run PROGRAM.", rich_help_panel=WHAT),
    ] = False,
    at: At = None,
    wrt: Variable = None,
    method: Annotated[
        list[Estimate] | None,
        typer.Option(
            help="Which difference quotient; may be repeated. Default: forward and central."
            " With -exact: its step rounded so that x + h is a double."
            " With auto: an adaptive estimate, and a bound for its error.",
            show_default=False,
            rich_help_panel=HOW,
        ),
    ] = None,
    step: Annotated[
        float | None,
        typer.Option(metavar="H", help="This step only.", show_default=False, rich_help_panel=HOW),
    ] = None,
    steps: Annotated[
        str | None,
        typer.Option(
            metavar="N|LIST",
            help="The steps 0.1, 0.01 … 1e-N, or a list as in '0.1,1e-5'. Default: 15.",
            show_default=False,
            rich_help_panel=HOW,
        ),
    ] = None,
    limit: Annotated[
        bool,
        typer.Option(
            "--limit",
            help="Work out the limit of the quotient in symbols: polynomials, rational functions.",
            rich_help_panel=HOW,
        ),
    ] = False,
    digits: Digits = None,
    plot: Plot = False,
) -> Asked:
    """Difference quotients of EXPR in double precision, their errors against the step.

    calcdl numeric "sin(x)" --at 1                               error against step
    calcdl numeric "(x+1)^2" --at 5 --step 0.0001                one step
    calcdl numeric "sin(x)" --at 1 --method central --steps 6    one method
    calcdl numeric "log(x)" --at 0.001 --method auto             the best, and a bound
    calcdl numeric "abs(x)" --at 0                               at a corner
    calcdl numeric "x^3" --limit                                 the limit in symbols
    """
    if not at and (not limit or method or step or steps):
        raise UsageError("a difference quotient needs a point: add --at")
    if shell and command is None:
        raise UsageError("--shell is for a program: add --command")
    methods = list(dict.fromkeys(method or ()))
    adaptive = Estimate.auto in methods
    if adaptive and len(methods) > 1:
        raise UsageError("--method auto stands alone: it chooses its steps by itself")
    chosen = _steps(step, steps)
    if plot and (adaptive or not at or 0 < len(chosen) < _LEAST_OF_CURVE):
        raise UsageError(
            "--plot draws the error against the step: it takes --at, and three steps or more"
        )
    return Asked(
        "numeric",
        texts_of(expression),
        texts_of(at),
        texts_of(wrt),
        digits,
        adaptive=adaptive,
        methods=[] if adaptive else [name.value for name in methods],
        steps=chosen,
        program=command,
        limit=limit,
        shell=shell,
        plot=plot,
    )


def _steps(step: float | None, steps: str | None) -> list[float]:
    """Return the steps that are asked for, by one flag or the other."""
    if step is not None:
        if steps is not None:
            raise UsageError("--step and --steps exclude each other: choose one")
        return positive([step])
    if steps is None:
        return []
    if steps.strip().isdecimal():
        if not steps.strip(" 0"):
            raise UsageError("--steps takes the number of steps, at least 1, or a list of them")
        if len(steps.strip()) > len(str(_MOST_STEPS)) or int(steps) > _MOST_STEPS:
            raise UsageError(f"there may be up to {_MOST_STEPS} steps")
        return [float(f"1e-{k}") for k in range(1, int(steps) + 1)]
    try:
        return positive(list(dict.fromkeys(float(piece) for piece in steps.split(","))))
    except ValueError:
        raise UsageError(
            f"--steps takes a number of steps or a list such as 0.1,1e-5, not '{steps}'"
        ) from None
