"""``calcdl check``: verdicts and diagnoses, by the table in conformance/claims.txt and beyond."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from calcdl.api import check, derivative, evaluate
from calcdl.calculus.check.mistakes import MISTAKES
from calcdl.calculus.derivative.formula import formula
from calcdl.errors import CalcdlError, NowhereDefined, Undecided, UsageError
from calcdl.functions import FUNCTIONS
from calcdl.graph.nodes import Graph
from calcdl.reading.expressions import read
from calcdl.reading.writing import write
from calcdl.render.check import difference_text, rows
from calcdl.results.check import Check
from tests.support.command import in_process, in_process_on_terminal
from tests.support.planted import EXPLAINS, Planted, planted
from tests.support.strategies import SMOOTH, graphs

pytestmark = pytest.mark.process  # SymPy gets only so much time

CLAIMS = Path(__file__).parent.parent / "conformance" / "claims.txt"


def cases() -> list[tuple[str, str, str]]:
    """Return expression, claim and verdict from the lines of the table."""
    found = []
    for line in CLAIMS.read_text("utf-8").split("\n"):
        if line.strip() and not line.startswith("#"):
            question, verdict = line.split("  =>  ")
            expression, claim = question.split("  |  ")
            found.append((expression, claim, verdict.strip()))
    return found


CASES = cases()


def sentences(result: Check) -> list[str]:
    """Return what is said of claims."""
    return [sentence for (sentence,) in rows(result)]


@cache
def checked(expression: str, claim: str) -> Check:
    """Return what is said of a claim of the table, which may begin with its variable."""
    variable, colon, rest = claim.partition(": ")
    return check(expression, rest if colon else claim, variable if colon else None)


@pytest.mark.parametrize(("expression", "claim", "expected"), CASES)
def test_claim(expression: str, claim: str, expected: str) -> None:
    result = checked(expression, claim)
    (verdict,) = result.verdicts
    said = "\n".join(sentences(result))
    if expected.startswith("equal"):
        assert (verdict.equal, said.split("\n")[0]) == (True, "equal")
        assert verdict.proven == (expected == "equal")
    else:
        words = expected.removeprefix("different").removeprefix(": ")
        assert (verdict.equal, verdict.proven) == (False, True)
        assert words in said


def test_the_table_is_long_enough() -> None:
    verdicts = [expected.split(":")[0] for *_, expected in CASES]
    assert verdicts.count("different") >= 60
    assert sum(verdict.startswith("equal") for verdict in verdicts) >= 60


def test_every_mistake_is_in_the_table() -> None:
    found = set()
    for expression, claim, _ in CASES:
        (verdict,) = checked(expression, claim).verdicts
        if verdict.diagnosis is not None:
            found.add(verdict.diagnosis.kind)
    assert set(MISTAKES) <= found


@settings(max_examples=40, deadline=None)
@given(graphs(SMOOTH, 5))
def test_the_formula_is_equal_and_a_changed_one_is_not(graph: Graph) -> None:
    try:
        derivative = write(formula(graph, "x"))
        right, changed = (
            check(write(graph), claim, "x") for claim in (derivative, f"{derivative} + 1/1000")
        )
    except (NowhereDefined, Undecided):
        assume(False)  # no point at which the function has a derivative
    assert right.equal
    assert not changed.equal


def test_a_difference_in_the_forty_fifth_digit_is_found() -> None:
    (verdict,) = check("x**2*exp(x)", "(x**2 + 2*x + 1e-45)*exp(x)").verdicts
    assert not verdict.equal
    assert verdict.witness is not None


@pytest.mark.parametrize(
    ("expression", "claim"),
    [
        ("where(x == 2, 4, x^2)", "where(x == 2, 4, 2*x)"),
        ("where(x == 2, 5, x^2)", "where(x == 2, 100, 2*x)"),  # no derivative at 2
        ("where(x == sqrt(2), 2, x^2)", "2*x"),
        ("where(x == 0, 0, x)", "1"),
    ],
)
def test_at_a_single_point_the_derivative_counts(expression: str, claim: str) -> None:
    assert check(expression, claim).equal


def test_what_only_agrees_to_many_digits_is_called_that() -> None:
    (verdict,) = check("x + where(x > 7, x, 0)*exp(-10^6)", "1").verdicts
    assert verdict.part is None
    (verdict,) = check("relu(exp(x) - 1e30)", "0").verdicts
    assert verdict.part is None
    assert verdict.agrees is not None
    assert "to 50 digits they agree at" in difference_text(verdict)


def test_two_numbers_are_written_with_as_many_digits_as_tell_them_apart() -> None:
    (verdict,) = check("x", "1 + 1e-60").verdicts
    assert verdict.witness is not None
    assert verdict.witness.claimed is not None
    assert verdict.witness.claimed.decimal.startswith(f"1.{'0' * 59}1")


def test_equality_that_cannot_be_proven_says_so() -> None:
    result = check("s(x) + gamma(x)", "s'(x) + gamma(x + 1)*digamma(x)/x")
    assert result.equal
    if not result.verdicts[0].proven:
        assert "random points to 50 digits, not proven" in sentences(result)[1]


def test_higher_orders() -> None:
    assert check("sin(x)", "-sin(x)", order=2).equal
    (verdict,) = check("sin(x**2)", "-2*sin(x**2)", order=2).verdicts
    assert not verdict.equal
    (verdict,) = check("x**5", "60*x", order=2).verdicts
    assert verdict.witness is not None
    assert verdict.witness.at == {"x": "1"} or verdict.witness.at == {"x": "2"}


def test_a_claim_with_a_gap() -> None:
    result = check("x**3", "3*x**3/x")
    assert sentences(result) == ["equal", "equal, proven (the claim has no value at x = 0)"]


def test_a_gradient() -> None:
    result = check("x**2*y", {"x": "2*x*y", "y": "2*x"})
    assert [verdict.equal for verdict in result.verdicts] == [True, False]
    assert sentences(result)[:2] == ["different", "x: equal, proven"]


@pytest.mark.parametrize("text", ["log(-1 - x**2)", "sqrt(-1)*x"])
def test_without_a_domain_nothing_is_decided(text: str) -> None:
    with pytest.raises(CalcdlError):
        check(text, "7*x")


def test_a_large_expression_ends() -> None:
    text = "x"
    for _ in range(150):
        text = f"sin({text})*x"
    claim = write(formula(read(text).graph, "x"))
    assert check(text, claim).equal
    assert not check(text, f"-({claim.rsplit('; ')[-1]})" if ";" not in claim else "1").equal


def test_several_variables_need_one_of_them() -> None:
    with pytest.raises(UsageError) as caught:
        check("x*y", "y")
    assert "--gradient" in caught.value.message_in_shell


def plants() -> Iterator[tuple[str, str, Planted]]:
    """Yield functions of the table, each with a variable and mistakes in its derivative."""
    for expression in dict.fromkeys(expression for expression, *_ in CASES):
        graph = read(expression).graph
        variable = (graph.symbols() or ["x"])[-1]
        for plant in planted(graph, variable):
            yield expression, variable, plant


PLANTS = random.Random(11).sample(list(plants()), 90)


def test_a_mistake_is_named_only_if_it_explains_where_the_claim_agrees() -> None:
    (verdict,) = check("relu(x - 1e6)", "0").verdicts
    assert verdict.diagnosis is None


def is_harmless(expression: str, variable: str, plant: Planted) -> bool:
    """Say whether a mistake makes no difference at points that check does not try."""
    names = sorted({*read(expression).graph.symbols(), *read(plant.claim).graph.symbols()})
    for text in ("-1000003", "-2.25", "0.4", "3.75", "12.5", "1000003.5", "20000001"):
        at = ",".join(f"{name}={text}" for name in names)
        slope = derivative(expression, variable, at).points[0].value
        claim = evaluate(plant.claim, at).points[0].value
        if slope is not None and (claim is None or claim.decimal != slope.decimal):
            return False
    return True


def test_planted_mistakes_are_named_and_none_is_called_equal() -> None:
    """By far the most are named rightly; where two mistakes give the same claim, one is named."""
    right = named = 0
    for expression, variable, plant in PLANTS:
        try:
            (verdict,) = check(expression, plant.claim, variable).verdicts
        except Undecided:  # no point at which the claim has a value
            continue
        if verdict.equal:  # the mistake makes no difference
            assert verdict.proven or is_harmless(expression, variable, plant), (expression, plant)
        elif verdict.diagnosis is not None:
            named += 1
            right += verdict.diagnosis.kind in EXPLAINS[plant.kind]
    assert right >= 0.9 * named
    assert named >= 60


@pytest.mark.parametrize(
    "name", [name for name, row in FUNCTIONS.items() if row.fewest == 1 and row.local[0]]
)
def test_every_function_can_be_diagnosed(name: str) -> None:
    """No candidate mistake ends the search with an error."""
    at = FUNCTIONS[name].sample[0]
    at = at[0] if isinstance(at, tuple) else at
    try:
        (verdict,) = check(f"{name}(2*x + {at})", f"{name}'(2*x + {at})").verdicts
    except Undecided:
        return
    if not verdict.equal and verdict.diagnosis is not None:
        assert verdict.diagnosis.kind == "inner-derivative"


# The command


def test_exit_statuses_and_plain_text() -> None:
    outcome = in_process("check", "x**2*sin(x)", "2*x*sin(x) + x**2*cos(x)")
    assert outcome == (0, "equal\n", "")
    assert in_process("check", "sin(x**2)", "cos(x**2)") == (
        1,
        "different\n"
        "at x = 1: the claim is 0.5403023058681398, the derivative is 1.0806046117362795\n"
        "likely: the derivative of the inner function x**2, 2*x, is missing\n",
        "",
    )


def test_gradients_on_the_command_line() -> None:
    for claims in (("x=2*x*y", "y=x**2"), ("x=2*x*y", "--gradient", "y=x**2")):
        outcome = in_process("check", "x**2*y", "--gradient", *claims)
        assert outcome == (0, "equal\nx: equal, proven\ny: equal, proven\n", "")
    assert in_process("check", "x**2*y", "--gradient", "x=2*x*y", "y=x").status == 1


def test_json() -> None:
    outcome = in_process("check", "x**2", "x", "--json")
    record = json.loads(outcome.stdout)
    assert outcome.status == 1
    assert list(record) == ["schema", "command", "expression", "order", "equal", "verdicts"]
    verdict = record["verdicts"]["x"]
    assert list(verdict) == [
        "equal", "proven", "claim", "derivative", "points", "differs", "equal_where",
        "agrees_where", "diagnosis",
    ]  # fmt: skip
    assert verdict["differs"]["at"] == {"x": "1"}
    assert verdict["differs"]["derivative"]["exact"] == "2"
    record = json.loads(in_process("check", "x**2", "2x", "--json").stdout)
    assert list(record["verdicts"]["x"]) == [
        "equal", "proven", "claim", "derivative", "points", "gaps"
    ]  # fmt: skip


def test_a_table_on_a_terminal() -> None:
    outcome = in_process_on_terminal("check", "sin(x**2)", "cos(x**2)", NO_COLOR="1")
    assert outcome.status == 1
    assert "different" in outcome.stdout
    assert "the inner function x**2, 2*x" in outcome.stdout


def test_definitions_hold_for_the_claim_too(tmp_path: Path) -> None:
    assert in_process("check", "u**2", "2*u", "--let", "u = x + 1").status == 0
    definitions, function = tmp_path / "definitions.txt", tmp_path / "function.txt"
    definitions.write_text("u = x + 1\n", encoding="utf-8")
    assert in_process("check", "u**2", "2*u", "--file", str(definitions)).status == 0
    function.write_text("u = x + 1\nu**2\n", encoding="utf-8")
    assert in_process("check", "2*x + 2", "--file", str(function)).status == 0
    assert in_process("check", "-x**2", "-2*x").status == 0


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("x", "1", "--format", "csv"), 2, "a verdict has no csv form"),
        (("x", "1", "--format", "latex"), 2, "a verdict has no latex form"),
        (("x",), 2, "there is no claim"),
        (("x", "1", "2"), 2, "--gradient"),
        (("x*y", "y"), 2, "--gradient"),
        (("x*y", "--gradient", "y"), 2, "reads 'x=2*x*y'"),
        (("x*y", "--gradient", "x=y", "x=y"), 2, "two claims about x"),
        (("x*y", "--gradient", "x=y", "--wrt", "x"), 2, "leave out --wrt"),
        (("x", "1 +"), 2, "I expected an operand"),
        (("log(-1 - x**2)", "1"), 3, "could not be decided"),
    ],
)
def test_what_is_refused(arguments: tuple[str, ...], status: int, message: str) -> None:
    outcome = in_process("check", *arguments)
    assert (outcome.status, outcome.stdout) == (status, "")
    assert message in outcome.stderr
