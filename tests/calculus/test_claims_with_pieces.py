"""Claims with pieces are proven where all pieces and the points between are right, only there."""

from __future__ import annotations

from itertools import product

import pytest

from calcdl.calculus.asking import ask
from calcdl.calculus.check.answer import answer
from calcdl.calculus.check.by_pieces import is_proven_by_pieces
from calcdl.calculus.check.comparisons import sampled_at_all
from calcdl.calculus.derivative.formula import formula
from calcdl.reading.expressions import read

PARTS = (("x", "1"), ("x**2", "2*x"), ("3 - x", "-1"), ("exp(x)", "exp(x)"), ("5", "0"))


def verdict(text: str, claim: str) -> tuple[bool, bool]:
    (found,) = answer(ask("check", text, claims=[claim])).verdicts
    return found.equal, found.proven


@pytest.mark.parametrize(("first", "second"), list(product(PARTS, repeat=2)))
def test_a_claim_is_proven_on_two_pieces(first: tuple[str, str], second: tuple[str, str]) -> None:
    text = f"where(x > 1/3, {first[0]}, {second[0]})"
    right = f"where(x >= 1/3, {first[1]}, {second[1]})"
    assert verdict(text, right) == (True, True)
    for wrong in (
        f"where(x >= 1/3, {first[1]} + 1/10**20, {second[1]})",
        f"{right} + where(x < -10**6, 1, 0)",
        f"{right} + where(x == -7, 1, 0)",
    ):
        assert verdict(text, wrong) == (False, True)


@pytest.mark.parametrize(
    ("claim", "is_proven"),
    [
        ("where(x > 0, 2*x, 0)", True),
        ("where(x > 0, 2*x, 0) + where(x == 0, 1, 0)", False),
        ("where(x > 0, 2*x, 1/10**40)", False),
        ("where(x > 0, 2*x + max(0, x - 10**9), 0)", False),
        ("where(x > 0, 2*x, 0) + max(0, 1/10**12 - (x - sqrt(2))**2)", False),
    ],
)
def test_nothing_wrong_is_proven(claim: str, is_proven: bool) -> None:
    """Whatever the points say that are compared before."""
    graph, claimed = read("relu(x)**2").graph, read(claim).graph
    sampled = sampled_at_all(graph, "x", claimed, 1)
    derivative = formula(graph, "x")
    assert is_proven_by_pieces(claimed, derivative, "x", 1, sampled) is is_proven
