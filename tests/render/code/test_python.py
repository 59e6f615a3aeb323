"""Code in Python does what it says, and linters and type checkers have nothing to say about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import calcdl
from calcdl.graph.nodes import Graph
from tests.support import strategies
from tests.support.linters import complaints
from tests.support.programs import EXPRESSIONS, Case, case_of, cases_of, code_for, row_cases, wrong


def function(code: str, name: str = "f") -> Callable[..., Any]:
    space: dict[str, Any] = {}
    exec(compile(code, "code", "exec"), space)
    found: Callable[..., Any] = space[name]
    return found


def problems_of(cases: Sequence[Case]) -> list[str]:
    texts = list(dict.fromkeys(case.expression for case in cases))
    codes = code_for(texts, "python")
    functions = {text: function(code, f"f{texts.index(text)}") for text, code in codes.items()}
    problems = []
    for case in cases:
        if case.expression in functions:
            arguments = [case.point[name] for name in sorted(case.point)]
            value, gradient = functions[case.expression](*arguments)
            problems += wrong(case, value, gradient)
    return problems


def test_expressions() -> None:
    assert not problems_of(cases_of(EXPRESSIONS))


def test_every_row_of_the_table_at_its_samples() -> None:
    assert not problems_of(row_cases())


def test_what_math_lacks_is_refused_by_name() -> None:
    with pytest.raises(calcdl.CalcdlError, match="Python has no digamma"):
        calcdl.code("gamma(x)")


@settings(deadline=None, max_examples=60, derandomize=True)
@given(strategies.graphs(), strategies.points())
def test_random_graphs(graph: Graph, point: dict[str, Any]) -> None:
    case = case_of(graph, point)
    code = case and code_for([case.expression], "python").get(case.expression)
    if case is None or code is None:
        return
    try:
        value, gradient = function(code, "f0")(*[case.point[name] for name in graph.symbols()])
    except OverflowError:
        return  # which Python raises on the way to a number that is no infinity
    assert not wrong(case, value, gradient, 1e-9, 1e-9)


@pytest.mark.process
def test_linters_and_type_checkers_have_nothing_to_say(tmp_path: Path) -> None:
    texts = [*EXPRESSIONS, "s(x*y)*r(x, y)", "x*sin(y)*exp(z)/(w + x)*tan(v + w)*log(w*x + y)"]
    for order in (1, 2):
        for k, (_, code) in enumerate(code_for(texts, "python", order=order).items()):
            (tmp_path / f"code_{order}_{k}.py").write_text(code + "\n", "utf-8")
    assert not complaints(tmp_path, ["."])
