"""SymPy is given only so much time, and numbers that it would never finish are kept from it."""

from __future__ import annotations

import os
import signal
import time

import pytest

from calcdl import algebra, confined
from calcdl.algebra.expressions import to_sympy
from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.calculus.derivative.agreement import agreement
from calcdl.calculus.question import EVERYTHING
from calcdl.confined import Confined, NoAnswer, one_question
from calcdl.errors import TooLarge
from calcdl.reading.expressions import read
from calcdl.reading.writing import write

pytestmark = pytest.mark.process

needs_clock = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="this system has no clock that ends a process"
)


def slow(seconds: float) -> str:
    """Use the processor for so long, and say so."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "done"


def large(size: int) -> int:
    return len(bytes(size))


def prepare() -> None:
    pass


@needs_clock
def test_a_confined_question_ends() -> None:
    elsewhere = Confined(prepare)
    assert elsewhere.ask(1.0, slow, 0.01) == "done"
    started = elsewhere.process
    assert elsewhere.ask(1.0, slow, 0.01) == "done"
    assert elsewhere.process is started  # it stays for the next question
    before = time.monotonic()
    with pytest.raises(NoAnswer):
        elsewhere.ask(0.1, slow, 60.0)
    assert time.monotonic() - before < 30
    assert elsewhere.ask(1.0, slow, 0.01) == "done"  # another process
    elsewhere.end()


def test_a_confined_question_gets_so_much_memory() -> None:
    elsewhere = Confined(prepare)
    assert elsewhere.ask(4.0, large, 1 << 20) == 1 << 20
    if hasattr(os, "fork"):
        with pytest.raises(NoAnswer):
            elsewhere.ask(4.0, large, 1 << 40)
    elsewhere.end()


def test_words_of_c_code_are_no_answers() -> None:
    elsewhere = Confined(prepare)
    assert elsewhere.ask(1.0, os.write, 1, b"Unable to allocate memory") == 25
    with pytest.raises(NoAnswer):
        elsewhere.ask(1.0, os.abort)
    assert elsewhere.ask(1.0, slow, 0.0) == "done"
    elsewhere.end()


def test_all_that_a_question_asks_shares_its_time() -> None:
    elsewhere = Confined(prepare)
    with one_question():
        before = confined._left
        elsewhere.ask(1.0, slow, 0.1)
        assert 0.1 <= before - confined._left < 1
        confined._spend(before)
        with pytest.raises(NoAnswer):
            elsewhere.ask(1.0, slow, 0.0)
    elsewhere.end()


@pytest.fixture
def _slow_sympy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(algebra, "_SYMPY", Confined(prepare))
    monkeypatch.setattr(algebra, "_answered", _never_answered)
    for name in ("_MOMENT", "_SECONDS", "_LONGEST"):
        monkeypatch.setattr(algebra, name, 0.1)


def _never_answered(*_: object) -> str:
    return slow(60.0)


@needs_clock
@pytest.mark.usefixtures("_slow_sympy")
def test_sympy_is_not_waited_for() -> None:
    graph = read("sin(x)**2 + x").graph
    assert algebra.differentiate(graph, "x") is None
    assert algebra.exact_value(graph, {"x": read("1").graph}) is None
    assert algebra.is_zero(graph) is None
    with pytest.raises(TooLarge, match="leave out 'simplify'"):
        algebra.simplify(graph)


@needs_clock
@pytest.mark.usefixtures("_slow_sympy")
def test_a_table_does_without_sympy() -> None:
    asked = ask("deriv", "sin(64*x)**7*x", at="1", detail=EVERYTHING)
    found = answer(asked)
    assert found.simplified is None
    ((_, routes),) = agreement(asked, found).points
    assert routes == {"rules": True, "difference quotient": True}


@pytest.mark.parametrize("text", ["x**(10**9) + 1/(x + 7)", "x**(1/10**10) + x", "x**(10**10)"])
def test_sympy_is_not_asked_to_write_out_a_power(text: str) -> None:
    graph = read(text).graph
    assert algebra.simplify(graph) is None
    assert algebra.is_zero(graph) is None


@pytest.mark.parametrize("text", ["9**9**9*x", "(1/3)**9**9*x", "x + 2**(-10**8)"])
def test_sympy_never_sees_a_number_that_it_would_compute_for_ever(text: str) -> None:
    graph = read(text).graph
    with pytest.raises(TooLarge):
        to_sympy(graph)
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


def test_sympy_is_not_asked_to_count_for_ever() -> None:
    for text in ("gamma(10**15 + 1)*x", "factorial(10**9)", "binomial(10**9, 10**8)"):
        with pytest.raises(TooLarge):
            to_sympy(read(text).graph)
    for text in ("gamma(0*log(0))", "gamma(1/0)", "gamma(exp(exp(9)))", "zeta(sqrt(-1))"):
        to_sympy(read(text).graph)  # which count nothing
