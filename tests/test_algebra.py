"""SymPy is given only so much time, and numbers that it would never finish are kept from it."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest
import sympy

from calcdl import algebra
from calcdl.calculus.report import Question, derivative
from calcdl.errors import TooLarge
from calcdl.reading import read, write

needs_alarm = pytest.mark.skipif(not algebra._HAS_ALARM, reason="this system has no alarm clock")


def never_ends(*_: Any, **__: Any) -> Any:
    while True:
        with suppress(Exception):  # SymPy catches what it can
            time.sleep(0.01)


@pytest.fixture
def _slow_sympy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("simplify", "diff", "latex", "cancel"):
        monkeypatch.setattr(sympy, name, never_ends)
    for name in ("_MOMENT", "_SECONDS", "_LONGEST"):
        monkeypatch.setattr(algebra, name, 0.1)


@needs_alarm
@pytest.mark.usefixtures("_slow_sympy")
def test_sympy_is_not_waited_for() -> None:
    graph = read("sin(x)**2 + x").graph
    assert algebra.simplify(graph, asked=False) is None
    assert algebra.differentiate(graph, "x") is None
    assert algebra.exact_value(graph, {"x": read("1").graph}) is None
    assert algebra.is_zero(graph) is None
    with pytest.raises(TooLarge, match="leave out --simplify"):
        algebra.simplify(graph)
    with pytest.raises(TooLarge, match="LaTeX"):
        algebra.latex(graph)


@needs_alarm
@pytest.mark.usefixtures("_slow_sympy")
def test_a_table_does_without_sympy() -> None:
    found = derivative("sin(64*x)**7*x", at="1", question=Question(wants_everything=True))
    assert found.simplified is None
    assert found.points[0].agreement == {"rules": True}


@pytest.mark.parametrize("text", ["9**9**9*x", "(1/3)**9**9*x", "x + 2**(-10**8)"])
def test_sympy_never_sees_a_number_that_it_would_compute_for_ever(text: str) -> None:
    graph = read(text).graph
    with pytest.raises(TooLarge):
        algebra.to_sympy(graph)
    assert algebra.simplify(graph) is None
    assert algebra.differentiate(graph, "x") is None


def test_what_sympy_cannot_print_is_not_simplified() -> None:
    assert algebra.simplify(read("factorial(100000)*x").graph) is None


def test_constants_that_calcdl_has_not_are_no_variables() -> None:
    graph = read("x**2*digamma(2)").graph  # SymPy: 1 - EulerGamma
    assert algebra.simplify(graph) is None
    assert algebra.differentiate(graph, "x") is None
    assert algebra.exact_value(graph, {"x": read("3").graph}) is None


def test_powers_that_are_no_trouble_are_simplified() -> None:
    simpler = algebra.simplify(read("2**64*x*sin(y)**2 + 2**64*x*cos(y)**2").graph)
    assert simpler is not None
    assert write(simpler) == f"{2**64}*x"
