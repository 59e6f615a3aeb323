"""Messages on a terminal: wrapped at words, coloured, said once; in a pipe one line each."""

from __future__ import annotations

import re
import shlex

import pytest

from calcdl.cli.shared.messages import cells, mark
from tests.support.command import in_process, in_process_on_terminal

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
QUESTIONS = [
    "deriv abs(x) --at 0 --at 1",
    "deriv 'x*' --at 1",
    "deriv 'sin(x) + cos(y) + a_very_long_name_of_a_variable*another_long_name_of_a_variable'",
    "deriv '1/(x - 1) + log(x + 2)*exp(x)*sin(x)*cos(x)*tan(x) + sqrt(x) + x^2 + x^3 + x^4' --at 1",
    "deriv 'kx^2 + 2x y + sin 3x + tan x' --wrt x",
    "point sin(1/x)/x --at 0",
    "eval 'log(x)' --at -1",
    "partial 1/x*y --at x=0,y=1",
    "numeric 1/x --at 0",
    "deriv x^2 --points 3",
    "deriv '日本 + ' --at 1",
    "frobnicate x",
]


def screen_of(question: str, columns: int, **environment: str) -> str:
    """Return what a command prints on a terminal."""
    words = shlex.split(question)
    return in_process_on_terminal(*words, columns=columns, **environment).stdout


def messages_of(screen: str) -> list[str]:
    """Return the messages on a screen without their colours, each as one line."""
    lines = ESCAPES.sub("", screen).split("\n")
    found: list[str] = []
    for k, line in enumerate(lines):
        if line.startswith("calcdl: "):
            found.append(line)
            while lines[k + 1 : k + 2] and lines[k + 1].startswith(" " * 8):
                k += 1
                if set(lines[k].strip()) == {"^"}:
                    break
                found[-1] += f" {lines[k].strip()}"
    return found


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_message_is_wrapped_at_words_and_says_the_same(question: str, columns: int) -> None:
    screen = screen_of(question, columns)
    shown = messages_of(screen)
    said = [m for m in in_process(*shlex.split(question)).stderr.split("\n") if m[:1] == "c"]
    if "numeric" not in question and "point" not in question:  # whose tables say it
        assert shown == said
    for line in ESCAPES.sub("", screen).split("\n"):
        assert cells(line) <= columns or " " not in line.strip()


@pytest.mark.parametrize("question", QUESTIONS)
def test_messages_are_coloured_on_a_terminal_alone(question: str) -> None:
    assert "\x1b[1;3" in screen_of(question, 80) or "point" in question
    assert "\x1b[1;3" not in screen_of(question, 80, NO_COLOR="1")
    assert "\x1b" not in screen_of(question, 80, TERM="dumb")
    assert "\x1b" not in in_process(*shlex.split(question)).stderr


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_is_said_twice(question: str) -> None:
    words = [*shlex.split(question), "--format", "table"]
    outcome = in_process(*words)
    said = [line for line in outcome.stderr.split("\n") if line.startswith("calcdl: ")]
    assert len(said) == len(set(said))
    table = " ".join(outcome.stdout.split())
    for line in said:
        assert line.removeprefix("calcdl: ") not in table


def test_one_reason_is_given_once_though_it_holds_for_two_derivatives() -> None:
    outcome = in_process("partial", "1/x*y", "--at", "x=0,y=1")
    assert outcome.stderr.count("calcdl: ") == 1
    assert "pole" in outcome.stderr


@pytest.mark.parametrize(
    ("source", "place"),
    [("x + 日本語*)", 8), ("x̂ + 1 +", 8), ("α*β*", 4), ("é + \t)", 5), ("a" * 300 + ")", 300)],
)
@pytest.mark.parametrize("width", [40, 58, 100])
def test_the_caret_is_below_its_place(source: str, place: int, width: int) -> None:
    line, carets = mark(source, place, place + 1, width)
    before = carets[: carets.index("^")]
    assert cells(line) <= width + 2
    shown = next(k for k in range(len(line) + 1) if cells(line[:k]) == cells(before))
    assert line[shown : shown + 1] == source[place : place + 1]
