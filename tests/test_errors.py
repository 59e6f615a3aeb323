"""Bad input: each gets the message, the mark and the exit status that the corpus promises."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from calcdl.cli import run

CORPUS = Path(__file__).parent / "conformance" / "errors.txt"
AS_PROCESSES = ("'(x + 1)*  / 2'", "'sigmod(x)'", "'log(x)' --at 0", "'1e999999'")


class Case(NamedTuple):
    """A command line of "calcdl deriv", what it says on stderr, and its exit status."""

    line: str
    says: str
    status: int


def cases() -> list[Case]:
    """Return the blocks of the corpus."""
    found: list[Case] = []
    block: list[str] | None = None
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            assert block is None, f"the block before {line!r} has no exit status"
            block = [line[2:]]
        elif block is not None and re.fullmatch(r"exit \d+", line):
            found.append(Case(block[0], "\n".join(block[1:]), int(line[5:])))
            block = None
        elif block is not None:
            block.append(line)
        else:
            assert not line or line.startswith("#"), f"a stray line: {line!r}"
    assert block is None, "the last block has no exit status"
    return found


def without_trailing_blanks(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip("\n").split("\n"))


def test_the_corpus_is_read_whole():
    assert len(cases()) == CORPUS.read_text(encoding="utf-8").count("\n> ") > 100
    assert len({case.line for case in cases()}) == len(cases())


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.line)
def test_bad_input_is_explained(case, capsys):
    status = run(["deriv", *shlex.split(case.line)])
    printed = capsys.readouterr()
    assert without_trailing_blanks(printed.err) == case.says
    assert status == case.status
    assert printed.out == ""


@pytest.mark.parametrize("line", AS_PROCESSES)
def test_a_process_says_the_same(line):
    case = next(case for case in cases() if case.line == line)
    command = [sys.executable, "-m", "calcdl", "deriv", *shlex.split(line)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert without_trailing_blanks(done.stderr) == case.says
    assert (done.returncode, done.stdout) == (case.status, "")
