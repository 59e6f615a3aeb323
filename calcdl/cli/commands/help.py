"""``calcdl help``: what a command takes, or what there is."""

from typing import Any

from calcdl.cli.app import help_of
from calcdl.cli.shared.command import Command
from calcdl.cli.shared.values import Typed
from calcdl.cli.welcome import BY_PURPOSE, WELCOME

__all__ = ["command", "complete"]


class Help(Command):
    """What a command takes, with examples; without COMMAND, what calcdl can do.

    calcdl help                what there is
    calcdl help deriv          flags and examples of a command
    calcdl deriv help          the same
    calcdl deriv --help        the same
    """

    def answered(self, typed: Typed) -> int:
        name = typed.params["command"]
        print(WELCOME if name is None else help_of(name), end="")
        return 0


def complete(params: dict[str, Any], incomplete: str) -> list[str]:
    """Return the names of commands that a shell is offered."""
    names = [name for commands in BY_PURPOSE.values() for name in commands]
    return [name for name in names if name.startswith(incomplete)]


command = Help("help")
