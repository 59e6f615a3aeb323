"""What a terminal would obey is shown and not sent: control characters, marks of direction."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from calcdl.syntax.escapes import visible
from tests.support.command import calcdl_on_terminal, in_process

EVIL = "\x1b]0;x\x07\x9b31m\u202e"
OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")


def obeyed(text: str) -> list[str]:
    return [c for c in text if unicodedata.category(c) in OBEYED and c not in "\n\t"]


def test_every_character_that_is_obeyed_is_shown():
    for code in (*range(0x3100), *range(0xD7F0, 0xE010), *range(0xFE00, 0x10010), 0x1F600, 0xE0001):
        character = chr(code)
        shown = visible(character)
        assert not obeyed(shown)
        assert shown == character or not character.isprintable()
        assert character in "\n\t" or unicodedata.category(character) != "Zs" or shown == character


QUESTIONS = [
    ("deriv", f"x{EVIL}"),
    ("deriv", "x", "--at", f"x{EVIL}=1"),
    ("deriv", "x", "--at", "1\x1c+\u20282"),
    ("deriv", "x", "--wrt", EVIL),
    ("deriv", "x", "--let", f"u{EVIL}=2"),
    ("deriv", "f(x)", "--function", EVIL),
    ("deriv", "x", "--file", EVIL),
    ("deriv", "1/2\x1cx"),
    ("deriv", "x\udcff"),
    ("graph", "x", "-o", f"no/{EVIL}.svg"),
    ("deriv", f"--{EVIL}"),
    ("deriv", "x", "--format", EVIL),
    (EVIL,),
    ("functions", EVIL),
    ("check", "x*y", "--gradient", f"{EVIL}=1"),
    ("partial", "x", "--mixed", EVIL),
    ("numeric", "x", "--at", "1", "--steps", EVIL),
    pytest.param(
        ("numeric", "--command", f"echo {EVIL} {{x}}", "--at", "1", "--steps", "1"),
        marks=pytest.mark.process,
    ),
]


@pytest.mark.parametrize("format", [(), ("--format", "table"), ("--json",)])
@pytest.mark.parametrize("arguments", QUESTIONS, ids=lambda words: " ".join(words)[:30])
def test_nothing_typed_reaches_the_terminal_raw(arguments, format):
    outcome = in_process(*arguments, *format)
    assert obeyed(outcome.stdout + outcome.stderr) == []


def test_the_place_stays_marked():
    outcome = in_process("deriv", "x\t+ \x1b + 1 +")
    lines = ["calcdl: I cannot read '\\x1b' here", "  x\t+ \\x1b + 1 +", "   \t  ^^^^", ""]
    assert outcome.stderr.split("\n") == lines


def test_a_file_and_its_name(tmp_path: Path):
    file = tmp_path / f"a{EVIL}"
    file.write_text(f"u = x{EVIL}\nu")
    for name in (str(file), f"{file}no"):
        outcome = in_process("deriv", "--file", name)
        assert (outcome.status, obeyed(outcome.stderr)) == (2, [])


@pytest.mark.parametrize("format", [(), ("--json",)])
def test_lines_of_a_stream(format):
    lines = f'x{EVIL}\n{{"expression": "x\\u001b\\ud800"}}\n{{"{EVIL}": 1}}\nx\udc80\nx\n'
    given = lines.encode("utf-8", "surrogatepass")
    outcome = in_process("deriv", "-", *format, stdin=given)
    assert obeyed(outcome.stdout + outcome.stderr) == []
    assert outcome.stdout.count("\n") == 5
    outcome.stdout.encode("utf-8")  # a strict stream takes it


def test_json_still_says_what_was_typed():
    outcome = in_process("deriv", f"x{EVIL}", "--json")
    assert json.loads(outcome.stdout)["input"] == f"x{EVIL}"


def test_rows_that_are_repeated_on_a_terminal():
    arguments = ("eval", "x*y", "--at", "-", "--append")
    typed = "x,y,z\n1,2,\x0f\n\x04"
    outcome = calcdl_on_terminal(*arguments, typed=typed)
    assert "1,2,\\x0f,2" in outcome.stdout
