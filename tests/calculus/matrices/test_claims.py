"""The corpus of claims about gradients by arrays, and what check says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from calcdl.calculus.asking import ask
from calcdl.calculus.claims.answer import answer
from calcdl.functions.shaped.operations import OPERATIONS
from calcdl.results.claims import ArrayVerdict

CORPUS = Path(__file__).parent / "claims.txt"


def cases() -> list[tuple[str, str, str, str, str]]:
    """Return shapes, expressions, variables, claims, and what is expected."""
    lines = [line for line in CORPUS.read_text("utf-8").split("\n") if line and line[0] != "#"]
    found = []
    for line in lines:
        question, expected = line.split("  =>  ")
        shapes, expression, claim = [part.strip() for part in question.split("  |  ")]
        variable, _, formula = claim.partition(" = ")
        found.append((shapes, expression, variable, formula, expected.strip()))
    return found


CASES = cases()
RIGHT = [case for case in CASES if case[-1].startswith("equal")]
WRONG = [case for case in CASES if case[-1].startswith("different")]


def verdict_on(shapes: str, expression: str, variable: str, claim: str) -> ArrayVerdict:
    asked = ask("check", expression, wrt=variable, claims=[claim], shapes=[shapes])
    (verdict,) = answer(asked).verdicts
    return verdict


@pytest.mark.parametrize(("shapes", "expression", "variable", "claim", "expected"), RIGHT)
def test_a_right_claim_is_equal(
    shapes: str, expression: str, variable: str, claim: str, expected: str
) -> None:
    verdict = verdict_on(shapes, expression, variable, claim)
    assert verdict.equal
    assert verdict.proven or expected != "equal, proven"


@pytest.mark.parametrize(("shapes", "expression", "variable", "claim", "expected"), WRONG)
def test_a_wrong_claim_is_different_and_the_mistake_is_named(
    shapes: str, expression: str, variable: str, claim: str, expected: str
) -> None:
    verdict = verdict_on(shapes, expression, variable, claim)
    assert not verdict.equal
    _, kind, words = expected.split(": ", 2)
    if kind == "-":
        assert verdict.diagnosis is None
        return
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.kind == kind
    assert words in verdict.diagnosis.says


def test_a_wrong_rule_in_the_table_makes_no_wrong_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is true at a witness comes from numbers, not from rules of operations on arrays."""
    wrong = OPERATIONS["trace"]._replace(pullback=("2*G*eye(A.shape[0])",))
    monkeypatch.setitem(OPERATIONS, "trace", wrong)
    right = verdict_on("A: n,n", "trace(A)", "A", "eye(n)")
    assert right.equal
    assert not right.proven
    assert not verdict_on("A: n,n", "trace(A)", "A", "2*eye(n)").equal


def test_a_witness_is_exact_and_simple() -> None:
    verdict = verdict_on("X: N,n; w: n; y: N", "sum((X@w - y)**2)", "w", "X.T@(X@w - y)")
    witness = verdict.witness
    assert witness is not None
    assert witness.sizes == {"N": 2, "n": 3}
    assert witness.claimed is not None
    assert witness.derivative is not None
    assert (witness.claimed.exact, witness.derivative.exact) == ("-127/4", "-127/2")
    assert witness.at["y"] == "[3, -1]"


@pytest.mark.parametrize(
    ("attribute", "expression", "claim"),
    [
        ("spd", "abs(x@S@x)", "2*S@x"),
        ("diagonal", "x@S@x", "2*diag(S)*x"),
        ("symmetric", "x@S@x", "2*S@x"),
        ("orthogonal", "norm(S@x)**2", "2*x"),
    ],
)
def test_what_is_declared_of_an_array_holds_at_witnesses(
    attribute: str, expression: str, claim: str
) -> None:
    assert verdict_on(f"S: n,n {attribute}; x: n", expression, "x", claim).equal
    assert not verdict_on("S: n,n; x: n", expression, "x", claim).equal


def test_rows_that_are_declared_to_sum_to_one_do() -> None:
    question = "-sum(Y*log_softmax(X@W))/N", "W", "X.T@(softmax(X@W) - Y)/N"
    assert verdict_on("X: N,n; W: n,k; Y: N,k onehot", *question).equal
    assert not verdict_on("X: N,n; W: n,k; Y: N,k", *question).equal


def test_the_corpus_is_large() -> None:
    assert min(len(RIGHT), len(WRONG)) >= 60
