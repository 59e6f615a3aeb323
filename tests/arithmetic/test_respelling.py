"""What is respelled is equal wherever it has a value, is found in any order, and is better."""

from __future__ import annotations

import math
from random import Random

import pytest

import calcdl
from calcdl.arithmetic.arrays.machine import run
from calcdl.arithmetic.programs.lowering import lowered
from calcdl.arithmetic.programs.proving import ProvenProgram, Truth
from calcdl.arithmetic.programs.respelling import respelled
from calcdl.arithmetic.programs.sweeps import differentiated, operations_of
from calcdl.functions.respellings import RESPELLINGS
from calcdl.functions.rules import text_graph
from calcdl.functions.spellings import spellings
from calcdl.graph.nodes import Graph
from calcdl.results.code import Program

_SIZES = (1e-300, 1e-170, 1e-20, 1e-9, 1e-4, 0.3, 0.999, 1.7, 18.0, 40.0, 350.0, 720.0, 1e9, 1e170)
_TINY = 1e-300  # below which doubles lose their digits one by one
_NUMBER = "3"  # that n stands for in a pattern


def graph_of(text: str) -> Graph:
    return text_graph(text.replace("n/", f"{_NUMBER}/").replace("n +", f"{_NUMBER} +")
                      .replace("(n)", f"({_NUMBER})"))  # fmt: skip


def program_of(graph: Graph, names: list[str], is_respelled: bool = False) -> Program:
    typed = operations_of(graph)
    return differentiated(respelled(typed)[0] if is_respelled else typed, names)


def points_of(names: list[str]) -> list[dict[str, float]]:
    random = Random(5)
    numbers = [sign * size for size in _SIZES for sign in (1, -1)]
    points = [{name: random.choice(numbers) for name in names} for _ in range(150)]
    points += [dict.fromkeys(names, x) for x in numbers]
    return points + [{name: random.uniform(-3, 3) for name in names} for _ in range(60)]


@pytest.mark.parametrize(("typed", "computed"), RESPELLINGS, ids=lambda text: str(text))
def test_both_are_equal_wherever_the_first_has_a_value(typed: str, computed: str) -> None:
    first, second = graph_of(typed), graph_of(computed)
    names = sorted({*first.symbols(), *second.symbols()})
    points = points_of(names)
    answers = [
        ProvenProgram(Program(graph.nodes, graph.root, ())).at(points, 4000)
        for graph in (operations_of(first), operations_of(second))
    ]
    proven = 0
    for point, (one,), (other,) in zip(points, *answers, strict=True):
        if one is not None and math.isfinite(one.nearest):
            proven += 1
            assert other is not None, point
            assert math.isclose(one.nearest, other.nearest, rel_tol=1e-15, abs_tol=1e-300), point
    assert proven > 10


@pytest.mark.parametrize(("typed", "computed"), RESPELLINGS, ids=lambda text: str(text))
def test_code_is_better_with_it(typed: str, computed: str) -> None:
    graph = graph_of(typed)
    names = graph.symbols()
    points = points_of(names)
    truths = ProvenProgram(program_of(graph, names)).at(points, 4000)
    before = worst(program_of(graph, names), points, truths)
    after = worst(program_of(graph, names, True), points, truths)
    assert respelled(operations_of(graph))[1], "it is not found"
    assert sum(after) < sum(before), (sum(before), sum(after))


def worst(
    program: Program, points: list[dict[str, float]], truths: list[list[Truth | None]]
) -> list[float]:
    """Return by how many bits each number is off, 60 where it is not finite."""
    columns = {name: [point[name] for point in points] for name in points[0]}
    answers = run(lowered(program, spellings("c"), "C"), columns)
    bits = []
    for numbers, column in zip(answers, zip(*truths, strict=True), strict=True):
        for number, truth, row in zip(numbers, column, truths, strict=True):
            if row[0] is None:
                continue  # the function has no value there, and no slope
            if truth is not None and abs(truth.nearest) < math.inf:
                error = abs(number - truth.nearest) / math.ulp(max(abs(truth.nearest), _TINY))
                bits.append(math.log2(1 + error) if error < 2.0**60 else 60.0)
    return bits


SPELLED = {
    "exp(x) + 1": "y/(exp(x) + 1)",
    "numbers and halves": "0.5*(exp(x) - exp(-x))",
    "softmax": "exp(x)/(exp(y) + exp(z) + exp(x))",
    "softmax over": "y/(exp(x) + (exp(y) + exp(z)))",
    "log softmax": "log(exp(x)/(exp(x) + exp(y) + exp(z)))",
    "cross entropy": "-(y*log(sigmoid(x)) + (1 - y)*log(1 - 1/(1 + exp(-x))))",
    "tanh": "(1 - exp(-2*x))/(exp(-2*x) + 1)",
    "another tanh": "2/(1 + exp(-2*x)) - 1",
    "square root": "sqrt(x*x + 1/1000)",
    "asinh": "log(sqrt(x**2 + 1) + x)",
    "atanh": "1/2*log((x + 1)/(1 - x))",
    "gelu": "x*(1 + erf(x/sqrt(2)))/2",
    "mish": "x*tanh(log(1 + exp(x)))",
}


@pytest.mark.parametrize("text", SPELLED.values(), ids=SPELLED)
def test_what_people_write_is_equal_and_better(text: str) -> None:
    graph = calcdl.read(text).graph
    names = graph.symbols()
    points = points_of(names)
    truths = ProvenProgram(program_of(graph, names)).at(points, 4000)
    respelt = ProvenProgram(program_of(graph, names, True)).at(points, 4000)
    for point, row, others in zip(points, truths, respelt, strict=True):
        for one, other in zip(row, others, strict=True):
            if one is not None and other is not None and math.isfinite(one.nearest):
                near = math.isclose(one.nearest, other.nearest, rel_tol=1e-15, abs_tol=1e-300)
                assert near, point
    before = worst(program_of(graph, names), points, truths)
    assert sum(worst(program_of(graph, names, True), points, truths)) < sum(before)
