"""Every row of the table of operations on arrays: values, shapes, gradients, how it is written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calcdl.arithmetic.arrays.shaped import ShapedArrays
from calcdl.calculus.matrices.gradient import gradients
from calcdl.functions.shaped.operations import OPERATIONS
from calcdl.graph.shapes import as_shaped
from calcdl.reading.shaped import ShapedReading, read_shaped
from calcdl.reading.writing import write_arrays
from calcdl.sweep.forward import values
from tests.arithmetic.shapes.numpy_words import differences, value

SIZES = {"m": 3, "n": 2, "k": 4, "N": 5}
SHAPES = ["A: m,2; B: 2,k; S: 2,2; u: 2; v: m; w: 5"]
AXES = {"A": "mn", "B": "nk", "S": "nn", "u": "n", "v": "m", "w": "N"}
SAMPLES = [(name, text) for name, row in OPERATIONS.items() for text in row.sample]
IDS = [text for _, text in SAMPLES]


def arrays() -> dict[str, Any]:
    """Return values of the names in samples; the square matrix is well-conditioned."""
    random = np.random.default_rng(3)
    found = {name: random.normal(size=[SIZES[n] for n in axes]) for name, axes in AXES.items()}
    found["S"] += 2 * np.eye(2)
    return found


def evaluated(reading: ShapedReading, inputs: dict[str, Any]) -> Any:
    known = {**inputs, **{name: np.float64(n) for name, n in SIZES.items()}}
    return values(reading.graph, ShapedArrays(SIZES), known)[reading.graph.root]


@pytest.mark.parametrize(("name", "text"), SAMPLES, ids=IDS)
def test_a_sample_is_of_its_row(name: str, text: str) -> None:
    operations = [as_shaped(operation) for operation in read_shaped(text, SHAPES).graph.kinds()]
    assert name in [one.name for one in operations if one is not None]


@pytest.mark.parametrize(("name", "text"), SAMPLES, ids=IDS)
def test_value_shape_and_text(name: str, text: str) -> None:
    reading = read_shaped(text, SHAPES)
    wanted = np.asarray(value(text, arrays()))
    assert np.allclose(evaluated(reading, arrays()), wanted, rtol=1e-9)
    assert tuple([n.at(SIZES) for n in reading.shape]) == wanted.shape
    again = read_shaped(write_arrays(reading.graph), SHAPES)
    assert np.allclose(evaluated(again, arrays()), wanted, rtol=1e-9)


def gradient_fails(text: str) -> str:
    """Return where a gradient is not that of differences, in words; nothing if it is."""
    scalar = f"sum(sin({text}))"
    reading = read_shaped(scalar, SHAPES)
    for by in [name for name in reading.graph.symbols() if name in AXES]:
        wanted = differences(scalar, arrays(), by)
        graph = gradients(reading, [by])[0][by]
        slope = evaluated(read_shaped(write_arrays(graph), SHAPES), arrays())
        if np.shape(slope) != np.shape(wanted):
            return f"by {by}: the shape {np.shape(slope)} of {write_arrays(graph)}"
        if not np.allclose(slope, wanted, rtol=2e-6, atol=2e-6):
            return f"by {by}: {write_arrays(graph)}"
    return ""


DIFFERENTIABLE = [(name, text) for name, text in SAMPLES if name not in ("polar",)]


@pytest.mark.parametrize(("name", "text"), DIFFERENTIABLE, ids=[text for _, text in DIFFERENTIABLE])
def test_gradient(name: str, text: str) -> None:
    assert gradient_fails(text) == ""


@pytest.mark.parametrize(
    ("name", "text", "right", "wrong"),
    [
        ("solve", "solve(S, u)", "solve(A.T, G)", "solve(A, G)"),
        ("inv", "inv(S)", "-Y.T@G@Y.T", "-Y@G@Y.T"),
        ("pinv", "pinv(A)", "G.T - A@Y@G.T", "G.T + A@Y@G.T"),
        ("expm", "expm(S)", "A.T, G", "A, G"),
        ("cholesky", "cholesky(S@S.T)", "Y.T@G)", "Y@G)"),
        ("cumsum", "cumsum(u)", "", ""),
    ],
)
def test_a_wrong_transpose_is_caught(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, right: str, wrong: str
) -> None:
    row = OPERATIONS[name]

    def planted(op: Any, shapes: Any) -> Any:
        texts = row.rule(op, shapes)
        if not right:
            return tuple(["cumsum(G, axis=axis)" for _ in texts])
        return tuple([text and text.replace(right, wrong) for text in texts])

    monkeypatch.setitem(OPERATIONS, name, row._replace(of=planted))
    assert gradient_fails(text) != ""


def test_what_has_no_derivative_says_so() -> None:
    reading = read_shaped("sum(polar(A))", SHAPES)
    with pytest.raises(Exception, match="polar"):
        gradients(reading, ["A"])
