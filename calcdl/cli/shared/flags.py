"""Flags that several commands have: their names, what they take, and what help says of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer
from typer.main import get_params_convertors_ctx_param_name_from_function as parameters_of

from calcdl.cli.shared.output import Format
from calcdl.errors import UsageError

__all__ = [
    "COMMON",
    "GROUPS",
    "HOW",
    "OUTPUT",
    "STREAM",
    "USUAL_VALUES",
    "WHAT",
    "WHERE",
    "At",
    "Digits",
    "Exact",
    "Expression",
    "Form",
    "FormFlag",
    "Format_",
    "Named",
    "Plot",
    "Variable",
    "Variables",
    "common_flags",
    "complete_functions",
    "names_of",
    "order_flag",
    "output_flags",
    "positive",
    "stream_flags",
    "texts_of",
]

# Where help has a flag: what is asked, where, how it is found, how it is printed.
GROUPS = WHAT, WHERE, HOW, OUTPUT, STREAMS = "What", "Where", "How", "Output", "Streams"


def complete_functions(incomplete: str) -> list[str]:
    """Return what a shell is offered within an expression."""
    from calcdl.cli.shared.completion import with_functions

    return with_functions(incomplete)


def _complete_variables(context: typer.Context, incomplete: str) -> list[str]:
    from calcdl.cli.shared.completion import with_variables

    return with_variables(context.params, incomplete)


Expression = Annotated[
    str | None,
    typer.Argument(
        metavar="EXPR",
        help="The function, as in 'sin(x)^2'; - reads one a line from stdin.",
        show_default=False,
        autocompletion=complete_functions,
        rich_help_panel=WHAT,
    ),
]
At = Annotated[
    list[str] | None,
    typer.Option(
        metavar="POINT",
        help="A point: 5, pi/3 or x=1,y=2; may be repeated. - reads one a line from stdin.",
        show_default=False,
        rich_help_panel=WHERE,
    ),
]
Variable = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The variable; only needed where there are several.",
        show_default=False,
        autocompletion=_complete_variables,
        rich_help_panel=WHAT,
    ),
]
Variables = Annotated[
    str | None,
    typer.Option(
        metavar="NAMES",
        help="These variables, as in x,y. Default: all.",
        show_default=False,
        autocompletion=_complete_variables,
        rich_help_panel=WHAT,
    ),
]
Digits = Annotated[
    int | None,
    typer.Option(
        "--digits",
        "-d",
        metavar="N",
        min=1,
        help="Print N significant digits, all correct.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
Named = Annotated[
    bool,
    typer.Option(
        "--named",
        help="Write formulas in the names of definitions, with these in front.",
        rich_help_panel=OUTPUT,
    ),
]
Exact = Annotated[
    bool, typer.Option("--exact", help="Print closed forms, by SymPy.", rich_help_panel=OUTPUT)
]

Plot = Annotated[
    bool, typer.Option("--plot", help="Draw it below the table.", rich_help_panel=OUTPUT)
]


def order_flag(help: str, smallest: int = 1) -> Any:
    """Return the flag for the order of a derivative, which is no smaller than this."""
    return typer.Option("--order", "-n", metavar="N", min=smallest, help=help, rich_help_panel=WHAT)


class Form(StrEnum):
    """Which form of a formula."""

    best = "best"
    rules = "rules"
    normal = "normal"
    factored = "factored"
    expanded = "expanded"


FormFlag = Annotated[
    Form,
    typer.Option(
        help="How the formula is written; rules: as differentiating gave it.", rich_help_panel=HOW
    ),
]
Let = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DEFINITION",
        help="A definition such as 'u = x + 1' or 'f(t) = t^2'; may be repeated.",
        show_default=False,
        rich_help_panel=WHAT,
    ),
]
File = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Read definitions, one a line, and as the last line EXPR if none is given.",
        show_default=False,
        rich_help_panel=WHAT,
    ),
]
Declared = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Take NAME for an undefined function; may be repeated.",
        show_default=False,
        rich_help_panel=WHAT,
    ),
]
Shape = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SHAPES",
        help="Vectors and matrices, as in 'W: m,n; x: n'; may be repeated.",
        show_default=False,
        rich_help_panel=WHAT,
    ),
]
Random = Annotated[
    int | None,
    typer.Option(
        metavar="SEED",
        help="With --shape: random numbers for all that --at does not give.",
        show_default=False,
        rich_help_panel=WHERE,
    ),
]
Format_ = Annotated[
    Format | None,
    typer.Option(help="Default: table on a terminal, plain in a pipe.", rich_help_panel=OUTPUT),
]
Plain = Annotated[
    bool, typer.Option("--plain", help="Short for --format plain.", rich_help_panel=OUTPUT)
]
Json = Annotated[
    bool, typer.Option("--json", help="Short for --format json.", rich_help_panel=OUTPUT)
]
Csv = Annotated[bool, typer.Option("--csv", help="Short for --format csv.", rich_help_panel=OUTPUT)]
Latex = Annotated[
    bool, typer.Option("--latex", help="Short for --format latex.", rich_help_panel=OUTPUT)
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to FILE, whose name may say in which format.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="With - for EXPR: in how many processes; by default as many as pay off.",
        show_default=False,
        rich_help_panel=STREAMS,
    ),
]
Append = Annotated[
    bool,
    typer.Option(
        "--append",
        help="With --at -: write each row of the input with the answer behind it.",
        rich_help_panel=STREAMS,
    ),
]
Certified = Annotated[
    bool,
    typer.Option(
        "--certified",
        help="With --at -: prove every digit instead of computing in doubles.",
        rich_help_panel=STREAMS,
    ),
]

# What a flag says that takes a value, where it stands without one.
USUAL_VALUES = {"--simplify": "own", "--vec": "rows"}

STREAM = ("jobs", "append", "certified")
COMMON = frozenset(("let", "file", "function", "shape", "random", "format", "output", *STREAM))


def _common(
    let: Let = None,
    file: File = None,
    function: Declared = None,
    shape: Shape = None,
    random: Random = None,
) -> None: ...


def _of_output(
    output: Output = None,
    format: Format_ = None,
    plain: Plain = False,
    json: Json = False,
    csv: Csv = False,
    latex: Latex = False,
) -> None: ...


def _of_expressions(jobs: Jobs = None) -> None: ...


def _of_points(append: Append = False, certified: Certified = False) -> None: ...


def common_flags() -> list[Any]:
    """Return the flags of all commands about expressions."""
    return list(parameters_of(_common)[0])


def output_flags() -> list[Any]:
    """Return the flags of all commands that answer."""
    return list(parameters_of(_of_output)[0])


def stream_flags(expressions: bool, points: bool) -> list[Any]:
    """Return the flags of streams of expressions, and those of streams of points."""
    flags = parameters_of(_of_expressions)[0] if expressions else []
    return [*flags, *(parameters_of(_of_points)[0] if points else [])]


def names_of(text: str | None) -> list[str]:
    """Return the names in "x, y"."""
    return [] if text is None else [name.strip() for name in text.split(",")]


def texts_of(flag: str | list[str] | None) -> list[str]:
    """Return the values of a flag that was given once, several times, or not at all."""
    return [flag] if isinstance(flag, str) else flag or []


def positive(steps: list[float]) -> list[float]:
    """Return the steps of difference quotients; raises UsageError."""
    if not all(0 < step < float("inf") for step in steps):
        raise UsageError("the step has to be a positive number")
    return steps
