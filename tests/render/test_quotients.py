"""What a table says of a difference quotient: an error, or that there is none, only where it is."""

from __future__ import annotations

import pytest

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
