"""Textbook derivatives by vectors and matrices, each with the answer that its source gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calcdl.arithmetic.arrays.shaped import ShapedArrays
from calcdl.calculus.asking import ask
from calcdl.calculus.matrices.answer import answer
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape
from calcdl.reading.shaped import read_shaped, read_shapes
from calcdl.render.matrices import formula_text
from calcdl.results.matrices import ArrayDerivative
from calcdl.sweep.forward import values

FILE = Path(__file__).parent / "cases.jsonl"
CASES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
SIZES = {"N": 7, "n": 4, "m": 3, "k": 2, "d": 3}
QUESTIONS = {"grad": "gradient", "jac": "jacobian", "hess": "hessian", "jacvec": "jacobian"}


def derivative(case: dict[str, Any]) -> tuple[ArrayDerivative, str]:
    """Return what calcdl answers, and its text."""
    flags = {"vec": "rows"} if case["kind"] == "jacvec" else {}
    asked = ask(
        QUESTIONS[case["kind"]], case["text"], shapes=[case["shapes"]], wrt=[case["wrt"]], **flags
    )
    result = answer(asked)
    (entry,) = result.entries
    return entry, formula_text(result, entry)


def sample(case: dict[str, Any]) -> dict[str, Any]:
    """Return numbers for the variables of a case, which obey what is said of them."""
    rng = np.random.default_rng(3)
    declared = read_shapes([case["shapes"]])
    point: dict[str, Any] = {name: np.float64(size) for name, size in SIZES.items()}
    for name, shape in declared.shapes.items():
        point[name] = numbers(rng, shape, declared.attributes[name], name, case)
    return point


def numbers(
    rng: np.random.Generator, shape: Shape, known: frozenset[str], name: str, case: dict[str, Any]
) -> Any:
    size = [one.at(SIZES) for one in shape]
    found = rng.normal(size=size)
    if len(size) == 2 and size[0] == size[1]:
        found = found + 3 * np.eye(size[0])
    if "symmetric" in known:
        found = found @ found.T
    if name in case["positive"] or "stochastic" in known:
        found = np.abs(found) + 0.1
    if "stochastic" in known:
        found = found / found.sum(axis=-1, keepdims=True)
    return np.sign(found) if name in case["signs"] else found


def value(graph: Graph, point: dict[str, Any]) -> Any:
    return np.asarray(values(graph, ShapedArrays(SIZES), point)[graph.root])


@pytest.mark.parametrize("case", CASES, ids=[f"{case['id']}-{case['text']}" for case in CASES])
def test_a_textbook_derivative(case: dict[str, Any]) -> None:
    entry, text = derivative(case)
    point = sample(case)
    found = value(entry.formula, point)
    expected = read_shaped(case["answer"], [case["shapes"]])
    np.testing.assert_allclose(found, value(expected.graph, point), rtol=1e-7, atol=1e-9)
    again = read_shaped(text, [case["shapes"]])
    np.testing.assert_allclose(value(again.graph, point), found, rtol=1e-9, atol=1e-12)
