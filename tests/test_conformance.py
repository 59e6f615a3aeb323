"""The cases in conformance/deriv.txt, each run as a process."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.command import calcdl

CASES = [
    tuple(part.strip() for part in line.split("  =>  ", 1))
    for line in (Path(__file__).parent / "conformance" / "deriv.txt").read_text("utf-8").split("\n")
    if line.strip() and not line.startswith("#")
]


@pytest.mark.parametrize(("arguments", "expected"), CASES, ids=[case[0] for case in CASES])
def test_deriv(arguments: str, expected: str) -> None:
    outcome = calcdl("deriv", *shlex.split(arguments))
    refusal = re.fullmatch(r"exit (\d): (.*)", expected)
    if refusal is None:
        assert outcome == (0, f"{expected}\n", "")
    else:
        assert outcome.status == int(refusal[1])
        assert outcome.stdout == ""
        assert outcome.stderr.startswith("calcdl: ")
        assert refusal[2] in outcome.stderr
        assert "Traceback" not in outcome.stderr
