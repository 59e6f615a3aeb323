"""What is too large is answered or refused at once: no hang, no memory eaten, no crash."""

from __future__ import annotations

import re
import shlex
import time

import pytest

from tests.support.command import in_process
from tests.test_conformance import cases

pytestmark = pytest.mark.process  # what SymPy would never finish is asked of a process
CASES = cases("limits.txt")
MOST_SECONDS = 5.0  # of this process's own time, so that a busy machine does not matter


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[line for line, _ in CASES])
def test_too_large_a_question_ends(line: str, expected: str) -> None:
    before = time.process_time()
    outcome = in_process(*shlex.split(line))
    assert time.process_time() - before < MOST_SECONDS
    refusal = re.fullmatch(r"exit (\d): (.*)", expected)
    if refusal is None:
        assert outcome == (0, expected.replace(r"\n", "\n").replace(r"\t", "\t") + "\n", "")
    else:
        assert outcome.status == int(refusal[1])
        assert refusal[2] in outcome.stderr + outcome.stdout


def test_a_text_of_any_length_costs_no_more_than_a_sentence() -> None:
    line = "+".join(["x"] * 1_000_000)
    outcome = in_process("deriv", "-", stdin=f"{line}\nx**2\n")
    assert outcome.stdout == "\n2*x\n"
    assert "line 1: this text has 1999999 characters" in outcome.stderr


def test_definitions_that_double_are_counted_before_they_are_written_out() -> None:
    lets = [f"--let=f{k}(t) = f{k - 1}(f{k - 1}(t))" for k in range(1, 31)]
    outcome = in_process("deriv", "f30(x)", "--let=f0(t) = t*sin(t)", *lets)
    assert outcome.status == 4
    assert "definitions have more than 200000 parts" in outcome.stderr


def test_a_call_that_is_written_twice_is_written_out_once() -> None:
    lets = [f"--let=f{k}(t) = f{k - 1}(t)*f{k - 1}(t)" for k in range(1, 31)]
    assert in_process("eval", "f30(x)", "--let=f0(t) = t", *lets, "--at", "1") == (0, "1\n", "")


def test_a_hessian_has_so_many_entries() -> None:
    outcome = in_process("hessian", "-", stdin="+".join(f"x{i}**2" for i in range(1000)))
    assert "1000 variables have 500500 second derivatives" in outcome.stderr
    outcome = in_process("hessian", "-", stdin=f"exp({'+'.join(f'x{i}' for i in range(300))})")
    assert "would take too long" in outcome.stderr


def test_a_hessian_of_300_variables_is_not_waited_for() -> None:
    expression = "+".join(f"x{i}**2*sin(x{(i + 1) % 300})" for i in range(300))
    point = ",".join(f"x{i}=1" for i in range(300))
    before = time.process_time()
    outcome = in_process("hessian", expression, "--at", point)
    assert time.process_time() - before < MOST_SECONDS
    rows = dict(line.split("\t") for line in outcome.stdout.splitlines())
    assert len(rows) == 300 * 301 // 2
    assert (rows["x7,x7"], rows["x7,x8"], rows["x7,x9"]) == (
        "0.8414709848078965",
        "1.0806046117362795",
        "0",
    )


@pytest.mark.parametrize(
    ("expression", "claim"),
    [
        ("*".join(["(x + 1)"] * 2001), "2001*(x + 1)**2000"),
        ("*".join(["sin(x)"] * 2001), "2001*sin(x)**2000*cos(x)"),
        ("+".join(["sin(x)"] * 50_001), "50001*cos(x)"),
    ],
    ids=["product of sums", "product of functions", "sum"],
)
def test_equal_parts_are_counted_before_anything_else(expression: str, claim: str) -> None:
    before = time.process_time()
    assert in_process("check", "-", stdin=f"{expression}\t{claim}\n") == (0, "equal\n", "")
    assert time.process_time() - before < MOST_SECONDS
