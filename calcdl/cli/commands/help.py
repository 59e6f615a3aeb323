"""``calcdl help``: what a command takes, or what there is."""

from typing import Annotated, Any

import typer

from calcdl.cli.shared.command import ReportingCommand
from calcdl.cli.welcome import BY_PURPOSE, WELCOME

__all__ = ["app"]

app = typer.Typer(add_completion=False)


def _complete(incomplete: str) -> list[str]:
    names = [name for commands in BY_PURPOSE.values() for name in commands]
    return [name for name in names if name.startswith(incomplete)]


@app.command(cls=ReportingCommand)
def help(
    context: typer.Context,
    command: Annotated[
        str | None,
        typer.Argument(
            metavar="COMMAND",
            help="One command; without it, all of them.",
            show_default=False,
            autocompletion=_complete,
        ),
    ] = None,
) -> None:
    """What a command takes, with examples; without COMMAND, what calcdl can do.

    calcdl help                what there is
    calcdl help deriv          flags and examples of a command
    calcdl deriv help          the same
    calcdl deriv --help        the same
    """
    print(WELCOME if command is None else _help_of(context, command), end="")


def _help_of(context: typer.Context, name: str) -> str:
    commands: Any = context.parent.command if context.parent else None
    _, command, _ = commands.resolve_command(context.parent, [name])
    inner = command.context_class(command, info_name=command.name, parent=context.parent)
    return f"{command.get_help(inner)}\n"
