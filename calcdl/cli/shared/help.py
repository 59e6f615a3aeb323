"""What a command's help says: what it is for, examples, and its flags in groups.

It is text as in a pipe, on a terminal too: so it needs no more than a command itself, and is there
as fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from calcdl.calculus import NOUNS
from calcdl.cli.shared.command import Command
from calcdl.cli.shared.flags import FLAGS, SWITCH, Flag
from calcdl.cli.shared.output import SHORT
from calcdl.render.forms import FORMS, lacks

__all__ = ["STATUSES", "formats_of", "labelled", "operands_of", "write_help"]

_WIDTH = 78
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


def write_help(command: Command, ctx: Any, formatter: Any) -> None:
    """Write the help of a command to one of Click's formatters."""
    formatter.write_usage(ctx.command_path, " ".join(operands_of(command)))
    formatter.write_paragraph()
    formatter.write_text(" ".join((command.__doc__ or "").partition("\n\n")[0].split()))
    _section(formatter, "Examples", _examples_of(command))
    for group, flags in FLAGS.items():
        _section(formatter, group, labelled(command, flags))
    for sentence in (_QUOTING, f"Exit status: {_EXIT}."):
        formatter.write_paragraph()
        formatter.write_text(sentence)


def _examples_of(command: Command) -> list[tuple[str, str]]:
    """Return the examples in a command's docstring, each with what it is one of."""
    lines = [line.strip() for line in (command.__doc__ or "").splitlines()]
    pairs = [line.partition("  ") for line in lines if line.startswith(_PROGRAM)]
    return [(example, meaning.strip()) for example, _, meaning in pairs]


def _section(formatter: Any, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        formatter.write_paragraph()
        formatter.write(f"{title}\n")
        formatter.indent()
        is_of_examples = title == "Examples"
        formatter.write_dl(rows, col_max=_room_for_examples(rows) if is_of_examples else 24)
        formatter.dedent()


def _room_for_examples(rows: list[tuple[str, str]]) -> int:
    """Return how wide the column of examples may be: a meaning beside one is not cut.

    That of a longer example stands on a line of its own.
    """
    meanings = max([len(meaning) for _, meaning in rows], default=0)
    widest = _WIDTH - meanings - 4  # for the indent, and what is between the columns
    return max([len(label) for label, meaning in rows if meaning and len(label) <= widest] or [24])


def operands_of(command: Command) -> list[str]:
    """Return what stands behind the name of a command: its operands, and that there are flags."""
    return [*[f"[{flag.takes}]" for flag in command.flags if flag.is_operand], "[FLAGS]"]


def labelled(command: Command, flags: Sequence[Flag]) -> list[tuple[str, str]]:
    """Return those of some flags that a command has, each with what help says of it."""
    forms = formats_of(command)
    return [
        (_label(flag, forms), _says(flag))
        for flag in flags
        if flag in command.flags and (flag.name not in SHORT or flag.name in forms)
    ]


def formats_of(command: Command) -> list[str]:
    """Return the formats in which a command's answers come, which it may say itself."""
    own = getattr(command, "formats", None)
    if own is not None:
        return [str(name) for name in own]
    question = NOUNS.get(command.name, command.name)
    return [name for name in FORMS if name not in _OF_SOME or not lacks(question, name)]


_OF_SOME = ("csv", "latex")  # formats that not every question has


def _label(flag: Flag, forms: Sequence[str]) -> str:
    """Return a flag as it is typed: "-n, --order N"."""
    if flag.is_operand:
        return flag.takes
    names = ", ".join(sorted(flag.options, key=len))
    value = "|".join(forms) if flag.name == "format" else flag.value
    return names if flag.kind == SWITCH else f"{names} {value}"


def _says(flag: Flag) -> str:
    """Return the meaning of a flag, with its choices where they are many, and what is usual."""
    pieces = [flag.says]
    if flag.choices and flag.value == flag.name.upper():
        pieces.append(f"One of {', '.join(flag.choices)}.")
    if flag.default is not None:
        pieces.append(f"Default: {flag.default}.")
    return " ".join(pieces)
