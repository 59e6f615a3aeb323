"""Code for SymPy, LaTeX and other programs is exact: what it says is equal to the derivative."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
import sympy

import calcdl
from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.taylor import Taylor
from calcdl.sweep.forward import choose_or_apply
from tests.support.programs import EXPRESSIONS, Case, cases_of, code_for, row_cases, wrong


def problems_of(cases: list[Case], target: str, run: Any) -> list[str]:
    texts = list(dict.fromkeys(case.expression for case in cases))
    codes = code_for(texts, target)
    assert len(codes) > 15
    problems = []
    for case in cases:
        if case.expression in codes:
            value, gradient = run(codes[case.expression], f"f{texts.index(case.expression)}", case)
            problems += wrong(case, value, gradient)
    return problems


def by_sympy(code: str, name: str, case: Case) -> tuple[float, list[float]]:
    space: dict[str, Any] = {}
    exec(code, space)
    numbers = [sympy.Rational(str(Fraction(case.point[one]))) for one in sorted(case.point)]
    value, gradient = space[name](*numbers)
    return float(sympy.N(value, 30)), [float(sympy.N(slope, 30)) for slope in gradient]


def test_sympy() -> None:
    assert not problems_of(cases_of(EXPRESSIONS), "sympy", by_sympy)


@pytest.mark.slow
def test_sympy_has_every_row_of_the_table() -> None:
    slow = (
        "erfcinv",
        "bess",
        "lowergamma",
        "polylog",
        "zeta",
        "elliptic",
        "betainc",
        "expint",
        "airy",
    )
    without_value = ("erfcinv", "ndtri")  # SymPy's erfcinv has no evalf, as of 1.14
    left_out = (*slow, *without_value)
    cases = [case for case in row_cases() if not case.expression.startswith(left_out)]
    assert not problems_of(cases, "sympy", by_sympy)


def number_of(taylor: Taylor, number: float | str) -> Any:
    value = Fraction(number)
    return taylor.number(value.numerator if value.denominator == 1 else value)


def by_operations(code: str, name: str, case: Case) -> tuple[float, list[float]]:
    """Carry the operations out as JSON has them, in balls."""
    record, taylor = json.loads(code), Taylor(1)
    found: list[Any] = []
    with precision(400):
        for one in record["operations"]:
            operation, parts = one["operation"], [found[k] for k in one.get("arguments", ())]
            if operation == "symbol":
                found.append(number_of(taylor, case.point[one["name"]]))
            elif operation == "number":
                found.append(number_of(taylor, one["value"]))
            elif operation == "constant":
                found.append(taylor.constant(one["name"]))
            else:
                try:
                    found.append(choose_or_apply(taylor, operation, parts))
                except calcdl.CalcdlError as error:
                    found.append(error)

        def number(place: int) -> float:
            if isinstance(found[place], calcdl.CalcdlError):
                return float("nan")
            return float(taylor.ball_of(found[place]).mid())

        return number(record["value"]), [number(place) for place in record["gradient"]]


def test_json() -> None:
    assert not problems_of([*cases_of(EXPRESSIONS), *row_cases()], "json", by_operations)


def test_json_has_undefined_functions_and_the_hessian() -> None:
    record = json.loads(calcdl.code("r(x, y)", to="json", order=2))
    orders = [one["orders"] for one in record["operations"] if one["operation"] == "function"]
    assert sorted(orders) == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [2, 0]]
    assert [len(row) for row in record["hessian"]] == [2, 1]


def test_latex() -> None:
    assert calcdl.code("where(x > 0, x*y, 2)*exp(y)", "y", to="latex").splitlines() == [
        r"\begin{aligned}",
        r"t_{1} &= e^{y} \\",
        r"f &= \left(\begin{cases} x y & \text{if } x > 0 \\ 2 & \text{otherwise}"
        r" \end{cases}\right) \cdot t_{1} \\",
        r"\frac{\partial f}{\partial y} &= f + \left(\begin{cases} t_{1} x & \text{if } x > 0 \\"
        r" 0 & \text{otherwise} \end{cases}\right)",
        r"\end{aligned}",
    ]
