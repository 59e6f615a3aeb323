"""``calcdl numeric``: the derivative as a limit, of a function or of any program."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from calcdl.calculus.numeric.answer import STEPS, Experiment, laboratory, program_laboratory
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
from calcdl.cli.shared.messages import describe
from calcdl.cli.shared.source import read_source
from calcdl.errors import UsageError
from calcdl.render.forms import require_form, write_result
from calcdl.results.at_point import DerivativeAtPoint

__all__ = ["app"]

app = typer.Typer(add_completion=False)

_MOST_STEPS = 300


class Method(StrEnum):
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


@app.command(cls=ExpressionCommand)
def numeric(
    expression: Expression = None,
    command: Annotated[
        str | None,
        typer.Option(
            metavar="PROGRAM",
            help="Differentiate a program that prints a number for a number, as in './f {x}'.",
            show_default=False,
        ),
    ] = None,
    shell: Annotated[bool, typer.Option("--shell", help="Let a shell run PROGRAM.")] = False,
    at: At = None,
    wrt: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Differentiate with respect to NAME.", show_default=False
        ),
    ] = None,
    method: Annotated[
        list[Method] | None,
        typer.Option(
            help="Which difference quotient; may be repeated. Default: forward and central."
            " With -exact: its step rounded so that x + h is a double."
            " With auto: an adaptive estimate, and a bound for its error.",
            show_default=False,
        ),
    ] = None,
    step: Annotated[
        float | None, typer.Option(metavar="H", help="This step only.", show_default=False)
    ] = None,
    steps: Annotated[
        str | None,
        typer.Option(
            metavar="N|LIST",
            help="The steps 0.1, 0.01 … 1e-N, or a list as in '0.1,1e-5'. Default: 15.",
            show_default=False,
        ),
    ] = None,
    digits: Digits = None,
    let: Let = None,
    file: File = None,
    function: Declared = None,
    format: Format_ = None,
    json: Json = False,
) -> None:
    """Difference quotients of EXPR in double precision, their errors against the step.

    calcdl numeric "sin(x)" --at 1
    """
    how = chosen_format(format, json)
    if not at:
        raise UsageError("a difference quotient needs a point: add --at")
    require_form("numeric", how, "a laboratory")
    experiment = _experiment(method, _steps(step, steps), digits)
    if command is None:
        if shell:
            raise UsageError("--shell is for a program: add --command")
        experiment = experiment._replace(
            wants_adaptive=experiment.wants_adaptive or (how is Format.table and not method)
        )
        reading = read_source(expression, let, file, function)
        result = laboratory(reading, wrt, at, experiment)
    else:
        if expression is not None or file is not None or let or function:
            raise UsageError("differentiate an expression or a program: leave one of them out")
        result = program_laboratory(command, wrt, at, experiment, shell=shell)
    write_result(result, "numeric", how)
    if how in (Format.plain, Format.csv):
        sys.stdout.flush()
        for absent in dict.fromkeys([point.no_derivative for point in result.points]):
            if absent is not None:
                print(describe(absent), file=sys.stderr)
    fail_at_points([DerivativeAtPoint(p.at, error=p.error) for p in result.points], how)


def _experiment(
    method: list[Method] | None, steps: tuple[float, ...], digits: int | None
) -> Experiment:
    if not method:
        return Experiment(steps=steps, digits=digits)
    methods = tuple(dict.fromkeys(one.value for one in method if one is not Method.auto))
    if methods and Method.auto in method:
        raise UsageError("--method auto stands alone: it chooses its steps by itself")
    return Experiment(methods, steps, not methods, digits)


def _steps(step: float | None, steps: str | None) -> tuple[float, ...]:
    """Return the steps that are asked for, by one flag or the other."""
    if step is not None:
        if steps is not None:
            raise UsageError("--step and --steps exclude each other: choose one")
        return _positive((step,))
    if steps is None:
        return STEPS
    if steps.strip().isdecimal() and steps.strip(" 0"):
        if len(steps.strip()) > len(str(_MOST_STEPS)) or int(steps) > _MOST_STEPS:
            raise UsageError(f"there may be up to {_MOST_STEPS} steps")
        return tuple(float(f"1e-{k}") for k in range(1, int(steps) + 1))
    try:
        return _positive(tuple(dict.fromkeys(float(piece) for piece in steps.split(","))))
    except ValueError:
        raise UsageError(
            f"--steps takes a number of steps or a list such as 0.1,1e-5, not '{steps}'"
        ) from None


def _positive(steps: tuple[float, ...]) -> tuple[float, ...]:
    if not all(0 < step < float("inf") for step in steps):
        raise UsageError("the step has to be a positive number")
    return steps
