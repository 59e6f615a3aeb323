"""An exception that nobody expected: a sentence, status 70, and no line but its own is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest

from calcdl.calculus import asking, question
from calcdl.errors import TooLarge
from calcdl.functions import FUNCTIONS
from calcdl.syntax.numerals import whole_text
from tests.render.test_schema import validator
from tests.support.command import ROOT, in_process

COMMANDS = {
    "deriv": ("bug",), "eval": ("bug",), "chain": ("bug",), "partial": ("bug",),
    "gradient": ("bug",), "jacobian": ("bug",), "hessian": ("bug",), "point": ("bug",),
    "check": ("bug", "x"), "graph": ("bug",), "numeric": ("bug",),
}  # fmt: skip
KINDS = (KeyError, RecursionError, MemoryError, AssertionError, UnicodeError)


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Callable[[type[Exception]], None]:
    """Let reading fail, in a way that nobody expects, at each text with a bug in it."""

    def planted(kind: type[Exception]) -> None:
        read = asking.read

        def failing(text, **rest):
            if "bug" in text:
                raise kind("planted")
            return read(text, **rest)

        monkeypatch.setattr(asking, "read", failing)

    return planted


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_single_question(command, kind, plant):
    plant(kind)
    arguments = (command, *COMMANDS[command], "--at", "x=1")
    if command == "check":
        arguments = arguments[:-2]
    outcome = in_process(*arguments)
    assert (outcome.status, outcome.stdout) == (70, "")
    asked = " ".join(("calcdl", *arguments))
    wanted = f"calcdl: calcdl has an error here: please report {asked} ({kind.__name__} in "
    assert outcome.stderr.startswith(wanted)
    assert outcome.stderr.count("\n") == 1

    outcome = in_process(*arguments, "--json")
    record = json.loads(outcome.stdout)
    assert (outcome.status, outcome.stderr) == (70, "")
    assert record["error"]["code"] == "internal"
    assert validator().is_valid(record)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"check", "jacobian", "numeric"}))
def test_it_costs_a_stream_of_expressions_one_line(command, kind, plant):
    plant(kind)
    arguments = (command, "-", "--at", "x=1", "--jobs", "1")
    outcome = in_process(*arguments, stdin='x\nbug\n{"expression": "bug"}\nx\n')
    first, *failed, last = outcome.stdout.splitlines()
    assert (outcome.status, failed) == (1, ["", ""])
    assert first == last != ""
    assert outcome.stderr.count("calcdl has an error here") == 2
    assert outcome.stderr.startswith("calcdl: line 2: ")

    lines = in_process(*arguments, "--json", stdin="x\nbug\nx\n").stdout.splitlines()
    records = [json.loads(line) for line in lines]
    assert [record["line"] for record in records] == [1, 2, 3]
    assert [record.get("error", {}).get("code") for record in records] == [None, "internal", None]


@pytest.mark.parametrize("certified", [(), ("--certified",), ("--json",)])
def test_it_costs_a_stream_of_points_one_row(certified, monkeypatch):
    from calcdl.calculus.many import balls, doubles

    def fails(*_):
        raise KeyError("planted")

    for owner, name in ((doubles, "prepare"), (balls.ProvenPoints, "at")):
        monkeypatch.setattr(owner, name, fails)
    arguments = ("deriv", "x**2", "--at", "-", *certified)
    assert in_process(*arguments, stdin="1\n2\n").status == 0  # the long way answers

    read_points = question.read_points
    monkeypatch.setattr(
        question, "read_points", lambda readings, texts, *rest, **names: (
            fails() if "2" in texts else read_points(readings, texts, *rest, **names)
        ),
    )  # fmt: skip
    outcome = in_process(*arguments, stdin="1\n2\n3\n")
    assert outcome.status == 1
    assert outcome.stdout.count("\n") == 3
    assert (outcome.stdout + outcome.stderr).count("calcdl has an error here") == 1


def test_the_traceback_comes_for_those_who_ask(plant, monkeypatch):
    plant(KeyError)
    assert "Traceback" not in in_process("deriv", "bug").stderr
    monkeypatch.setenv("CALCDL_DEBUG", "1")
    for arguments, stdin in ((("bug",), ""), (("-",), "bug\n")):
        outcome = in_process("deriv", *arguments, stdin=stdin)
        assert outcome.stderr.startswith("Traceback (most recent call last):\n")
        assert "KeyError: 'planted'" in outcome.stderr


def test_errors_of_the_question_keep_their_status(plant):
    plant(ValueError)
    for arguments, status in ((("x+",), 2), (("log(x)", "--at", "0"), 3), (("--ordr", "2"), 2)):
        outcome = in_process("deriv", *arguments)
        assert outcome.status == status
        assert "has an error here" not in outcome.stderr


@pytest.mark.parametrize("name", [name for name, row in FUNCTIONS.items() if row.balls])
def test_balls_take_what_is_no_number(name):
    from flint import arb

    row = FUNCTIONS[name]
    balls = row.balls if callable(row.balls) else getattr(arb, str(row.balls))
    for text in ("nan", "inf", "-inf", "[0 +/- inf]"):
        with suppress(TooLarge):  # of an order, which has to be below a limit
            assert isinstance(balls(*[arb(text)] * max(1, len(row.args))), arb)


# Numbers of more digits than CPython converts


@pytest.mark.parametrize("digits", [1, 3999, 4001, 8000, 12345])
def test_whole_numbers_of_any_length_are_written(digits):
    from flint import fmpz

    for value in (10 ** (digits - 1), 10**digits - 1, 7**digits % 10**digits):
        assert whole_text(value) == str(fmpz(value))
        assert whole_text(-value) == str(fmpz(-value))


def test_there_is_a_limit_to_that():
    with pytest.raises(TooLarge, match="100000 digits"):
        whole_text(10**100_001)


LONG = "7" * 3000  # which may be typed; a product of two is longer than CPython converts


@pytest.mark.parametrize(
    "arguments",
    [
        ("deriv", f"x*{LONG}*{LONG}"),
        ("deriv", f"x*{LONG}*{LONG}", "--format", "latex"),
        ("deriv", f"(x**{LONG})**{LONG}"),
        ("deriv", "x**3000", "--order", "1500"),
        ("deriv", f"x*{LONG}/1e-3000", "--format", "table"),
        ("chain", f"x*{LONG}*{LONG}"),
        ("chain", f"x*{LONG}*{LONG}", "--format", "latex"),
        ("gradient", f"x*{LONG}*{LONG}*y"),
        ("hessian", f"x*{LONG}*{LONG}*y"),
        ("numeric", "x", "--at", f"1/{LONG}/{LONG}"),
        ("check", f"x*{LONG}*{LONG}", f"{LONG}*{LONG}"),
        ("numeric", "x", "--at", "1", "--steps", LONG * 2),
        ("deriv", f"D{LONG}{LONG}(f)(x)"),
        ("eval", f"1e{LONG}{LONG}"),
        ("eval", f"1e-{LONG}{LONG}"),
        ("eval", f"x{'³' * 5000}"),
        ("deriv", "x", "--order", LONG * 2),
        ("deriv", "x", "--digits", LONG * 2),
        ("deriv", "x", "--at", LONG * 2),
    ],
    ids=lambda arguments: " ".join(arguments).replace(LONG, "LONG")[:60],
)
def test_numbers_of_many_digits_are_answered_or_refused(arguments):
    for more in ((), ("--json",)) if "--format" not in arguments else ((),):
        outcome = in_process(*arguments, *more)
        assert outcome.status in (0, 2, 3, 4)
        assert "has an error here" not in outcome.stdout + outcome.stderr


# What an attack with lines made by a grammar found


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("gradient", "g(y)", "--at", "-", "--certified"), "1\n2\n"),
        (("deriv", "x**2", "--at", "-", "--json"), '{"x": "\\ud800"}\n1\n'),
        (("deriv", "-"), '{"expression": "\\ud800"}\nx\n'),
    ],
)
def test_streams_answer_every_line(arguments, stdin):
    outcome = in_process(*arguments, stdin=stdin)
    assert outcome.status == 1
    assert outcome.stdout.count("\n") == 2
    assert "has an error here" not in outcome.stdout + outcome.stderr


@pytest.mark.parametrize("kind", ["ImportError", "MemoryError"])
@pytest.mark.parametrize("part", ["typer", "calcdl.calculus.question"])
def test_a_part_that_cannot_be_loaded(kind, part):
    program = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, *rest):\n"
        f"        if name == {part!r}: raise {kind}('planted')\n"
        "sys.meta_path.insert(0, Missing())\n"
        "from calcdl.cli import main\n"
        "main(['der', 'x**2'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.startswith("calcdl: calcdl has an error here: ")
    assert done.stderr.count("\n") == 1
    assert kind in done.stderr


def test_a_message_stays_on_one_line():
    outcome = in_process("deriv", "x", "--function", "f\ncalcdl: all is well")
    assert outcome.stderr.count("\n") == 1
