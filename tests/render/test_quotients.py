"""What a table says of a difference quotient: an error, or that there is none, only where it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from calcdl.calculus.difference_quotients import METHODS
from tests.support.command import in_process

SAID = [
    ("2", "1", "no error"),
    ("x**2", "0", "no error"),
    ("x**3/4 + x", "0 --method forward --step 0.5", "off by 0.062"),
    ("3*x", "1 --step 0.5", "no error"),
    ("x/3", "1", "off by"),
    ("exp(-1000*x)", "1", "off by less than 1e-323"),  # both are beyond the range of doubles
    ("5*x", "1", "best step 0.1, right to the last digit"),
]


@pytest.mark.parametrize(("expression", "at", "said"), SAID)
def test_an_error_is_said_where_there_is_one(expression: str, at: str, said: str) -> None:
    table = in_process("deriv", expression, "--wrt", "x", "--format", "table", "--at", *at.split())
    words = " ".join(table.stdout.split())
    assert said in words
    assert "off by 0 " not in words
    assert "off by 0;" not in words
    assert ("no error" in words) == (said == "no error")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("expression", "at"),
    [("(x + 1)**2", "x=5"), ("y*exp(x)", "x=-1/3,y=pi"), ("x**3 - f", "x=0.1,f=2")],
)
def test_the_quotient_that_is_shown_is_the_one_computed(
    expression: str, at: str, method: str
) -> None:
    flags = ("--wrt", "x", "--at", at, "--method", method, "--step", "0.01", "--json")
    quotient = one_quotient(expression, *flags)
    name = "g" if "f" in expression else "f"
    names = ["x"] + [piece.split("=")[0] for piece in at.split(",")[1:]]
    let = f"{name}({', '.join(sorted(names))}) = {expression}"
    value = float(in_process("eval", quotient["quotient"], "--let", let).stdout)
    assert value == pytest.approx(quotient["estimate"], rel=1e-9)
    assert value == pytest.approx(quotient["without_rounding"], rel=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_the_table_computes_with_the_values_of_the_function(method: str) -> None:
    flags = ("--at", "1/3", "--method", method, "--step", "0.01")
    table = in_process("numeric", "exp(x)", *flags, "--format", "table", COLUMNS="400").stdout
    line = next(line for line in table.splitlines() if line.strip().startswith("= ("))
    estimate = one_quotient("exp(x)", *flags, "--json")["estimate"]
    value = float(in_process("eval", line.strip(" =")).stdout)
    assert value == pytest.approx(estimate, rel=1e-9)


def one_quotient(*arguments: str) -> dict[str, Any]:
    record = json.loads(in_process("numeric", *arguments).stdout)
    (quotient,) = record["points"][0]["quotients"]
    return dict(quotient)
