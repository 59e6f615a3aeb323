"""One question, whoever asks it: flags, an object of a stream, or a call from Python."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest
from typer.main import get_command

from calcdl.calculus.asking import ask, read_question
from calcdl.calculus.question import QUOTIENTS, Asked
from calcdl.cli.app import app
from calcdl.cli.stream.flags_of_object import keys_of_object, params_of_object
from calcdl.errors import UsageError
from calcdl.reading.expressions import read

SAME: list[tuple[str, dict[str, Any], Asked]] = [
    (
        "deriv 'x**2*y' --wrt x --at x=1,y=2 --order 2 --side left",
        {"expression": "x**2*y", "wrt": "x", "at": {"x": 1, "y": 2}, "order": 2, "side": "left"},
        Asked("deriv", ["x**2*y"], ["x=1,y=2"], ["x"], order=2, side=-1),
    ),
    (
        "eval 'u**2' --let 'u = x + 1' --at 1 --at 2 --digits 20",
        {"expression": "u**2", "let": "u = x + 1", "at": [1, 2], "digits": 20},
        Asked("eval", ["u**2"], ["1", "2"], digits=20, lets=["u = x + 1"]),
    ),
    (
        "partial 's(x, y)' --function s --mixed x,y",
        {"expression": "s(x, y)", "function": "s", "mixed": "x,y"},
        Asked("partial", ["s(x, y)"], mixed=["x", "y"], functions=["s"]),
    ),
    (
        "check 'x*y' --gradient x=y --gradient y=x",
        {"expression": "x*y", "gradient": {"x": "y", "y": "x"}},
        Asked("check", ["x*y"], gradient=["x=y", "y=x"]),
    ),
    (
        "point 'x*abs(y)' --at x=0,y=0 --along 1,2",
        {"expression": "x*abs(y)", "at": "x=0,y=0", "along": "1,2"},
        Asked("point", ["x*abs(y)"], ["x=0,y=0"], along=["1,2"]),
    ),
]


@pytest.mark.parametrize(("line", "record", "expected"), SAME, ids=[line for line, *_ in SAME])
def test_flags_and_an_object_ask_the_same(
    line: str, record: dict[str, Any], expected: Asked
) -> None:
    name, *flags = shlex.split(line)
    group: Any = get_command(app)
    command = group.get_command(None, name)
    context = command.make_context(name, flags)
    by_flags = command.command.question(context.params, "json")
    empty = command.make_context(name, ["-"])
    question = command.command
    params = params_of_object(keys_of_object(question.flags), empty.params, json.dumps(record))
    by_object = question.question(params, "json")
    usual = ("methods", "steps")  # those of deriv, which flags name and the answer knows as well
    wanted = expected._replace(detail=QUOTIENTS)
    for field in set(Asked._fields) - set(usual):
        values = [getattr(asked, field) for asked in (by_flags, by_object, wanted)]
        values = [list(value) if isinstance(value, tuple) else value for value in values]
        assert values[0] == values[1] == values[2], field


def test_python_asks_with_texts_or_what_has_been_read() -> None:
    reading = read("x**2*y")
    by_reading = ask("deriv", reading, at="x=1,y=2", wrt="x")
    by_text = ask("deriv", "x**2*y", at=["x=1,y=2"], wrt=["x"])
    assert by_reading.reading is reading
    assert by_text.graph.symbols() == by_reading.graph.symbols() == ["x", "y"]
    texts = [asked.points(["x"])[0].texts for asked in (by_text, by_reading)]
    assert texts == [{"x": "1", "y": "2"}] * 2


def test_what_was_inferred_is_told() -> None:
    notes: list[str] = []
    asked = read_question(Asked("check", ["1/2x"], claims=["1/2x"]), notes.append)
    assert len(notes) == 2
    assert list(asked.claimed) == [""]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked("deriv"), "there is no expression"),
        (Asked("point", ["x"]), "there is no point"),
        (Asked("point", ["x"], ["0"], ["x"], along=["1"]), "which way to go"),
        (Asked("check", ["x"]), "there is no claim"),
        (Asked("check", ["x"], claims=["1", "2"]), "several claims"),
        (Asked("check", ["x"], gradient=["x=1"], order=2), "names the variables"),
        (Asked("check", ["x"], gradient=["x=1", "x=2"]), "two claims about x"),
        (Asked("numeric", ["x"], program="./f {x}"), "an expression or a program"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(asked: Asked, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_question(asked)
