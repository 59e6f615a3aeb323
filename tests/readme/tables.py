"""The tables of README.md that are made from the code, each between two comments of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from calcdl.calculus import NOUNS
from calcdl.cli.shared import help
from calcdl.cli.shared.command import Command
from calcdl.cli.shared.flags import COMMANDS, FLAGS
from calcdl.cli.welcome import BY_PURPOSE
from calcdl.errors import CalcdlError
from calcdl.functions.families import families
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.render.forms import FORMS
from tests.readme.pasted import PASTED
from tests.readme.records import keys_by_command
from tests.support.command import ROOT

__all__ = ["README", "TABLES", "renewed"]

README = ROOT / "README.md"

Rows = Iterator[tuple[str, ...]]


def renewed(readme: str) -> str:
    """Return the README with its tables as the code gives them."""
    for name, rows in TABLES.items():
        mark = f"<!-- {name} -->\n"
        before, _, after = readme.split(mark)
        readme = mark.join((before, "\n".join(_lines(rows())) + "\n", after))
    return readme


def _lines(rows: Rows) -> Iterator[str]:
    """Return a table in Markdown, of which the first row is the heading."""
    heading = next(rows)
    yield _line(heading)
    yield _line(("---",) * len(heading))
    yield from map(_line, rows)


def _line(cells: tuple[str, ...]) -> str:
    written = [cell.replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(written)} |"


def _code(text: str) -> str:
    return f"`{text}`"


def commands() -> Rows:
    yield "to", "command", "what it does"
    for purpose, by_name in BY_PURPOSE.items():
        for k, (name, says) in enumerate(by_name.items()):
            yield "" if k else purpose.lower(), _code(f"calcdl {name}{_operands(name)}"), says


def _operands(name: str) -> str:
    *operands, _ = help.operands_of(_command(name))
    return "".join([f" {operand}" for operand in operands])


def _command(name: str) -> Command:
    command: Command = import_module(f"calcdl.cli.commands.{name}").command
    return command


def flags() -> Rows:
    """Return a row a flag, and several where its meaning hangs on the command."""
    meanings: dict[tuple[str, str, str], list[str]] = {}
    for name in COMMANDS:
        for group, rows in FLAGS.items():
            for label, says in help.labelled(_command(name), rows):
                if label.startswith("-"):
                    meanings.setdefault((group, label, says), []).append(name)
    groups = list(FLAGS)
    yield "flag", "meaning", "commands"
    for (_, label, says), names in sorted(
        meanings.items(), key=lambda item: (groups.index(item[0][0]), _name(item[0][1]))
    ):
        yield _code(label), says, _listed(names)


def _name(label: str) -> str:
    return label[label.index("--") :]


def _listed(names: list[str]) -> str:
    """Return names of commands, or which of all questions are missing, whichever is shorter."""
    missing = [name for name in NOUNS if name not in names]
    others = [name for name in names if name not in NOUNS]
    every = "all" + (f" but {' '.join(missing)}" if missing else "")
    return min(" ".join(names), (" and " if missing else ", with ").join([every, *others]), key=len)


def formats() -> Rows:
    yield "command", *[_code(form) for form in FORMS]
    for nouns in dict.fromkeys([*NOUNS.values(), "functions"]):
        names = [name for name in NOUNS if NOUNS[name] == nouns] or [nouns]
        forms = help.formats_of(_command(names[0]))
        yield ", ".join(map(_code, names)), *["yes" if form in forms else "no" for form in FORMS]


def functions() -> Rows:
    yield "family", "functions"
    for family, rows in families().items():
        yield family, _code(" ".join([row.name for row in rows]))


def statuses() -> Rows:
    yield "status", "meaning", "`code` of errors in JSON"
    codes: dict[int, list[str]] = {}
    for error in _errors(CalcdlError):
        if error.code not in codes.setdefault(error.status, []):
            codes[error.status].append(error.code)
    for status, meaning in help.STATUSES.items():
        yield str(status), meaning, " ".join(map(_code, codes.get(status, [])))


def _errors(error: type[CalcdlError]) -> Iterator[type[CalcdlError]]:
    """Return what kinds of errors there are below one, in the file that all share."""
    for kind in error.__subclasses__():
        if kind.__module__ == CalcdlError.__module__:
            yield kind
        yield from _errors(kind)


def records() -> Rows:
    yield "command", "keys beside `schema` and `command`"
    for command, keys in keys_by_command():
        yield _code(command), keys


def readings() -> Rows:
    yield "from", "you write", "calcdl reads"
    for origin, texts in PASTED.items():
        for k, text in enumerate(texts):
            yield "" if k else origin, _code(text), _code(write(read(text).graph))


TABLES: dict[str, Callable[[], Rows]] = {
    table.__name__: table
    for table in (commands, flags, formats, functions, statuses, records, readings)
}
