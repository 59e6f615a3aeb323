"""Textbook gradients in matrix form, held against the function written out in numbers.

At a point with rational coordinates, on arrays with different sizes, each entry of the formula is
the partial derivative that the engine of numbers proves: equal where both are rational, else in
narrow balls.
"""

from __future__ import annotations

import json
from itertools import combinations_with_replacement
from math import prod
from pathlib import Path
from typing import Any

import pytest

from calcdl.arithmetic.precision import precision
from calcdl.arithmetic.shapes.entries_of import ENTRIES_OF
from calcdl.arithmetic.shapes.entry_nodes import entry_names
from calcdl.calculus.matrices.gradient import gradients
from calcdl.calculus.matrices.hessian import hessian
from calcdl.calculus.matrices.jacobian import jacobian
from calcdl.calculus.partials.values import gradient_numbers, hessian_numbers
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import as_shaped
from calcdl.reading.shaped import ShapedReading, read_shaped
from calcdl.results.matrices import ArrayDerivative
from tests.arithmetic.shapes.written_out import (
    Witness,
    agree,
    gradient_of,
    numbers_of,
    witness,
    written_out,
)

LINES = (Path(__file__).parent / "cases.jsonl").read_text("utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]
SIZES = {"N": 3, "n": 2, "m": 3, "k": 2, "d": 2, "L": 3}
# What has no form in numbers: a matrix exponential and sums of singular values are no finite
# expressions of the entries.
UNWRITTEN = {"m37", "m38"}


def declared(case: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Return the declarations of a case, and what each variable is to be."""
    tags = dict.fromkeys(case["positive"], "pos") | dict.fromkeys(case["signs"], "pm")
    for declaration in case["shapes"].split("; "):
        name, _, rest = declaration.partition(": ")
        words = [tag for word, tag in _TAGS.items() if word in rest]
        tags.setdefault(name, words[0] if words else "inv" if is_square(rest) else "")
    return case["shapes"], tags


def is_square(sizes: str) -> bool:
    first, comma, second = sizes.partition(",")
    return bool(comma) and first == second


_TAGS = {"positive definite": "spd", "symmetric": "sym", "probabilities": "prob",
         "onehot": "onehot"}  # fmt: skip


def unwritten(graph: Graph) -> set[str]:
    """Return the operations of a graph that have no form in numbers."""
    shaped = [as_shaped(operation) for operation in graph.kinds()]
    return {one.name for one in shaped if one is not None} - set(ENTRIES_OF)


def require_proven(reading: ShapedReading, case: dict[str, Any], tags: dict[str, str]) -> None:
    formulas, _ = gradients(reading, [case["wrt"]])
    formula = formulas[case["wrt"]]
    at = witness(reading, SIZES, seed=3, tags=tags)
    with precision(256):
        shape, claimed = numbers_of(formula, at)
        true = gradient_of(reading.graph, case["wrt"], at)
    assert shape == at.shapes[case["wrt"]]
    assert all([agree(u, v) for u, v in zip(claimed, true, strict=True)])


GRADIENTS = [case for case in CASES if case["kind"] == "grad"]


@pytest.mark.parametrize("case", GRADIENTS, ids=[case["id"] for case in GRADIENTS])
def test_a_gradient_is_proven_entry_by_entry(case: dict[str, Any]) -> None:
    shapes, tags = declared(case)
    reading = read_shaped(case["text"], [shapes])
    if case["id"] in UNWRITTEN:
        formulas, _ = gradients(reading, [case["wrt"]])
        assert unwritten(reading.graph) | unwritten(formulas[case["wrt"]])
    else:
        require_proven(reading, case, tags)


JACOBIANS = [case for case in CASES if case["kind"] in ("jac", "jacvec")]


@pytest.mark.parametrize("case", JACOBIANS, ids=[case["id"] for case in JACOBIANS])
def test_a_jacobian_is_proven_entry_by_entry(case: dict[str, Any]) -> None:
    shapes, tags = declared(case)
    reading = read_shaped(case["text"], [shapes])
    entry = jacobian(reading, case["wrt"])
    at = witness(reading, SIZES, seed=4, tags=tags)
    if entry.direction:  # a linear map, at the same direction as the engine of numbers goes
        claimed, true = along_a_direction(reading, entry, case["wrt"], at)
    else:
        _, claimed = numbers_of(entry.formula, at)
        true = [slope for row in rows_of(reading.graph, case["wrt"], at) for slope in row]
    assert all([agree(u, v) for u, v in zip(claimed, true, strict=True)])


def rows_of(graph: Graph, name: str, at: Witness) -> list[list[Any]]:
    """Return the gradient of each entry of a function, as the engine of numbers has it."""
    entries, array = written_out(graph, at)
    names = entry_names(name, at.shapes[name])
    with precision(256):
        return [gradient_numbers(Graph(entries.nodes, i), names, at.point) for i in array.nodes]


def along_a_direction(
    reading: ShapedReading, entry: ArrayDerivative, name: str, at: Witness
) -> tuple[list[Any], list[Any]]:
    """Return a linear map of whole numbers, and the same of the rows of numbers."""
    shape = at.shapes[name]
    way = [k * k - 3 for k in range(prod(shape))]
    numbers = dict(zip(entry_names(entry.direction, shape), way, strict=True))
    there = at._replace(
        shapes={**at.shapes, entry.direction: shape}, numbers={**at.numbers, **numbers}
    )
    _, claimed = numbers_of(entry.formula, there)
    rows = rows_of(reading.graph, name, at)
    return claimed, [sum([u * v for u, v in zip(row, way, strict=True)]) for row in rows]


HESSIANS = [case for case in CASES if case["kind"] == "hess"]


@pytest.mark.parametrize("case", HESSIANS, ids=[case["id"] for case in HESSIANS])
def test_a_hessian_is_proven_entry_by_entry(case: dict[str, Any]) -> None:
    shapes, tags = declared(case)
    reading = read_shaped(case["text"], [shapes])
    (entry,) = hessian(reading, [case["wrt"]])
    at = witness(reading, SIZES, seed=5, tags=tags)
    _, claimed = numbers_of(entry.formula, at)
    entries, array = written_out(reading.graph, at)
    names = entry_names(case["wrt"], at.shapes[case["wrt"]])
    with precision(256):
        upper = hessian_numbers(Graph(entries.nodes, array.nodes[0]), names, at.point)
    true = dict(zip(combinations_with_replacement(range(len(names)), 2), upper, strict=True))
    for k, u in enumerate(claimed):
        i, j = sorted(divmod(k, len(names)))
        assert agree(u, true[i, j])


def test_every_case_is_tried() -> None:
    assert len(GRADIENTS) + len(JACOBIANS) + len(HESSIANS) == len(CASES) == 75
