"""The pictures in README.md: each is what the command printed beside it draws."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.readme.screen import screen
from tests.support.command import ROOT, in_process, in_process_on_terminal

__all__ = ["PICTURES", "drawn", "shown"]

PICTURES = ROOT / ".github" / "pictures"

_PART = re.compile(r"^<!-- pictures -->\n(.*?)^<!-- pictures -->$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?:^|`)(calcdl [^`\n]+)", re.MULTILINE)
_PICTURE = re.compile(r"\]\(\.github/pictures/([a-z-]+\.svg)\)")


def shown(readme: str) -> dict[str, str]:
    """Return the names of the pictures, each with its command: as many, in the same order."""
    pairs = [
        pair
        for part in _PART.findall(readme)
        for pair in zip(_PICTURE.findall(part), _COMMAND.findall(part), strict=True)
    ]
    return dict(pairs)


def drawn(command: str) -> str:
    """Return the file that a command writes with -o, or else a terminal on which it has run."""
    _, *arguments = shlex.split(command)
    if "-o" not in arguments:
        outcome = in_process_on_terminal(*arguments, columns=80)
        assert outcome.status == 0, outcome.stdout
        return screen(command, outcome.stdout)
    with TemporaryDirectory() as folder:
        place = arguments.index("-o") + 1
        file = Path(folder, arguments[place])
        outcome = in_process(*arguments[:place], str(file), *arguments[place + 1 :])
        assert outcome == (0, "", ""), outcome
        return file.read_text("utf-8")
