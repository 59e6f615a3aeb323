"""A certificate says how far a program is off, and finds one that is wrong."""

from __future__ import annotations

import math
from typing import Any

import pytest

import calcdl
from calcdl.arithmetic.programs.lowering import lowered
from calcdl.arithmetic.programs.proving import ProvenProgram
from calcdl.arithmetic.programs.sweeps import differentiated, operations_of
from calcdl.calculus.asking import ask
from calcdl.calculus.code import certificate as module
from calcdl.calculus.code.answer import answer
from calcdl.calculus.code.box import read_box
from calcdl.calculus.question import Coding
from calcdl.functions.spellings import spellings
from calcdl.results.code import Certificate, Tried
from tests.support.programs import EXPRESSIONS, cases_of

_FEW = 2000


@pytest.fixture(autouse=True)
def few_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_POINTS", _FEW)


def certificate_of(text: str, box: str, target: str = "c") -> Certificate:
    asked = ask("code", text, to=target, coding=Coding(certify=box))
    tried = answer(asked).certificate
    assert tried is not None
    return tried


def tried_as_typed(text: str, box: str) -> tuple[Tried, ...]:
    """Return a certificate of a program in which nothing was respelled."""
    graph = operations_of(calcdl.read(text).graph)
    names = graph.symbols()
    typed = differentiated(graph, names)
    program = lowered(typed, spellings("c"), "C")
    labels = ["the value", *names]
    return module.certificate(program, typed, labels, read_box(box, names)).tried


def test_code_that_keeps_its_digits_has_a_good_certificate() -> None:
    tried = certificate_of("log(1 + exp(x))*(1 + y)", "x in [-800, 800], y=0:1")
    assert tried.points == _FEW
    assert tried.box == (("x", -800.0, 800.0), ("y", 0.0, 1.0))
    for number in tried.tried:
        assert 0 < number.ulps < 10
        assert number.overflows == number.beyond == 0
        assert number.proven > 0.95 * _FEW


def test_code_that_does_not_is_caught() -> None:
    value, slope = tried_as_typed("log(1 + exp(x))", "x in [-60, 800]")
    assert value.ulps > 2.0**40
    assert value.overflows > 50
    assert value.overflow is not None
    assert value.overflow[0] > 709
    assert slope.overflows == value.overflows


def test_a_slope_that_is_wrong_by_a_thousandth_is_caught() -> None:
    graph = operations_of(calcdl.read("sin(x)*y").graph)
    typed = differentiated(graph, ["x", "y"])
    program = differentiated(operations_of(calcdl.read("sin(x)*y + 0.001*x*y").graph), ["x", "y"])
    box = read_box("x=0:1,y=0:1", ["x", "y"])
    _, by_x, _ = module.certificate(program, typed, ["value", "x", "y"], box).tried
    assert by_x.ulps > 2.0**40


def test_what_is_too_large_or_has_no_value_is_counted_apart() -> None:
    (value, slope) = certificate_of("exp(x) + log(x)", "x in [-10, 1000]").tried
    assert value.overflows == 0
    assert value.beyond > 100
    assert slope.proven == value.proven < _FEW
    assert slope.overflows == 0
    assert value.ulps < 10


def test_a_zero_that_is_missed_is_no_infinite_number_of_ulps() -> None:
    graph = operations_of(calcdl.read("x - x").graph)
    given = differentiated(operations_of(calcdl.read("x").graph), ["x"])
    box = read_box("x=0:1", ["x"])
    value, slope = module.certificate(
        given, differentiated(graph, ["x"]), ["value", "x"], box
    ).tried
    assert value.ulps == slope.ulps == 2.0**53


def test_the_truth_is_the_certified_number() -> None:
    for case in cases_of(EXPRESSIONS):
        graph = operations_of(calcdl.read(case.expression).graph)
        names = graph.symbols()
        if case.value is None or not names:
            continue
        proven = ProvenProgram(differentiated(graph, names))
        (truths,) = proven.at([case.point], 4000)
        numbers = [case.value, *[case.gradient[name] for name in names]]
        for truth, number in zip(truths, numbers, strict=True):
            if number is not None:  # at a decimal, which is next to a double
                assert truth is not None
                assert math.isclose(truth.nearest, number, rel_tol=1e-14)


def test_the_header_says_it() -> None:
    code = calcdl.code("x*y", to="c", certify="x in [0, 1], y in [0, 1]")
    text = " ".join(code.replace("*", " ").split())
    assert f"at {_FEW} points of x in [0, 1], y in [0, 1]" in text
    assert "This is a search and not a proof" in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x in [0,1", r"I cannot read the interval 'x in \[0,1': write certify='x in"),
        ("x=0:1", "there is no interval for y"),
        ("x=0:1, z=0:1, y=0:1", "there is no variable z"),
        ("x in [2, 1], y=0:1", r"write x in \[1.0, 2.0\]"),
        ("x in [0, oo], y=0:1", "'oo' is not a number at which an interval can end"),
        ("x=0:1, x=0:2", "there are two intervals for x"),
    ],
)
def test_what_cannot_be_read_says_what_to_type(text: str, says: str) -> None:
    with pytest.raises(calcdl.CalcdlError, match=says):
        calcdl.code("x*y", certify=text)


@pytest.mark.parametrize(
    ("expression", "options"),
    [("s(x)", {}), ("x", {"to": "sympy"}), ("x", {"to": "c", "single": True})],
)
def test_what_no_double_says_has_no_certificate(expression: str, options: dict[str, Any]) -> None:
    with pytest.raises(calcdl.CalcdlError, match="leave out"):
        calcdl.code(expression, certify="x=0:1", **options)
