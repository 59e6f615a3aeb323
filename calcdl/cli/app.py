"""The command ``calcdl``: its subcommands, each in a module that is imported when it is used."""

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any, TextIO

import typer
from typer.core import TyperGroup
from typer.main import get_command

from calcdl import __version__
from calcdl.calculus import NOUNS
from calcdl.cli.shared.messages import complaint, describe
from calcdl.errors import CalcdlError

__all__ = ["COMMANDS", "app", "run"]

COMMANDS = (
    *NOUNS,
    "functions",
    "examples",
    "help",
)  # each in the module of commands/ that is called so


class _Commands(TyperGroup):
    """Subcommands that are imported when they are asked for, because start-up is a feature."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            command = get_command(import_module(f"calcdl.cli.commands.{cmd_name}").app)
            command.name = cmd_name
            self.commands[cmd_name] = command
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
        print(f"calcdl {__version__}")
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


def run(args: list[str] | None = None) -> int:
    """Run calcdl and return its exit status."""
    args = sys.argv[1:] if args is None else args
    if sys.stderr is None:  # it is closed, and what nobody hears must not go to stdout
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (to the end)
    if sys.stdout is None:
        return _complain(complaint("I cannot write the answer: stdout is closed"), 1)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            from calcdl.cli.shared.encodings import arguments_as_typed, stand_in_for_characters

            stand_in_for_characters(stream)
            args = arguments_as_typed(args)
    try:
        status = get_command(app).main(args, prog_name="calcdl", standalone_mode=False)
        sys.stdout.flush()
        return int(status or 0)
    except CalcdlError as error:
        if _is_completing():
            return 0
        return _complain(describe(error), error.status)
    except BrokenPipeError:
        _forget(sys.stdout)
        return 0
    except OSError as error:  # a full disk, say
        _forget(sys.stdout)
        return _complain(complaint(f"I cannot write the answer: {error.strerror or error}"), 1)
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # that is how Rich tells of one
            return 0
        raise
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except Exception as error:
        if _is_completing():
            return 0
        if not hasattr(error, "format_message"):
            from calcdl.cli.unexpected import own_error

            own = own_error(error, "", args)
            return _complain(describe(own), own.status)
        message = _usage_message(error)
        return _complain(complaint(message), 2) if message else 2  # help says it all


def _complain(message: str, status: int) -> int:
    """Print a message on stderr, if anyone still listens, and return the exit status."""
    try:
        print(message, file=sys.stderr, flush=True)
    except BrokenPipeError:
        _forget(sys.stderr)
    return status


def _is_completing() -> bool:
    """Say whether a shell asks for completions: a message would spoil the line being typed."""
    return "_CALCDL_COMPLETE" in os.environ


def _forget(stream: TextIO) -> None:
    """Give up a stream: what Python still holds for it must not raise again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _usage_message(error: Any) -> str:
    """Return what Typer says of a wrong flag or a missing argument."""
    if getattr(getattr(error, "param", None), "param_type_name", "") == "option":
        error.param_hint = f"'{error.param.opts[0]}'"  # without its short name
    message = str(error.format_message()).rstrip(".")
    return message[:1].lower() + message[1:]
