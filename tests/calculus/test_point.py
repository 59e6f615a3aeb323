"""calcdl point: the cases in conformance/points.txt, its formats, and functions made to measure."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shlex
from fractions import Fraction
from math import factorial
from typing import Any

import pytest

from calcdl.api import point as verdicts
from calcdl.cli import run
from calcdl.results.point import KINDS, OneSide
from tests.support.command import calcdl, in_process_on_terminal
from tests.test_conformance import CONFORMANCE, cases

CASES = cases("points.txt", "point")
AS_PROCESSES = ["point 'x*abs(x)' --at 0", "point 'sin(1/x)' --at 0"]


def test_the_corpus_is_read_whole() -> None:
    text = (CONFORMANCE / "points.txt").read_text("utf-8")
    body = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    assert len(CASES) == len(body) == len({line for line, _ in CASES}) > 90
    seen = {re.split(r"\\t|: ", expected)[0] for _, expected in CASES}
    assert seen.issuperset(set(KINDS) - {"undecided"})


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[line for line, _ in CASES])
def test_what_a_function_does(line: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(shlex.split(line))
    printed = capsys.readouterr()
    refusal = re.fullmatch(r"exit (\d): (.*)", expected)
    if refusal is None:
        columns = expected.replace(r"\n", "\n").replace(r"\t", "\t")
        assert (status, printed.out.rstrip("\n"), printed.err) == (0, columns, "")
    else:
        assert status == int(refusal[1])
        assert refusal[2] in printed.err
        assert printed.out.startswith("undecided\t" if status == 3 else "")
        assert status == 3 or not printed.out


@pytest.mark.parametrize("line", AS_PROCESSES)
def test_a_process_does_the_same(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(shlex.split(line))
    assert calcdl(*shlex.split(line)) == (status, *capsys.readouterr())


# Formats


def record(*arguments: str, status: int = 0, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return the JSON that calcdl point prints."""
    assert run(["point", *arguments, "--json"]) == status
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    told = record("abs(x**2 - 2)", "--at", "sqrt(2)", capsys=capsys)
    assert (told["schema"], told["command"]) == (1, "point")
    assert told["expression"] == "abs(x**2 - 2)"
    (point,) = told["points"]
    assert point["at"] == {"x": "sqrt(2)"}
    assert point["kind"] == "corner"
    assert point["says"].startswith("the function has a corner there, its slope is -2.828427124")
    zero = {"exact": "0", "decimal": "0", "float": 0.0, "certified": True}
    assert point["value"] == point["left"]["limit"] == point["right"]["limit"] == zero
    slope = point["right"]["derivatives"][0]
    assert slope["certified"] is True
    assert slope["exact"] == "2*sqrt(2)"
    assert slope["decimal"] == "2.8284271247461903"
    assert slope["float"] == 8**0.5
    assert point["left"]["exists"] is point["right"]["exists"] is True
    assert (point["derivatives"], point["more"]) == (0, False)


def test_json_of_what_is_missing_or_infinite(capsys: pytest.CaptureFixture[str]) -> None:
    (edge,) = record("log(x)", "--at", "0", capsys=capsys)["points"]
    assert edge["value"] is None
    assert edge["left"] == {"exists": False, "limit": None, "derivatives": []}
    assert (edge["right"]["exists"], edge["right"]["limit"]["decimal"]) == (True, "-oo")
    (undecided,) = record("sin(1/x)", "--at", "0", status=3, capsys=capsys)["points"]
    assert undecided["kind"] == "undecided"
    assert undecided["left"]["limit"] is undecided["right"]["limit"] is None
    assert undecided["left"]["why"]


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["abs(x)*y", "--at", "x=0,y=1", "--along", "1,0", "--along", "0,1"]
    assert run(["point", *arguments, "--format", "csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows == [
        ["expression", "x", "y", "along", "kind", "value", "left_limit", "left_slope",
         "right_limit", "right_slope"],
        ["abs(x)*y", "0", "1", "x=1,y=0", "corner", "0", "0", "-1", "0", "1"],
        ["abs(x)*y", "0", "1", "x=0,y=1", "smooth", "0", "0", "0", "0", "0"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "kind", "status"),
    [("cbrt(x)", "vertical tangent", 0), ("1/x", "pole", 0), ("sin(1/x)", "undecided", 3)],
)
def test_a_table_on_a_terminal(expression: str, kind: str, status: int) -> None:
    outcome = in_process_on_terminal("point", expression, "--at", "0", NO_COLOR="1")
    assert outcome.status == status
    assert kind in outcome.stdout
    assert "Traceback" not in outcome.stdout


def test_one_undecided_point_of_several(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["point", "sin(1/x)", "--at", "1", "--at", "0"]) == 3
    printed = capsys.readouterr()
    first, second = printed.out.rstrip("\n").split("\n")
    assert first.startswith("x=1\tsmooth\t0.8414709848078965\t")
    assert second.startswith("x=0\tundecided\t")
    assert printed.err.startswith("calcdl: this could not be decided")


# How many derivatives there are


@pytest.mark.parametrize(
    ("expression", "at", "count", "more"),
    [
        ("abs(x)", "0", 0, False),
        ("x*abs(x)", "0", 1, False),
        ("abs(x)**3", "0", 2, False),
        ("relu(x)**4", "0", 3, False),
        ("abs(x)**(5/2)", "0", 2, False),
        ("abs(x)**(7/3)", "0", 2, False),
        ("x**2*log(abs(x))", "0", 1, False),  # of the function with its hole filled
        ("x**3*cbrt(x)", "0", 3, False),
        ("x**2*sin(1/x)", "0", 1, False),
        ("x**4", "0", 4, True),
        ("exp(-1/x**2)", "0", 4, True),
        ("relu(x)*relu(-x)", "0", 4, True),
        ("sin(x)/x", "0", 4, True),
        ("max(x - 1, 0)**2", "1", 1, False),
    ],
)
def test_derivatives_are_counted(expression: str, at: str, count: int, more: bool) -> None:
    (found,) = verdicts(expression, at).points
    assert (found.derivatives, found.more) == (count, more)


def test_the_first_derivative_that_differs_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    (point,) = record("abs(x)**3", "--at", "0", capsys=capsys)["points"]
    assert [value["decimal"] for value in point["left"]["derivatives"][:3]] == ["0", "0", "-6"]
    assert [value["decimal"] for value in point["right"]["derivatives"][:3]] == ["0", "0", "6"]
    assert "2 derivatives" in point["says"]
    assert "order 3 is -6 on the left and 6 on the right" in point["says"]


# Functions made of two polynomials, whose behaviour is known by construction

ORDERS = 4


def polynomial(coefficients: list[Fraction], at: Fraction) -> str:
    """Return the sum of c[k]*(x - at)**k as text."""
    return " + ".join(f"({c})*(x - ({at}))**{k}" for k, c in enumerate(coefficients)) or "0"


def piecewise(
    choose: random.Random, left: list[Fraction], right: list[Fraction], at: Fraction
) -> tuple[str, Fraction | None]:
    """Return a function that is ``left`` left of a point and ``right`` right of it; its value."""
    x = f"(x - ({at}))"
    mean = [(p + q) / 2 for p, q in zip(left, right, strict=True)]
    step = [q - p for p, q in zip(left, right, strict=True)]
    half = [s / 2 for s in step]
    low, high = polynomial(left, at), polynomial(right, at)
    own = choose.choice([left[0], right[0], Fraction(choose.randint(-2, 2))])
    forms: list[tuple[str, Fraction | None]] = [
        (f"where({x} < 0, {low}, where({x} > 0, {high}, {own}))", own),
        (f"where({x} <= 0, {low}, {high})", left[0]),
        (f"{low} + heaviside({x}, 1/3)*({polynomial(step, at)})", left[0] + step[0] / 3),
        (f"{polynomial(mean, at)} + sign({x})*({polynomial(half, at)})", mean[0]),
        (f"{polynomial(mean, at)} + {x}/abs({x})*({polynomial(half, at)})", None),
    ]
    if step[0] == 0:
        rest = polynomial(step[1:], at)
        forms += [
            (f"{low} + relu({x})*({rest})", left[0]),
            (f"{high} + min({x}, 0)*(-1)*({rest})", left[0]),
            (f"{polynomial(mean, at)} + abs({x})*({polynomial(half[1:], at)})", left[0]),
            (f"{polynomial(mean, at)} + sqrt({x}**2)*({polynomial(half[1:], at)})", left[0]),
        ]
    return choose.choice(forms)


def expected_kind(
    left: list[Fraction], right: list[Fraction], value: Fraction | None
) -> tuple[str, int]:
    """Return the kind of point, and how many derivatives there are up to ORDERS."""
    if left[0] != right[0]:
        return "jump", 0
    same = [p == q for p, q in zip(left[1:], right[1:], strict=True)] + [True] * ORDERS
    count = min([*(k for k, equal in enumerate(same) if not equal), ORDERS])
    if value != left[0]:
        return "removable hole", count
    return ("smooth" if count else "corner"), count


def derivatives(side: OneSide) -> list[Fraction]:
    """Return limit and derivatives on a side, which have to be rational numbers."""
    assert side.limit is not None
    return [Fraction(value.exact or "") for value in (side.limit, *side.derivatives)]


def from_coefficients(coefficients: list[Fraction]) -> list[Fraction]:
    padded = [*coefficients, *[Fraction(0)] * ORDERS][: ORDERS + 1]
    return [factorial(k) * c for k, c in enumerate(padded)]


@pytest.mark.slow
def test_two_polynomials_give_the_verdict_of_their_construction() -> None:
    choose = random.Random(20)
    counted: dict[str, int] = {}
    for _ in range(300):
        at = Fraction(choose.randint(-4, 4), choose.choice([1, 1, 2, 3]))
        size, same = choose.randint(1, 5), choose.randint(0, 5)
        left = [Fraction(choose.randint(-3, 3), choose.choice([1, 2])) for _ in range(size)]
        other = [Fraction(choose.randint(-3, 3), choose.choice([1, 2])) for _ in range(size)]
        right = [*left[:same], *other[same:]]
        text, value = piecewise(choose, left, right, at)
        (found,) = verdicts(text + " + 0*x", str(at)).points
        kind, count = expected_kind(left, right, value)
        assert (found.kind, found.derivatives) == (kind, count), (text, at)
        assert derivatives(found.left) == from_coefficients(left), (text, at)
        assert derivatives(found.right) == from_coefficients(right), (text, at)
        got = None if found.value is None else Fraction(found.value.exact or "")
        assert got == value, (text, at)
        counted[kind] = counted.get(kind, 0) + 1
    assert min(counted.values()) > 20
    assert set(counted) == {"smooth", "corner", "jump", "removable hole"}
