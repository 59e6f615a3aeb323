"""Command lines that do not fit are read as they were meant, with a note, or explained."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.support.command import ROOT, in_process

LINES = (ROOT / "tests" / "conformance" / "meant.txt").read_text("utf-8")
CASES = re.findall(r"^\$ calcdl (.*)\n((?:(?![$#]|$).*\n)*)", LINES, re.MULTILINE)


@pytest.mark.parametrize(("line", "printed"), CASES, ids=[line for line, _ in CASES])
def test_a_line_is_read_as_it_was_meant_or_explained(line: str, printed: str) -> None:
    outcome = in_process(*shlex.split(line), COLUMNS="80")
    seen = (outcome.stderr + outcome.stdout).splitlines()
    assert [line.rstrip() for line in seen] == printed.splitlines()
    assert outcome.status == (0 if outcome.stdout else 2)


def test_all_lines_of_the_file_are_tried() -> None:
    assert len(CASES) == LINES.count("\n$ ")


# What a note says can be typed, and gives the same without a note


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("deriv sin(x) + 1 --at 0", "deriv 'sin(x) + 1' --at 0"),
        ("deriv x^2 x 5", "deriv x^2 --wrt x --at 5"),
        ("eval x*y x=2 y=3 --digits 4", "eval x*y --at x=2,y=3 --digits 4"),
        ("deriv --at 5 6 x^2", "deriv --at 5 --at 6 x^2"),
        ("check x^2 = 2x", "check x^2 2x"),
        ("gradient x*y --at x=1 y=2 --along 1 2", "gradient x*y --at x=1,y=2 --along 1,2"),
        ("eval x --at 0:2", "eval x --at 0 --at 1 --at 2"),
        ("numeric x^2 3 --step 0.1", "numeric x^2 --at 3 --step 0.1"),
    ],
)
def test_what_was_meant_is_what_is_written_out(line: str, written: str) -> None:
    meant, same = in_process(*shlex.split(line)), in_process(*shlex.split(written))
    assert (same.status, same.stderr) == (0, "")
    assert (meant.status, meant.stdout) == (same.status, same.stdout)
    assert meant.stderr.startswith("calcdl: I read ")


FITS = [
    "deriv -x^2 --at -3", "deriv -- -x", "deriv --at 5 x^2", "deriv --at 5 6", "deriv x^2 --at=3",
    "check x*y --wrt x y", "check x^2*y --gradient x=2*x*y y=x^2", "jacobian --wrt x,y x*y y",
    "jacobian x*y x+y --at x=1,y=2", "deriv x^2 --at 1 --at 1", "deriv x^2 --simplify --at 2",
    "deriv x^2 --at -", "partial --wrt x,y x*y", "deriv x --wrt y --at x=1,y=2", "eval atan2(1,2)",
    "eval x --at atan2(1,2)", "eval x --at 'pi / 3'", "eval x*y --at 'x = 1, y = 2'",
]  # fmt: skip


@pytest.mark.parametrize("line", FITS)
def test_what_fits_is_taken_as_it_is(line: str) -> None:
    outcome = in_process(*shlex.split(line), stdin="3\n")
    assert "I read" not in outcome.stderr
    assert outcome.status == 0


# Files of points


@pytest.mark.parametrize("name", ["pts.csv", "@pts.csv", "@pts"])
@pytest.mark.parametrize("flags", [[], ["--append"], ["--csv"], ["--certified"], ["--json"]])
def test_a_file_of_points_is_a_stream_of_them(
    name: str, flags: list[str], tmp_path, monkeypatch
) -> None:
    for file in ("pts", "pts.csv"):
        (tmp_path / file).write_text("x\n1\n2.5\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    streamed = in_process("deriv", "x^2", "--at", "-", *flags, stdin="x\n1\n2.5\n")
    outcome = in_process("deriv", "x^2", "--at", name, *flags)
    assert (outcome.status, outcome.stdout) == (0, streamed.stdout)
    said = "" if name.startswith("@") else "calcdl: I read the points in pts.csv\n"
    assert outcome.stderr == said


def test_a_file_that_is_not_there_is_no_point(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("pts.csv", "@pts"):
        outcome = in_process("deriv", "x^2", "--at", name)
        file = name.removeprefix("@")
        said = f"calcdl: I cannot read {file}: No such file or directory\n"
        assert outcome == (2, "", said)
    outcome = in_process("deriv", "x^2", "--at", "@pts", "--at", "3")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "stands alone" in outcome.stderr


def test_a_line_of_a_stream_opens_no_file(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pts.csv").write_text("1\n", encoding="utf-8")
    outcome = in_process("deriv", "-", stdin='{"expression": "x^2", "at": "@pts.csv"}\n')
    assert (outcome.status, outcome.stdout) == (1, "\n")


# What a shell has done


def test_names_of_files_in_place_of_a_star(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("a.txt", "notes", "zeta.py"):
        (tmp_path / file).touch()
    outcome = in_process("deriv", "2", "a.txt", "notes", "zeta.py", "x")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "names of files for a *" in outcome.stderr
    assert "calcdl deriv '2 * x'" in outcome.stderr


@pytest.mark.process
def test_what_waits_in_a_pipe_is_told_of() -> None:
    from tests.support.command import calcdl

    outcome = calcdl("deriv", stdin="x^2\n")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "calcdl deriv -\n" in outcome.stderr
