"""Programs: few operations, no recursion, and nothing that overflows on the way."""

from __future__ import annotations

import math
from typing import Any, NamedTuple
from unittest import mock

import pytest
from hypothesis import given, settings

import calcdl
from calcdl.calculus.asking import ask
from calcdl.calculus.code.answer import answer
from calcdl.graph.nodes import Graph, Nodes
from calcdl.results.code import Counts
from tests.benchmarks.gradients import perceptron, product_of_sines
from tests.render.code.test_python import function
from tests.support import strategies
from tests.support.programs import EXPRESSIONS

_MOST_TIMES = 4
# What a single function adds to that: the slope of erf, by itself, is four operations.
_MORE_OF_A_CALL = 2
_DEPTH = 1200  # more than Python lets functions call themselves


def counts_of(text: str) -> Counts:
    return answer(ask("code", text, to="c")).counts


def text_of(graph: Graph) -> str:
    return calcdl.write(graph)


@pytest.mark.parametrize(
    "text",
    [
        *EXPRESSIONS,
        text_of(product_of_sines(5)),
        text_of(product_of_sines(200)),
        text_of(perceptron(100)),
        text_of(perceptron(400)),
        "*".join([f"x{k}" for k in range(1000)]),
        "+".join([f"relu(w{k}*x{k})**2" for k in range(100)]),
    ],
    ids=lambda text: text[:40],
)
def test_a_gradient_costs_at_most_four_times_the_function(text: str) -> None:
    function, together = counts_of(text)
    assert together <= _MOST_TIMES * function + len(calcdl.read(text).graph.symbols())


@settings(deadline=None, max_examples=150)
@given(strategies.graphs(size=14))
def test_and_so_it_does_of_random_graphs(graph: Graph) -> None:
    try:
        function, together = counts_of(text_of(graph))
    except calcdl.CalcdlError:
        return
    calls = sum([graph.nodes.operations[i] not in ("number", "constant") for i in graph.order()])
    assert together <= _MOST_TIMES * function + _MORE_OF_A_CALL * calls


NESTS = {
    "sines": lambda n: "sin(" * n + "x" + ")" * n,
    "differences": lambda n: "1 - (" * n + "x" + ")" * n,
    "long difference": lambda n: "-(x - " + " - ".join([f"x{k}" for k in range(n)]) + ")",
    "quotients": lambda n: "x/(1 + " * n + "x" + ")" * n,
    "conditions": lambda n: (
        "".join([f"where(x > {k}, sin(x)*" for k in range(n)]) + "x" + ", y)" * n
    ),
    "rectifiers": lambda n: "relu(w*" * n + "x" + ")" * n,
    "maxima": lambda n: "max(" * n + "x" + "".join([f", y + {k})" for k in range(n)]),
    "jumps": lambda n: " + ".join([f"where(x > {k}, log(x - {k}), 0)" for k in range(n)]),
    "exponentials": lambda n: "log(" + " + ".join([f"exp(x{k})" for k in range(n)]) + ")",
}


@pytest.mark.parametrize("name", NESTS)
def test_nothing_recurses_and_all_is_linear(name: str) -> None:
    short, long = NESTS[name](_DEPTH // 10), NESTS[name](_DEPTH)
    few, many = counts_of(short), counts_of(long)
    assert many.together <= 11 * few.together
    for target in ("c", "python"):
        little, much = work_of(short, target), work_of(long, target)
        assert much.characters <= 15 * little.characters
        assert much.nodes <= 12 * little.nodes


class Work(NamedTuple):
    """How long code is, and how many nodes were asked for until it was written."""

    characters: int
    nodes: int


def work_of(text: str, target: str) -> Work:
    make, asked_for = Nodes.make, 0

    def counted(nodes: Nodes, operation: Any, arguments: Any) -> int:
        nonlocal asked_for
        asked_for += 1
        return make(nodes, operation, arguments)

    with mock.patch.object(Nodes, "make", counted):
        code = calcdl.code(text, to=target)
    return Work(len(code), asked_for)


@pytest.mark.parametrize(
    ("text", "point", "value"),
    [
        ("x*(1e-200*y)", (1e160, 1e160), 1e120),
        ("x*(1e200*y)", (1e-200, 1e-160), 1e-160),
        ("x*(1e300/y)", (1e10, 1e300), 1e10),
        ("x*(2/y)", (1.5e308, 10.0), 3e307),
        ("1e200*x*1e200*y", (1e-200, 1e-200), 1.0),
        ("1e-200*x*(1e-200*y)", (1e200, 1e200), 1.0),
        ("1e200/(1e-200*x)*y", (1e300, 1e-100), 1.0),
        ("*".join(["2*x"] * 1200) + " + 0*y", (0.5, 0.0), 1.0),
    ],
    ids=lambda text: str(text)[:20],
)
def test_numbers_move_only_where_nothing_overflows(
    text: str, point: tuple[float, ...], value: float
) -> None:
    found, _ = function(calcdl.code(text), "f")(*point)
    assert math.isclose(found, value, rel_tol=1e-12)
