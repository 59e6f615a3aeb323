"""A plain command line is answered without Typer, and to the byte as with it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calcdl.calculus import NOUNS
from calcdl.cli import quick
from calcdl.cli.app import run as run_by_typer
from calcdl.cli.shared.flags import flags_of
from calcdl.cli.shared.values import Typed
from tests.support.command import ROOT, Outcome, in_process, in_process_on_terminal
from tests.test_conformance import CASES, CONFORMANCE, cases
from tests.test_readme import ALONE


def lines_of(name: str) -> list[str]:
    return (CONFORMANCE / name).read_text("utf-8").splitlines()


def command_lines() -> Iterator[str]:
    """Yield the command lines of the corpora and of the README, and questions of their texts."""
    yield from [line for line, _ in CASES + cases("points.txt", "point")]
    yield from [f"{line} --format table" for line, _ in cases("tables.txt")]
    yield from [f"deriv {line[2:]}" for line in lines_of("errors.txt") if line.startswith("> ")]
    for line in [*lines_of("meant.txt"), *[f"$ {command}" for command, _ in ALONE]]:
        if line.startswith("$ calcdl "):
            yield line.removeprefix("$ calcdl ")
    for text, _ in cases("claims.txt"):
        yield shlex.join(["check", *text.split("  |  ")])
    for name in ("spellings.txt", "latex.txt", "code.txt", "conditions.txt"):
        yield from [shlex.join(["simplify", text, "--form", "rules"]) for text, _ in cases(name)]


LINES = sorted(set(command_lines()))


def both(line: list[str]) -> list[Outcome]:
    """Return what comes of a line at the quick door, if that understands it, and at Typer's."""
    understood = True

    def door(args: list[str]) -> int:
        nonlocal understood
        status = quick.answered(args)
        understood = status is not None
        return status or 0

    outcome = in_process(*line, door=door, COLUMNS="80")
    if not understood:
        assert outcome == (0, "", "")  # it is left as it is
        return []
    return [outcome, in_process(*line, door=run_by_typer, COLUMNS="80")]


def as_read(line: list[str]) -> list[Typed]:
    """Return what both doors read in a line, the quick one if it understands it."""
    seen: list[Typed] = []

    def run(typed: Typed) -> int:
        seen.append(typed)
        return 0

    if line and line[0] in NOUNS:
        command = import_module(f"calcdl.cli.commands.{line[0]}").command
        with mock.patch.object(command, "run", run):
            in_process(*line, door=lambda args: quick.answered(args) or 0)
            if seen:
                in_process(*line, door=run_by_typer)
    return seen


@pytest.mark.parametrize("part", range(8))
def test_both_doors_read_the_same(part: int) -> None:
    lines = LINES[part::8]
    understood = 0
    for line in lines:
        read = as_read(shlex.split(line))
        assert read[:1] == read[1:], line
        understood += bool(read)
    assert understood > 0.9 * len(lines)


@pytest.mark.parametrize("part", range(8))
def test_both_doors_answer_the_same(part: int) -> None:
    """All lines of the README and of the corpora."""
    of_readme = [command.removeprefix("calcdl ") for command, _ in ALONE]
    for line in [*of_readme, *LINES][part::8]:
        outcomes = both(shlex.split(line))
        assert outcomes[:1] == outcomes[1:], line


# Any line: words that are right and words that are not, in any order

OPERANDS = st.sampled_from(
    ["x**2", "-x", "x*y", "sin(x", "1/x", "abs(x)", "2*x", "2x", "x", "", "-", "--x", "sin", "x^2^",
     "“x”", "help", "at", "a b", "x=1", "п"]
)  # fmt: skip
VALUES = st.sampled_from(
    ["1", "0", "x", "x=1", "x=1,y=2", "-1", "1.5", "", "left", "json", "table", "best", "nice",
     "x,y", "u = x", "1e999", "--json", "3_0", "٣", "٠", "central", "a: n", "rows", "text"]
)  # fmt: skip
_WRITES = ("output", "command", "shell", "data", "file", "jobs", "plot")


@st.composite
def command_line(draw: st.DrawFn) -> list[str]:
    """Return a command, its flags and others, with values and without, and some operands."""
    name = draw(st.sampled_from([*NOUNS, "functions", "der", "-h"]))
    flags = [flag for flag in flags_of(name) if flag.name not in _WRITES]
    options = [option for flag in flags for option in flag.options] or ["--help"]
    words = []
    for option in draw(st.lists(st.sampled_from([*options, "--nowhere", "-q"]), max_size=4)):
        value = draw(VALUES)
        words += draw(st.sampled_from([[option], [option, value], [f"{option}={value}"]]))
    for operand in draw(st.lists(OPERANDS, max_size=2)):
        words.insert(draw(st.integers(0, len(words))), operand)
    return [name, *words]


@given(command_line())
@settings(max_examples=1000, deadline=None)
def test_any_line_that_is_understood_is_read_as_typer_does(line: list[str]) -> None:
    read = as_read(line)
    assert read[:1] == read[1:]


@given(command_line().filter(lambda line: line[0] not in ("plot", "report")))
@settings(max_examples=150, deadline=None)
def test_any_line_that_is_understood_is_answered_as_by_typer(line: list[str]) -> None:
    outcomes = both(line)
    assert outcomes[:1] == outcomes[1:]


def test_a_door_that_reads_otherwise_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "value_of", lambda flag, texts: texts[0])
    read = as_read(["deriv", "x**2", "--at", "1", "--digits", "5"])
    assert read[:1] != read[1:]


# What is left to Typer, and how processes end


@pytest.mark.parametrize("line", ["", "-h", "--help", "deriv --help", "deriv help", "deriv x -h",
                                  "der x", "deriv x --nowhere", "deriv x --digits 0", "deriv x 1",
                                  "deriv x --digits", "deriv sin x", "deriv “x”", "functions",
                                  "deriv x --json --csv", "deriv x --side up", "jacobian sin cos",
                                  "deriv x --wrt x --wrt y", "deriv x --json=5"])  # fmt: skip
def test_what_is_unusual_is_left_to_typer(line: str) -> None:
    assert both(line.split()) == []


AS_PROCESSES = ("deriv (x+1)**2 --at 5", "deriv x*y", "deriv 1/x --at 0 --json", "--version",
                "partial x*y --at x=1,y=2 --csv", "check x**2 x", "eval kx --at 1")  # fmt: skip


@pytest.mark.parametrize("line", AS_PROCESSES)
def test_on_a_terminal_both_doors_answer_the_same(line: str) -> None:
    by_quick_door = in_process_on_terminal(*line.split())
    with mock.patch.object(quick, "answered", return_value=None):
        assert in_process_on_terminal(*line.split()) == by_quick_door


BY_TYPER = "import sys; from calcdl.cli.app import run; sys.exit(run(sys.argv[1:]))"


@pytest.mark.parametrize("end", ["", ">&-", "2>&-", "| :", "> /dev/full", "2> /dev/full"])
@pytest.mark.parametrize("line", AS_PROCESSES)
def test_processes_end_the_same(line: str, end: str) -> None:
    if "/dev/full" in end and not Path("/dev/full").exists():
        pytest.skip("there is no full device here")
    doors = (["-m", "calcdl"], ["-c", BY_TYPER])
    quick, typer = (ended([*door, *line.split()], end) for door in doors)
    assert quick == typer


def ended(arguments: list[str], end: str) -> tuple[int, str, str]:
    """Return how Python ends, with its streams as a shell says."""
    command = f"{{ {shlex.join([sys.executable, *arguments])}; echo $? >&3; }} {end}"
    done = subprocess.run(
        ["sh", "-c", f"exec 3>&1; {command}"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    return done.returncode, done.stdout, done.stderr
