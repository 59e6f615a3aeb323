"""The lines of ``calcdl examples`` print what they say, and those of help run."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest

from calcdl.cli.app import COMMANDS
from calcdl.cli.commands.examples import TOPICS, text_of
from tests.support.command import in_process, in_process_on_terminal
from tests.test_readme import needs_shell, require, shell

__all__ = ["shell"]  # a fixture

EXAMPLES = [
    (command, printed)
    for topic in TOPICS
    for command, printed in re.findall(
        r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text_of(topic), re.MULTILINE
    )
]
ALONE = [example for example in EXAMPLES if not needs_shell(example[0])]
IN_A_SHELL = [example for example in EXAMPLES if example not in ALONE]


@pytest.mark.parametrize(("command", "printed"), ALONE, ids=[c for c, _ in ALONE])
def test_an_example_prints_what_it_says(command: str, printed: str) -> None:
    outcome = in_process(*shlex.split(command)[1:], COLUMNS="80")
    require(outcome.stderr + outcome.stdout, printed)


@pytest.mark.process
@pytest.mark.parametrize(("command", "printed"), IN_A_SHELL, ids=[c for c, _ in IN_A_SHELL])
def test_an_example_in_a_shell(command: str, printed: str, shell: dict[str, str]) -> None:
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, encoding="utf-8", env=shell, check=False
    )
    require(done.stderr + done.stdout, printed)


def test_there_are_some_of_each_topic() -> None:
    assert len(EXAMPLES) >= 6 * len(TOPICS)
    for topic in TOPICS:
        assert text_of(topic).count("\n$ ") >= 5, topic.name


def test_a_topic_is_chosen_by_any_of_its_words() -> None:
    everything = in_process("examples").stdout
    for topic in TOPICS:
        alone = in_process("examples", topic.name).stdout
        assert text_of(topic) in alone
        assert alone in everything
    assert in_process("examples", "chain", "rule") == in_process("examples", "chain-rule")
    assert in_process("examples", "checking", "a", "gradient") == in_process("examples", "check")
    outcome = in_process("examples", "cooking")
    assert (outcome.status, outcome.stdout) == (2, "")
    assert "the topics are limits, chain-rule" in outcome.stderr


def examples_in_help(command: str) -> list[str]:
    page = in_process(command, "--help", COLUMNS="80").stdout
    lines = page.partition("\nExamples\n")[2].partition("\n\n")[0].splitlines()
    return [line.strip().partition("  ")[0] for line in lines if line.startswith("  calcdl ")]


LINES = [(command, line) for command in COMMANDS for line in examples_in_help(command)]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(command: str) -> None:
    asks = command not in ("functions", "examples", "help")
    assert len(examples_in_help(command)) >= (6 if asks else 1)


@pytest.mark.parametrize(("command", "line"), LINES, ids=[line for _, line in LINES])
def test_an_example_in_help_has_an_answer(command: str, line: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line)
    if "--plot" in words:  # below a table, which a terminal has by itself
        words += ["--format", "table"]
    outcome = in_process(*words[1:])
    assert outcome.status in (0, 1)
    assert outcome.status == 0 or command == "check"
    assert outcome.stdout or list(tmp_path.iterdir())


@pytest.mark.parametrize(("command", "line"), LINES, ids=[line for _, line in LINES])
def test_an_example_has_an_answer_on_a_terminal(
    command: str, line: str, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = in_process_on_terminal(*shlex.split(line)[1:])
    assert outcome.status == 0 or (command == "check" and outcome.status == 1)
    assert outcome.stdout or list(tmp_path.iterdir())
