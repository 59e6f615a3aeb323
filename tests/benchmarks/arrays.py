"""Vectors and matrices: textbook derivatives, deep networks, and numbers by NumPy."""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import Any

import numpy as np

from calcdl.arithmetic.arrays.evaluating import values_of
from calcdl.arithmetic.arrays.shaped import ShapedArrays
from calcdl.calculus.asking import ask
from calcdl.calculus.matrices.answer import answer
from tests.benchmarks.pairs import seconds
from tests.calculus.matrices.test_cases import CASES, derivative, test_a_textbook_derivative

_TIMES = 5


def network(layers: int) -> tuple[str, str]:
    """Return the loss of a network with so many layers, and the shapes of its weights."""
    shapes = "; ".join([f"W{k}: n,n; b{k}: n" for k in range(1, layers + 1)])
    inputs = ["x", *[f"h{k}" for k in range(1, layers)]]
    steps = [f"h{k} = tanh(W{k}@{u} + b{k})" for k, u in enumerate(inputs, 1)]
    return f"{'; '.join(steps)}; sum((h{layers} - y)**2)", f"{shapes}; x: n; y: n"


def is_right(case: dict[str, Any]) -> bool:
    try:
        test_a_textbook_derivative(case)
    except Exception:  # whatever is wrong, it is not right
        return False
    return True


def textbook() -> list[str]:
    """Return a table of the textbook's derivatives."""
    times, lengths = [], []
    right = [case for case in CASES if is_right(case)]
    for case in right:
        times.append(min(seconds(partial(derivative, case)) for _ in range(_TIMES)))
        length, given = (
            len(text.replace(" ", "")) for text in (derivative(case)[1], case["answer"])
        )
        lengths.append(length / given)
    return [
        "| textbook derivatives by vectors and matrices | |",
        "| --- | --: |",
        f"| right | {len(right)} of {len(CASES)} |",
        f"| time, median and longest | {median(times) * 1e3:.1f} and {max(times) * 1e3:.0f} ms |",
        f"| length, in that of the given answer, median | {median(lengths):.2f} |",
    ]


def deep() -> list[str]:
    lines = ["", "| gradient of a network, all weights | ms | ms a layer |", "| --- | --: | --: |"]
    for layers in (3, 6, 12, 24):
        text, shapes = network(layers)
        ask_it = partial(ask, "gradient", text, shapes=[shapes])
        time = min(seconds(lambda ask_it=ask_it: answer(ask_it())) for _ in range(_TIMES))  # type: ignore[misc]
        lines.append(f"| {layers} layers | {time * 1e3:.0f} | {time * 1e3 / layers:.1f} |")
    return lines


def by_hand(point: dict[str, Any]) -> list[Any]:
    """The backward pass of a two-layer network as a person writes it in NumPy."""
    hidden = np.tanh(point["X"] @ point["V"])
    residual = hidden @ point["W"] - point["Y"]
    back = 2 * residual / residual.size
    return [point["X"].T @ ((back @ point["W"].T) * (1 - hidden * hidden)), hidden.T @ back]


def by_formula(formulas: list[Any], arithmetic: ShapedArrays, point: dict[str, Any]) -> list[Any]:
    """The same by calcdl's formulas, parts that they share once."""
    return values_of(formulas, arithmetic, point)


def in_numbers() -> list[str]:
    """Return the time of a gradient in a million weights, in that of NumPy by hand."""
    sizes = {"N": 64, "n": 1000, "m": 900, "k": 100}
    shapes = "X: N,n; V: n,m; W: m,k; Y: N,k"
    text = "h = tanh(X@V); mean((h@W - Y)**2)"
    result = answer(ask("gradient", text, shapes=[shapes], wrt=["V", "W"]))
    rng = np.random.default_rng(0)
    point: dict[str, Any] = {name: np.float64(size) for name, size in sizes.items()}
    for name, (a, b) in {"X": "Nn", "V": "nm", "W": "mk", "Y": "Nk"}.items():
        point[name] = rng.normal(size=(sizes[a], sizes[b])) / np.sqrt(sizes[a])
    arithmetic = ShapedArrays(sizes)
    ours = partial(by_formula, [entry.formula for entry in result.entries], arithmetic, point)
    ratios = [seconds(ours) / seconds(partial(by_hand, point)) for _ in range(2 * _TIMES)]
    same = all(np.allclose(a, b) for a, b in zip(ours(), by_hand(point), strict=True))
    weights = sizes["n"] * sizes["m"] + sizes["m"] * sizes["k"]
    return [
        "",
        f"Gradient of a two-layer network with {weights:,} weights by NumPy: {median(ratios):.2f} ×"
        f" the backward pass written by hand ({'the same numbers' if same else 'OTHER NUMBERS'}).",
    ]


def report() -> list[str]:
    """Return tables of textbook derivatives, of deep networks, and of numbers."""
    return [*textbook(), *deep(), *in_numbers()]
