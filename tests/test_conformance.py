"""The cases in conformance/deriv.txt and commands.txt, some of them run as processes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.support.command import Outcome, calcdl, in_process, in_process_on_terminal

CONFORMANCE = Path(__file__).parent / "conformance"


def cases(name: str, command: str = "") -> list[tuple[str, str]]:
    """Return command lines and what they print, from the lines of a file."""
    lines = [line for line in (CONFORMANCE / name).read_text("utf-8").split("\n") if line.strip()]
    pairs = [line.split("  =>  ", 1) for line in lines if not line.startswith("#")]
    return [(f"{command} {typed}".strip(), expected.strip()) for typed, expected in pairs]


CASES = cases("deriv.txt", "deriv") + cases("commands.txt") + cases("pieces.txt")
CASES += cases("functions.txt") + cases("arrays.txt")
CASES += cases("array_points.txt")
AS_PROCESSES = CASES[::25]


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[line for line, _ in CASES])
def test_command(line: str, expected: str) -> None:
    require(in_process(*shlex.split(line)), expected)


@pytest.mark.parametrize(("line", "expected"), AS_PROCESSES, ids=[line for line, _ in AS_PROCESSES])
def test_a_process_answers_the_same(line: str, expected: str) -> None:
    require(calcdl(*shlex.split(line)), expected)


ON_A_TERMINAL = [line for line, expected in CASES if not expected.startswith("exit ")][::4]


@pytest.mark.parametrize("line", ON_A_TERMINAL)
def test_a_terminal_has_an_answer_too(line: str) -> None:
    assert in_process_on_terminal(*shlex.split(line)).status == 0


def require(outcome: Outcome, expected: str) -> None:
    """Hold what a command printed against what a line of a corpus expects."""
    refusal = re.fullmatch(r"exit (\d): (.*)", expected)
    if refusal is None:
        printed = expected.replace(r"\n", "\n").replace(r"\t", "\t")
        assert outcome == (0, f"{printed}\n", "")
    else:
        assert outcome.status == int(refusal[1])
        assert outcome.stdout == ""
        assert outcome.stderr.startswith("calcdl: ")
        assert refusal[2] in outcome.stderr
        assert "Traceback" not in outcome.stderr
