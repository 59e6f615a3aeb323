"""The quick door: command lines that are plain are answered before Typer is loaded.

Plain is a command by its name, with flags and operands as the table has them. What is anything
else, help and completion among it, is left to Typer as it is. From there on both go the
same way, so that nothing but time tells them apart.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from calcdl.calculus import NOUNS
from calcdl.cli.ending import lacks_characters, status_of
from calcdl.cli.shared.flags import SWITCH
from calcdl.cli.shared.values import Typed, usual_values, value_of
from calcdl.errors import UsageError
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from calcdl.cli.shared.values import Params

__all__ = ["answered"]


def answered(args: list[str]) -> int | None:
    """Answer a plain command line, and return its exit status; None for any other."""
    if not _can_be_written() or not args or args[0] not in NOUNS:
        return None
    name, *words = args
    command = import_module(f"calcdl.cli.commands.{name}").command
    try:
        params = _values(command, words)
    except UsageError:
        return None
    return None if params is None else status_of(lambda: command.run(Typed(params, words)), args)


def _can_be_written() -> bool:
    """Say whether an answer goes where all that it may say can be written as it is."""
    return (
        None not in (sys.stdout, sys.stderr)
        and "_CALCDL_COMPLETE" not in os.environ
        and not any([lacks_characters(stream) for stream in (sys.stdout, sys.stderr)])
    )


def _values(command: Any, words: list[str]) -> Params | None:
    """Return the values of flags in a plain line, None for any other; raises UsageError too."""
    typed = command.sorted(words)
    if typed.asks_for_help or command.does_not_fit(typed):
        return None
    params = usual_values(command.flags)
    texts: dict[str, list[str]] = {}
    for option, text in typed.pairs(command.takes_value):
        flag = command.by_option[option]
        if (text is None) != (flag.kind == SWITCH):
            return None
        if text is None:
            params[flag.name] = True
        else:
            texts.setdefault(flag.name, []).append(text)
    operands = list(typed.operands)
    for flag in command.flags:
        if flag.is_operand and operands:
            count = len(operands) if flag.is_repeated else 1
            texts[flag.name], operands = operands[:count], operands[count:]
        if flag.name in texts:
            params[flag.name] = value_of(flag, texts[flag.name])
    settled: Params = command.settled(params)
    return settled
