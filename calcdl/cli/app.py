"""The command ``calcdl``: its subcommands, each in a module that is imported when it is used."""

import sys
from functools import cache
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from calcdl.cli.ending import lacks_characters, status_of
from calcdl.cli.shared.flags import COMMANDS
from calcdl.cli.version import print_version
from calcdl.errors import UsageError

__all__ = ["COMMANDS", "app", "help_of", "run"]


class _Commands(TyperGroup):
    """Subcommands that are imported when they are asked for, because start-up is a feature."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            from calcdl.cli.as_typer import as_typer

            command = import_module(f"calcdl.cli.commands.{cmd_name}").command
            self.commands[cmd_name] = as_typer(command)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from calcdl.cli.other_names import meant_by

            args = meant_by(args, COMMANDS)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from calcdl.cli.welcome import WELCOME

        formatter.write(WELCOME)


app = typer.Typer(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print_version()
        raise typer.Exit()


@app.callback()
def calcdl(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Calculus at the command line: derivatives as formulas, as proven numbers, step by step."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@cache
def _group() -> Any:
    return get_command(app)


def help_of(name: str) -> str:
    """Return the help of a command, by its name or what stands for it; raises UsageError."""
    group = _group()
    context = group.make_context("calcdl", [name])
    _, command, _ = group.resolve_command(context, [name])
    inner = command.context_class(command, info_name=command.name, parent=context)
    return f"{command.get_help(inner)}\n"


def run(args: list[str]) -> int:
    """Answer a command line that Typer reads, and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and lacks_characters(stream):
            from calcdl.cli.shared.encodings import arguments_as_typed, stand_in_for_characters

            stand_in_for_characters(stream)
            args = arguments_as_typed(args)
    return status_of(lambda: _answered(args), args)


def _answered(args: list[str]) -> int:
    try:
        status = _group().main(args, prog_name="calcdl", standalone_mode=False)
        return int(status or 0)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        message = _usage_message(error)
        if not message:  # help says it all
            return 2
        raise UsageError(message) from None


def _usage_message(error: Any) -> str:
    """Return what Typer says of a wrong flag or a missing argument."""
    if getattr(getattr(error, "param", None), "param_type_name", "") == "option":
        error.param_hint = f"'{error.param.opts[0]}'"  # without its short name
    message = str(error.format_message()).rstrip(".")
    if message.startswith("Got unexpected extra argument"):
        command = getattr(getattr(error, "ctx", None), "command", None)
        called = f"calcdl {getattr(command, 'name', '')}".rstrip()
        return f"{called} takes one word at a time: leave out {message.rpartition('(')[2][:-1]}"
    return message[:1].lower() + message[1:]
