"""What the subcommands share: expressions as arguments, common flags, choice of format."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption

from calcdl.cli.interrupts import raise_interrupts
from calcdl.cli.shared.messages import describe
from calcdl.cli.unexpected import is_expected, own_error
from calcdl.confined import one_question
from calcdl.errors import CalcdlError, UsageError
from calcdl.results.at_point import DerivativeAtPoint

__all__ = [
    "ExpressionCommand",
    "Format",
    "ReportingCommand",
    "chosen_format",
    "fail_at_points",
    "one_point",
]


class ReportingCommand(TyperCommand):
    """A command that reports errors, its own too, as JSON objects where that is the format."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta.setdefault("calcdl.args", list(args))
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        params = dict(ctx.params)
        raise_interrupts()
        try:
            with one_question():
                return self.ask(ctx)
        except Exception as problem:
            if isinstance(problem, CalcdlError):
                error: CalcdlError = problem
            elif is_expected(problem):
                raise
            else:
                error = own_error(problem, str(self.name), ctx.meta["calcdl.args"])
            if not _in_json(params):
                raise error from None
        from calcdl.render.record import failure, write_json

        write_json(failure(str(self.name), subject(params), error), sys.stdout)
        raise typer.Exit(error.status)

    def ask(self, ctx: Any) -> Any:
        """Answer the question."""
        return super().invoke(ctx)


def _in_json(params: dict[str, Any]) -> bool:
    """Say whether an error is to be a record; flags that contradict each other make it none."""
    flag, format = params.get("json", False), params.get("format")
    if flag and format not in (None, Format.json):
        return False
    return bool(flag) or format == Format.json or str(params.get("to")) == "json"


class ExpressionCommand(ReportingCommand):
    """A command about an expression, which may begin with a minus, or about a stream of them.

    It reads expressions and points from stdin where "-" is given for them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {param.name for param in self.params}
        self.params += stream_options("expression" in names, "at" in names)

    def ask(self, ctx: Any) -> Any:
        params = ctx.params
        chosen_format(params.get("format"), params.get("json", False))
        flags = {name: params.pop(name, None) for name in STREAM_FLAGS}
        if params.get("expression") == "-" or list(params.get("at") or ()) == ["-"]:
            from calcdl.cli.stream.run import run_stream

            return run_stream(self, ctx, flags)
        for name, value in flags.items():
            if value:
                raise UsageError(f"--{name} is for a stream: give - for EXPR or for --at")
        return super().ask(ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta["calcdl.args"] = list(args)
        takes_value: dict[str, bool] = {}
        for param in self.get_params(ctx):
            for flag in (*param.opts, *param.secondary_opts):
                if flag.startswith("-"):
                    takes_value[flag] = not getattr(param, "is_flag", False)
        options: list[str] = []
        expressions: list[str] = []
        waiting = iter(args)
        for arg in waiting:
            if arg == "--":
                expressions += waiting
            elif takes_value.get(arg):
                value = next(waiting, None)
                if value is None:
                    return super().parse_args(ctx, [*options, arg])  # which is an error
                options += (arg, value)
            elif arg in takes_value or _looks_like_flag(arg):
                options.append(arg)
            else:
                expressions.append(arg)
        return super().parse_args(ctx, [*options, "--", *expressions])


def subject(params: dict[str, Any]) -> str | None:
    """Return the text that a command is about, as it was given."""
    for name in ("command", "expression", "name"):
        if params.get(name) is not None:
            return str(params[name])
    expressions = params.get("expressions")
    return "; ".join(expressions) if expressions else None


STREAM_FLAGS = ("jobs", "append", "certified")


def stream_options(expressions: bool, points: bool) -> list[Any]:
    """Return the flags of streams of expressions, and those of streams of points."""
    options = []
    if expressions:
        options.append(
            TyperOption(
                param_decls=["--jobs"],
                type=int,
                metavar="N",
                help="With - for EXPR: in how many processes; by default as many as pay off.",
            )
        )
    for name, what in (
        ("append", "write each row of the input with the answer behind it"),
        ("certified", "prove every digit instead of computing in doubles"),
    ):
        if points:
            options.append(
                TyperOption(
                    param_decls=[f"--{name}"],
                    is_flag=True,
                    default=False,
                    help=f"With --at -: {what}.",
                )
            )
    return options


def _looks_like_flag(arg: str) -> bool:
    """Say whether an argument can only be a flag: two dashes and a word, maybe with a value."""
    word = arg[2:].partition("=")[0].replace("-", "")
    return arg.startswith("--") and len(word) > 1 and word.isalpha() and word.isascii()


class Format(StrEnum):
    """How results are printed."""

    table = "table"
    plain = "plain"
    json = "json"
    csv = "csv"
    latex = "latex"


def chosen_format(format: Format | str | None, json: bool) -> Format:
    """Return the format asked for: by default a table on a terminal, plain text in a pipe."""
    format = None if format is None else Format(format)
    if json:
        if format not in (None, Format.json):
            raise UsageError(f"--json and --format {format} contradict each other")
        return Format.json
    if format is not None:
        return format
    return Format.table if sys.stdout.isatty() else Format.plain


def one_point(at: list[str] | None) -> str | None:
    """Return the only point of a command that takes no more than one."""
    if at and len(at) > 1:
        raise UsageError("this command shows one point at a time: give --at once")
    return at[0] if at else None


def fail_at_points(points: Iterable[DerivativeAtPoint], how: Format) -> None:
    """Say on stderr why points have no value, and end with the exit status of the worst."""
    errors = [point.error for point in points if point.error is not None]
    if not errors:
        return
    if how is not Format.json:
        sys.stdout.flush()
        for message in dict.fromkeys(describe(error) for error in errors):
            print(message, file=sys.stderr)
    raise typer.Exit(max(error.status for error in errors))


Expression = Annotated[
    str | None,
    typer.Argument(metavar="EXPR", help="The function, as in 'sin(x)**2'.", show_default=False),
]
Let = Annotated[
    list[str] | None,
    typer.Option(
        "--let",
        metavar="DEFINITION",
        help="A definition such as 'u = x + 1' or 'f(t) = t**2'; may be repeated.",
        show_default=False,
    ),
]
File = Annotated[
    str | None,
    typer.Option(
        "--file",
        metavar="FILE",
        help="Read definitions, one a line, and as the last line EXPR if none is given.",
        show_default=False,
    ),
]
Declared = Annotated[
    list[str] | None,
    typer.Option(
        "--function",
        metavar="NAME",
        help="Take NAME for an undefined function; may be repeated.",
        show_default=False,
    ),
]
Format_ = Annotated[
    Format | None,
    typer.Option("--format", help="Default: table on a terminal, plain in a pipe."),
]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Digits = Annotated[
    int | None,
    typer.Option(
        "--digits", metavar="N", min=1, help="Print N significant digits.", show_default=False
    ),
]
At = Annotated[
    list[str] | None,
    typer.Option(
        "--at",
        metavar="POINT",
        help="A point: '5', 'pi/3', or 'x=1,y=2'; may be repeated.",
        show_default=False,
    ),
]
