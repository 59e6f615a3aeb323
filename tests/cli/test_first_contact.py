"""What someone meets who types calcdl for the first time."""

from __future__ import annotations

import shlex
from importlib import import_module

import pytest

from calcdl.cli.app import COMMANDS
from calcdl.cli.other_names import _NOT_HERE, _OTHER_NAMES
from calcdl.cli.welcome import BY_PURPOSE, EXAMPLES
from tests.support.command import in_process

# What there is


@pytest.mark.parametrize("line", ["", "--help", "-h", "help"])
def test_calcdl_alone_says_what_it_is_and_what_to_try(line: str) -> None:
    outcome = in_process(*shlex.split(line))
    assert (outcome.status, outcome.stderr) == (0, "")
    about, examples, *_ = outcome.stdout.split("\n\n")
    assert len(about.splitlines()) == 4
    assert examples.count("\n  calcdl ") == 5
    assert max(len(line) for line in outcome.stdout.splitlines()) <= 80


def test_every_command_is_listed_by_its_purpose() -> None:
    assert {name for commands in BY_PURPOSE.values() for name in commands} == set(COMMANDS)


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_to_try_works(example: str) -> None:
    outcome = in_process(*shlex.split(example)[1:])
    assert (outcome.status in (0, 1), outcome.stderr) == (True, "")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_by_any_way(command: str) -> None:
    page = in_process(command, "--help")
    assert (page.status, page.stderr) == (0, "")
    assert page.stdout.startswith(f"Usage: calcdl {command}")
    assert max(len(line) for line in page.stdout.splitlines()) <= 80
    assert in_process("help", command) == page
    if command not in ("functions", "examples", "help"):
        assert in_process(command, "help") == page


@pytest.mark.parametrize("command", COMMANDS)
def test_the_meaning_of_an_example_stands_whole_beside_it_or_below(command: str) -> None:
    docstring = type(import_module(f"calcdl.cli.commands.{command}").command).__doc__ or ""
    pairs = [line.strip().partition("  ") for line in docstring.splitlines()]
    page = in_process("help", command).stdout.splitlines()
    lines = [" ".join(line.split()) for line in page]
    for example, _, meaning in [pair for pair in pairs if pair[0].startswith("calcdl ")]:
        beside, below = f"{example} {meaning.strip()}".strip(), [example, meaning.strip()]
        assert beside in lines or below in [lines[k : k + 2] for k in range(len(lines))]


def test_help_of_a_command_by_another_name() -> None:
    assert in_process("help", "grad") == in_process("gradient", "--help")
    assert in_process("grad", "--help") == in_process("gradient", "--help")
    assert in_process("help", "nosuch").status == 2


@pytest.mark.parametrize(
    ("command", "formats"),
    [
        ("deriv", "table|plain|json|csv|latex"),
        ("numeric", "table|plain|json|csv"),
        ("point", "table|plain|json|csv"),
        ("check", "table|plain|json"),
        ("graph", "table|plain|json"),
        ("functions", "table|plain|json|csv"),
    ],
)
def test_help_has_the_formats_that_work(command: str, formats: str) -> None:
    page = in_process(command, "--help").stdout
    assert f"--format {formats}\n" in page
    for form in ("csv", "latex"):
        works = form in formats
        if command in ("deriv", "functions"):
            operands = [] if command == "functions" else ["x^2"]
            assert (in_process(command, *operands, "--format", form).status == 0) == works


def test_help_has_its_flags_in_groups() -> None:
    page = in_process("deriv", "--help").stdout
    order = ["Examples", "What", "EXPR", "--wrt", "-n, --order N", "Where", "--at", "--side", "How",
             "--numeric", "Output", "-d, --digits N", "--format", "Streams", "--jobs", "Quote",
             "Exit status"]  # fmt: skip
    places = [page.index(f"\n  {word}" if word[0] in "-" else f"\n{word}") if word != "EXPR"
              else page.index("\n  EXPR") for word in order]  # fmt: skip
    assert places == sorted(places)


def test_version() -> None:
    assert in_process("-V") == in_process("--version")
    assert in_process("-V").stdout.startswith("calcdl ")


# Commands by other names


@pytest.mark.parametrize("name", _OTHER_NAMES)
def test_another_name_is_that_command(name: str) -> None:
    assert _OTHER_NAMES[name] in COMMANDS
    assert name not in COMMANDS
    assert in_process(name, "--help") == in_process(_OTHER_NAMES[name], "--help")


def test_the_beginning_of_a_name_is_enough_where_it_is_clear() -> None:
    for command in COMMANDS:
        for end in range(1, len(command)):
            beginning = command[:end]
            meant = [other for other in COMMANDS if other.startswith(beginning)]
            outcome = in_process(beginning, "--help")
            if beginning in (*_OTHER_NAMES, *_NOT_HERE):
                continue
            if len(meant) == 1:
                assert outcome == in_process(command, "--help")
            else:
                assert (outcome.status, outcome.stdout) == (2, "")
                assert all(other in outcome.stderr for other in meant)


@pytest.mark.parametrize("name", _NOT_HERE)
def test_what_calcdl_does_not_do_is_said_with_what_comes_nearest(name: str) -> None:
    outcome = in_process(name, "x^2")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "calcdl " in outcome.stderr.removeprefix("calcdl: ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("integrate x^2", "it does not integrate"),
        ("limit 'sin(x)/x'", "calcdl point EXPR --at P"),
        ("solve x^2-1", "it solves no equations"),
        ("dreiv x", "there is no command dreiv: did you mean deriv?"),
        ("frobnicate x", "there is no command frobnicate: calcdl alone lists them"),
        ("(x+1)**2 --at 5", "did you mean calcdl deriv '(x+1)**2' --at 5?"),
        ("sin x", "did you mean calcdl deriv sin x?"),
        ("p x", "p may be partial, point or plot: write more of it"),
    ],
)
def test_what_is_no_command_is_answered_with_what_to_type(line: str, said: str) -> None:
    outcome = in_process(*shlex.split(line))
    assert (outcome.status, outcome.stdout) == (2, "")
    assert said in outcome.stderr
