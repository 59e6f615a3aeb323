"""Gradients of random expressions with shapes that fit, against differences."""

from __future__ import annotations

import random

import numpy as np
import pytest

from calcdl.arithmetic.arrays.shaped import ShapedArrays
from calcdl.calculus.matrices.gradient import gradients
from calcdl.reading.shaped import ShapedReading, read_shaped
from calcdl.reading.writing import write_arrays
from calcdl.sweep.forward import values

SIZES = {"m": 3, "n": 2, "k": 4}
VARIABLES = {"A": "mn", "B": "nk", "S": "nn", "u": "n", "v": "m", "w": "k", "c": ""}
SHAPES = ["; ".join([f"{name}: {','.join(axes)}" for name, axes in VARIABLES.items() if axes])]


VECTORS = {"m": "v", "n": "u", "k": "w"}
# Texts of operations: for each {} the axes of what stands there; i and j are those of the value,
# a and b any others.
NUMBERS = [
    ("sum({})", "a"), ("({})@({})", "a a"), ("mean({})", "ab"), ("sum(({})*({}))", "ab ab"),
    ("({})[0]", "a"), ("norm({})", "a"), ("logsumexp({})", "a"), ("trace({})", "aa"),
    ("c*({})", "-"), ("einsum('i,ij,j->', {}, {}, {})", "a ab b"), ("sum(kron({}, {}))", "a b"),
]  # fmt: skip
COLUMNS = [
    ("({})@({})", "ia a"), ("tanh({})", "i"), ("softmax({})", "i"), ("({}) - ({})", "i i"),
    ("({})*({})", "i i"), ("sum({}, axis=1)", "ia"), ("mean({}, axis=0)", "ai"), ("c*({})", "i"),
    ("({})[::-1]", "i"), ("cumsum({})", "i"), ("({})[-1]", "ai"), ("({})[:, 0]", "ia"),
    ("diag({})", "ii"),
]  # fmt: skip
TABLES = [
    ("({})@({})", "ia aj"), ("({}).T", "ji"), ("outer({}, {})", "i j"), ("sin({})", "ij"),
    ("({})*({})", "ij ij"), ("({}) + ({})", "ij j"), ("({})*({})[:, None]", "ij i"),
    ("softmax({}, axis=0)", "ij"), ("tril({})", "ij"), ("({})[::-1]", "ij"),
    ("({}).mean(1, keepdims=True) - ({})", "ij ij"),
]  # fmt: skip


def expression(rng: random.Random, axes: str, depth: int) -> str:
    """Return an expression of the shape that some axes are."""
    if depth == 0:
        named = [name for name, own in VARIABLES.items() if own == axes]
        return rng.choice(named) if named else f"outer({', '.join([VECTORS[n] for n in axes])})"
    text, parts = rng.choice((NUMBERS, COLUMNS, TABLES)[len(axes)])
    meaning = dict(zip("ij", axes, strict=False)) | {one: rng.choice("mnk") for one in "ab"}
    inside = [
        expression(rng, "".join([meaning[one] for one in part if one != "-"]), depth - 1)
        for part in parts.split()
    ]
    return text.format(*inside)


def evaluated(reading: ShapedReading, inputs: dict[str, object]) -> object:
    sizes = {name: np.float64(n) for name, n in SIZES.items()}
    return values(reading.graph, ShapedArrays(SIZES), {**sizes, **inputs})[reading.graph.root]


@pytest.mark.parametrize("seed", range(60))
def test_gradients_are_those_of_differences(seed: int) -> None:
    rng = random.Random(seed)
    text = expression(rng, "", 3)
    reading = read_shaped(text, SHAPES)
    numbers = np.random.default_rng(seed)
    inputs = {
        name: numbers.normal(size=[SIZES[n] for n in axes]) / 2 for name, axes in VARIABLES.items()
    }
    formulas, _ = gradients(reading, reading.variables())
    for name, graph in formulas.items():
        again = read_shaped(write_arrays(graph), SHAPES)
        slope = np.asarray(evaluated(again, inputs))
        direction = numbers.normal(size=np.shape(inputs[name]))
        step = 1e-5
        above = evaluated(reading, {**inputs, name: inputs[name] + step * direction})
        below = evaluated(reading, {**inputs, name: inputs[name] - step * direction})
        difference = (above - below) / (2 * step)
        assert slope.shape == np.shape(inputs[name]), (text, name)
        assert np.isclose(np.sum(slope * direction), difference, rtol=1e-5, atol=1e-6), (text, name)
