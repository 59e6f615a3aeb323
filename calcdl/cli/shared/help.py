"""What a command's help says: what it is for, examples, and its flags in groups.

It is text as in a pipe, on a terminal too: so it needs no more than a command itself, and is there
as fast.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from calcdl.calculus import NOUNS
from calcdl.cli.shared.flags import GROUPS, OUTPUT, WHAT
from calcdl.cli.shared.output import SHORT, Format
from calcdl.render.forms import lacks

__all__ = ["STATUSES", "examples_of", "flags_of", "formats_of", "operands_of", "write_help"]

_PROGRAM = "calcdl "  # with which a line of an example begins, in a docstring
_QUOTING = (
    "Quote what you type: 'x^2*y'. Within double quotes the shell still takes $ and `, and ! where"
    " you type at its prompt."
)
STATUSES = {
    0: "done",
    1: "a negative verdict or lines of a stream that failed",
    2: "the question cannot be read",
    3: "no such value",
    4: "too large",
    70: "an error of calcdl",
    130: "interrupted",
}
_EXIT = ", ".join([f"{status} {meaning}" for status, meaning in STATUSES.items()])


def write_help(command: Any, ctx: Any, formatter: Any) -> None:
    """Write the help of a command to one of Click's formatters."""
    formatter.write_usage(ctx.command_path, " ".join(operands_of(command, ctx)))
    formatter.write_paragraph()
    formatter.write_text(" ".join((command.help or "").partition(_PROGRAM)[0].split()))
    _section(formatter, "Examples", examples_of(command))
    for group in GROUPS:
        _section(formatter, group, flags_of(command, ctx, group))
    for sentence in (_QUOTING, f"Exit status: {_EXIT}."):
        formatter.write_paragraph()
        formatter.write_text(sentence)


def examples_of(command: Any) -> list[tuple[str, str]]:
    """Return the examples in a command's docstring, each with what it is one of."""
    lines = [line.strip() for line in (command.help or "").splitlines()]
    pairs = [line.partition("  ") for line in lines if line.startswith(_PROGRAM)]
    return [(example, meaning.strip()) for example, _, meaning in pairs]


def _section(formatter: Any, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        formatter.write_paragraph()
        formatter.write(f"{title}\n")
        formatter.indent()
        formatter.write_dl(rows, col_max=_LONGEST_LABEL if title == "Examples" else 24)
        formatter.dedent()


_LONGEST_LABEL = 60  # columns of an example that has its meaning beside it


def operands_of(command: Any, ctx: Any) -> Iterator[str]:
    """Return what stands behind the name of a command: its operands, and that there are flags."""
    for param in command.params:
        if param.param_type_name == "argument":
            yield param.make_metavar(ctx, usage=True).strip("{}")
    yield "[FLAGS]"


def flags_of(command: Any, ctx: Any, group: str) -> list[tuple[str, str]]:
    """Return the flags of a group, each with what help says of it."""
    params = [param for param in command.get_params(ctx) if not param.hidden]
    return [
        (_label(param, ctx), _help(param))
        for param in params
        if param.name != "help" and _group(param) == group and not _never_works(command, param)
    ]


def _group(param: Any) -> str:
    return param.rich_help_panel or (OUTPUT if param.param_type_name == "option" else WHAT)


def _never_works(command: Any, param: Any) -> bool:
    """Say whether a flag is one for a format in which a command has no answers."""
    return param.name in SHORT and param.name not in formats_of(command)


def formats_of(command: Any) -> list[str]:
    """Return the formats in which a command's answers come, which it may say itself."""
    own = getattr(command, "formats", None)
    if own is not None:
        return [str(name) for name in own]
    question = NOUNS.get(command.name, command.name)
    return [name for name in Format if name not in _OF_SOME or not lacks(question, name)]


_OF_SOME = ("csv", "latex")  # formats that not every question has


def _label(param: Any, ctx: Any) -> str:
    """Return a flag as it is typed: "-n, --order N"."""
    if param.param_type_name == "argument":
        return str(param.make_metavar(ctx))
    names = ", ".join(sorted(param.opts, key=len))
    return names if param.is_flag else f"{names} {_value(param, ctx)}"


def _value(param: Any, ctx: Any) -> str:
    """Return what a flag takes: a name for it, or the choices where they are few."""
    if param.name == "format":
        return "|".join(formats_of(ctx.command))
    return str(param.name).upper() if _has_many(param) else _metavar(param, ctx)


def _metavar(param: Any, ctx: Any) -> str:
    return str(param.metavar or param.make_metavar(ctx).strip("<>"))


def _has_many(param: Any) -> bool:
    return len(getattr(param.type, "choices", ())) > 5


def _help(param: Any) -> str:
    pieces = [param.help or ""]
    if _has_many(param):
        pieces.append(f"One of {', '.join([str(choice) for choice in param.type.choices])}.")
    shows_default = param.param_type_name == "option" and param.show_default
    if shows_default and param.default not in (None, False):
        pieces.append(f"Default: {param.default}.")
    return " ".join(pieces)
