"""Errors: fields first, and sentences in the words of who asks."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Callable

import pytest

from calcdl.api import check, derivative, evaluate, gradient, hessian, partials
from calcdl.errors import (
    CalcdlError,
    NotDifferentiable,
    NoValue,
    NowhereDefined,
    UsageError,
    parameter,
)
from calcdl.reading.expressions import read
from tests.test_layout import MODULES, nodes_of, place_of

# Each names a way out, which is a flag for the shell alone.
QUESTIONS: list[Callable[[], object]] = [
    lambda: derivative("x*y"),
    lambda: derivative("x*y", "x", "5"),
    lambda: derivative("x", at="y=1"),
    lambda: derivative("x*y", "x", "x=1"),
    lambda: derivative("x", at="1,2"),
    lambda: derivative("a = 2; a*x", "x", "a=3"),
    lambda: evaluate("x*y"),
    lambda: evaluate("x"),
    lambda: check("x*y", "x"),
    lambda: partials("x*y", ["x"], mixed=["x", "y"]),
    lambda: partials("x*y", order=3),
    lambda: gradient("x*y", along=["1,2"]),
    lambda: gradient("x*y", at="x=1,y=2", along=["x=1,z=2"]),
    lambda: hessian("+".join(f"x{k}**2" for k in range(400))),
    lambda: read("sigmod(x)"),
    lambda: read("qqqq(x, y)"),
]


@pytest.mark.parametrize("ask", QUESTIONS)
def test_a_caller_from_python_is_told_of_parameters_and_a_shell_of_flags(
    ask: Callable[[], object],
) -> None:
    with pytest.raises(CalcdlError) as caught:
        ask()
    error = caught.value
    assert "--" not in error.message
    assert "'calcdl " not in error.message
    assert str(error) == error.message
    assert "--" in error.message_in_shell or "'calcdl " in error.message_in_shell


def test_flags_are_written_as_such_in_one_place() -> None:
    """Below the command line and what it prints, only the two wordings of errors hold a flag."""
    for path in MODULES:
        place = place_of(path)
        if place.startswith(("cli", "render", "errors", "confined")):
            continue
        nodes = nodes_of(path)
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        worded = {
            id(part)
            for call in calls
            if getattr(call.func, "id", "") == "Wording"
            for part in ast.walk(call)
        }
        for node in nodes:
            if isinstance(node, ast.Constant) and id(node) not in worded:
                assert not _names_a_flag(node.value), f"{place}: {node.value!r}"


def _names_a_flag(value: object) -> bool:
    words = value.split() if isinstance(value, str) and "\n" not in value else []
    return any(word[:2] == "--" and word[2:3].isalpha() for word in words)


def test_no_code_reads_a_message() -> None:
    """A sentence is handed on whole; what it says is asked of fields."""
    reading = {"startswith", "endswith", "replace", "find", "split", "partition", "removeprefix"}
    for path in MODULES:
        for node in nodes_of(path):
            parts: list[ast.expr] = []
            if isinstance(node, ast.Compare):
                parts = [node.left, *node.comparators]
            elif (isinstance(node, ast.Attribute) and node.attr in reading) or isinstance(
                node, ast.Subscript
            ):
                parts = [node.value]
            for part in parts:
                name = part.attr if isinstance(part, ast.Attribute) else ""
                assert name not in ("message", "message_in_shell", "reason"), place_of(path)


def test_what_an_error_says_is_in_its_fields() -> None:
    (corner,) = derivative("abs(x)", at="0").points
    error = corner.error
    assert isinstance(error, NotDifferentiable)
    assert (error.what, error.at, error.left, error.right) == ("derivative", "x = 0", "-1", "1")
    assert error.behaviour.kind == "corner"
    (pole,) = evaluate("2 + tan(x)", at="pi/2").points
    assert isinstance(pole.error, NoValue)
    assert (pole.error.kind, pole.error.part, pole.error.at) == ("pole", "tan(x)", "x = pi/2")
    with pytest.raises(NowhereDefined) as caught:
        derivative("log(-1) + x")
    assert caught.value.part == "log(-1)"


def test_an_error_is_the_same_after_a_journey_between_processes() -> None:
    error = UsageError("say where: add ", parameter("at"), source="x", span=(0, 1))
    error.node = 3
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.message, copy.message_in_shell) == (error.message, error.message_in_shell)
    assert (copy.source, copy.span, copy.node) == ("x", (0, 1), 3)
