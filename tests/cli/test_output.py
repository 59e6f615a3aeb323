"""Formats by short flags, and answers in files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.support.command import in_process

QUESTIONS = {
    "deriv": ["x^2", "--at", "3"],
    "eval": ["x^2", "--at", "3"],
    "chain": ["(x+1)^2"],
    "partial": ["x^2*y"],
    "gradient": ["x^2*y"],
    "jacobian": ["x*y", "x + y"],
    "hessian": ["x^2*y"],
    "point": ["abs(x)", "--at", "0"],
    "check": ["x^2", "2*x"],
    "graph": ["x^2"],
    "numeric": ["x^2", "--at", "3", "--step", "0.1"],
    "simplify": ["x + x"],
    "functions": ["relu"],
}
FORMATS = ("plain", "json", "csv", "latex")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", QUESTIONS)
def test_a_format_by_its_own_flag(command: str, form: str) -> None:
    question = [command, *QUESTIONS[command]]
    assert in_process(*question, f"--{form}") == in_process(*question, "--format", form)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--json", "--csv"], "--json and --csv contradict each other: choose one"),
        (["--latex", "--format", "csv"], "--latex and --format csv contradict each other"),
    ],
)
def test_formats_that_contradict_each_other_are_refused(flags: list[str], said: str) -> None:
    for command in ("deriv", "functions"):
        outcome = in_process(command, *QUESTIONS[command], *flags)
        assert (outcome.status, outcome.stdout) == (2, "")
        assert said in outcome.stderr
    assert in_process("deriv", "x", "--json", "--format", "json").status == 0


@pytest.mark.parametrize("command", QUESTIONS)
def test_an_answer_goes_to_a_file_as_to_a_pipe(command: str, tmp_path: Path) -> None:
    question = [command, *QUESTIONS[command]]
    file = tmp_path / "answer"
    outcome = in_process(*question, "-o", str(file))
    assert (outcome.stdout, outcome.stderr) == ("", "")
    plain = in_process(*question)
    assert (outcome.status, file.read_text("utf-8")) == (plain.status, plain.stdout)


@pytest.mark.parametrize(
    ("ending", "form"),
    [("txt", "plain"), ("json", "json"), ("csv", "csv"), ("tex", "latex"), ("CSV", "csv")],
)
def test_the_name_of_a_file_says_in_which_format(ending: str, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"answer.{ending}"
    question = ["deriv", *QUESTIONS["deriv"]]
    assert in_process(*question, "--output", str(file)) == (0, "", "")
    assert file.read_text("utf-8") == in_process(*question, "--format", form).stdout
    in_process(*question, "--output", str(file), "--plain")
    assert file.read_text("utf-8") == "6\n"


@pytest.mark.parametrize(
    ("name", "target"),
    [("f.hpp", "cpp"), ("f.mjs", "javascript"), ("f.tex", "latex"), ("f.json", "json"),
     ("F.RS", "rust")],
)  # fmt: skip
def test_the_name_of_a_file_says_in_which_language(name: str, target: str, tmp_path: Path) -> None:
    file = tmp_path / name
    assert in_process("code", "x^2", "-o", str(file)) == (0, "", "")
    assert file.read_text("utf-8") == in_process("code", "x^2", "--to", target).stdout
    assert in_process("code", "x^2", "-o", str(file), "--to", "julia") == (0, "", "")
    form = "json" if target == "json" else "plain"
    answer = in_process("code", "x^2", "--to", "julia", "--format", form)
    assert file.read_text("utf-8") == answer.stdout


def test_a_name_that_says_no_language_is_told(tmp_path: Path) -> None:
    file = tmp_path / "f.txt"
    outcome = in_process("code", "x^2", "-o", str(file))
    assert (outcome.status, file.read_text("utf-8")) == (0, in_process("code", "x^2").stdout)
    assert "says no language: this is Python" in outcome.stderr
    assert in_process("code", "x^2", "-o", str(file), "--to", "c") == (0, "", "")


@pytest.mark.parametrize("flags", [["deriv", "-"], ["deriv", "x^2", "--at", "-"]])
def test_streams_go_to_a_file(flags: list[str], tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    outcome = in_process(*flags, "-o", str(file), stdin="1\n2\n")
    assert (outcome.status, outcome.stdout) == (0, "")
    assert file.read_text("utf-8") == in_process(*flags, "--csv", stdin="1\n2\n").stdout


def test_a_file_is_left_alone_where_there_is_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_text("before\n", encoding="utf-8")
    assert in_process("deriv", "x^", "-o", str(file)).status == 2
    assert file.read_text("utf-8") == "before\n"
    assert os.listdir(tmp_path) == ["answer.txt"]


def test_an_answer_with_a_status_of_its_own_is_written(tmp_path: Path) -> None:
    file = tmp_path / "verdict.txt"
    assert in_process("check", "x^2", "x", "-o", str(file)).status == 1
    assert file.read_text("utf-8").startswith("different\n")


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "answer", tmp_path / "link"
    file.write_text("before\n", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    assert in_process("deriv", "x^2", "-o", str(link)).status == 0
    assert link.is_symlink()
    assert file.read_text("utf-8") == "2*x\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere/answer", "I cannot write {}: No such file or directory"),
        (".", "I cannot write {}: Is a directory"),
        ("slope.png", "the answer is text, no PNG file: choose .txt, .csv, .json or .tex"),
    ],
)
def test_a_file_that_cannot_be_written_is_an_error(name: str, said: str, tmp_path: Path) -> None:
    file = str(tmp_path / name)
    outcome = in_process("deriv", "x^2", "-o", file)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert said.format(file) in outcome.stderr
    assert os.listdir(tmp_path) == []


def test_what_is_no_file_is_written_to() -> None:
    assert in_process("deriv", "x^2", "-o", os.devnull) == (0, "", "")
    assert in_process("deriv", "x^2", "-o", "-") == (0, "2*x\n", "")
