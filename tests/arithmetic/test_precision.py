"""Precision is a scope: it is entered, and left as it was found, whatever happens inside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flint import arb, ctx

from calcdl.arithmetic.precision import current_precision, precision
from calcdl.arithmetic.taylor import Taylor
from tests.support.command import in_process

MINE = 200, 10  # of whoever calls: bits, and the length of series

# Each question with an answer, and with none.
DOORS = [
    ["deriv", "sin(x)*exp(x)", "--at", "1"],
    ["deriv", "sin(x)", "--at", "1", "--order", "14", "--digits", "30"],
    ["deriv", "abs(x)", "--at", "0"],
    ["deriv", "log(x)", "--at", "-1"],
    ["deriv", "where(x > 0, sin(x), x)", "--at", "0"],
    ["deriv", "bessely(1, x)", "--at", "2", "--format", "json"],
    ["eval", "exp(pi)", "--digits", "40"],
    ["eval", "log2(8) + floor(log(e))"],
    ["eval", "asin(x)", "--at", "2"],
    ["chain", "sin(exp(x**2))", "--at", "1/3"],
    ["chain", "log(sin(x))", "--at", "4"],
    ["partial", "x**y*z", "--at", "x=2,y=1/3,z=1"],
    ["gradient", "exp(x)*y/sqrt(y)", "--at", "x=1,y=2"],
    ["gradient", "max(x, y)", "--at", "x=pi,y=pi"],
    ["jacobian", "sin(x)*y", "exp(x*y)", "--at", "x=1,y=2"],
    ["hessian", "exp(x*y) + y**3", "--at", "x=1,y=1"],
    ["hessian", "sqrt(x*y)", "--at", "x=0,y=1"],
    ["point", "sin(x)/x", "--at", "0"],
    ["point", "x*sin(1/x)", "--at", "0"],
    ["point", "relu(sin(x))", "--at", "pi"],
    ["check", "sin(x)**2", "2*sin(x)*cos(x)"],
    ["check", "sin(x)**2", "2*sin(x)"],
    ["graph", "exp(sin(x)*y)", "--at", "x=1,y=2", "--to", "json"],
    ["graph", "log(x - y)", "--at", "x=1,y=2", "--to", "json"],
    ["numeric", "exp(sin(x))", "--at", "1"],
    ["numeric", "gamma(x)", "--at", "-1"],
]


@pytest.fixture(autouse=True)
def _context_of_the_caller() -> Iterator[None]:
    before = ctx.prec, ctx.cap
    ctx.prec, ctx.cap = MINE
    yield
    ctx.prec, ctx.cap = before


@pytest.mark.parametrize("arguments", DOORS, ids=" ".join)
def test_a_question_leaves_the_context_as_it_was_and_does_not_depend_on_it(
    arguments: list[str],
) -> None:
    mine = in_process(*arguments)
    assert (ctx.prec, ctx.cap) == MINE
    ctx.prec, ctx.cap = 53, 10
    assert in_process(*arguments) == mine


def test_scopes_lie_in_one_another() -> None:
    with precision(300):
        with precision(100):
            assert ctx.prec == 100
            with current_precision():
                assert ctx.prec == 100
        assert ctx.prec == 300
    with current_precision():
        assert ctx.prec == 53
    assert (ctx.prec, ctx.cap) == MINE


def test_a_scope_is_left_by_an_error_too() -> None:
    with pytest.raises(ZeroDivisionError), precision(300):
        raise ZeroDivisionError
    assert (ctx.prec, ctx.cap) == MINE


def test_series_are_as_long_as_they_are_asked_to_be() -> None:
    taylor = Taylor(30)
    with precision(100):
        assert taylor.known(taylor.series([arb(2).sqrt(), 1])) == 30
