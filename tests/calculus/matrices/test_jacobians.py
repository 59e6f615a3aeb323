"""Jacobians and Hessians in matrix form, held against differences of NumPy's values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from calcdl.arithmetic.arrays.shaped import ShapedArrays
from calcdl.calculus import answer
from calcdl.calculus.asking import ask
from calcdl.errors import UsageError
from calcdl.reading.shaped import ShapedReading, read_shaped
from calcdl.reading.writing import write_arrays
from calcdl.render.matrices import formula_text
from calcdl.results.matrices import ArrayDerivatives
from calcdl.sweep.forward import values

SIZES = {"n": 4, "m": 3, "k": 2, "N": 5, "d": 6}
Arrays = dict[str, Any]


def arrays_of(reading: ShapedReading, seed: int = 0) -> Arrays:
    """Return an array of positive numbers of each variable, well away from kinks and poles."""
    rng = np.random.default_rng(seed)
    arrays: Arrays = {name: np.float64(number) for name, number in SIZES.items()}
    for name in reading.declared.shapes | dict.fromkeys(reading.variables(), ()):
        shape = tuple(size.at(SIZES) for size in reading.shape_of(name))
        array = rng.uniform(0.3, 1.5, size=shape)
        if "symmetric" in reading.declared.attributes.get(name, ()):
            array = array + array.T
        if len(shape) == 2 and shape[0] == shape[1]:
            array = array + 2 * np.eye(shape[0])
        arrays[name] = array
    return arrays


def value(text: str, shapes: str, arrays: Mapping[str, Any]) -> Any:
    """Return what a formula is worth, read anew from its text."""
    graph = read_shaped(text, [shapes]).graph
    return np.asarray(values(graph, ShapedArrays(SIZES), arrays)[graph.root])


def jacobian_by_differences(text: str, shapes: str, name: str, arrays: Arrays) -> Any:
    """Return all derivatives of all entries, the axes of the function first."""
    step, x = 1e-6, np.asarray(arrays[name], dtype=float)
    columns = []
    for place in np.ndindex(*x.shape):
        shift = np.zeros_like(x)
        shift[place] = step
        above = value(text, shapes, {**arrays, name: x + shift})
        below = value(text, shapes, {**arrays, name: x - shift})
        columns.append((above - below) / (2 * step))
    whole = np.stack(columns, axis=-1)
    return whole.reshape((*whole.shape[:-1], *x.shape))


def require_right(
    result: ArrayDerivatives, shapes: str, arrays: Arrays, wanted: Mapping[str, Any]
) -> None:
    """Hold what is printed of each derivative against numbers: a matrix, or a map at an array."""
    for entry in result.entries:
        reading = read_shaped(entry.variables[-1], [shapes])
        text, expected = formula_text(result, entry), wanted[entry.label]
        assert tuple(size.at(SIZES) for size in entry.shape) == expected.shape
        if entry.array is not None:
            array = value(write_arrays(entry.array), shapes, arrays)
            np.testing.assert_allclose(array, expected, 1e-5, 1e-6, write_arrays(entry.array))
        if not entry.direction:
            np.testing.assert_allclose(value(text, shapes, arrays), expected, 1e-5, 1e-6, text)
            continue
        axes = reading.shape
        text = text.replace(f"{entry.direction} -> ", "")
        declared = f"{shapes}; {entry.direction}: {', '.join(map(str, axes))}"
        way = np.random.default_rng(5).normal(size=[size.at(SIZES) for size in axes])
        mapped = np.tensordot(expected, way, axes=len(axes))
        got = value(text, declared, {**arrays, entry.direction: way})
        np.testing.assert_allclose(got, mapped, 1e-5, 1e-6, text)


JACOBIANS = [
    ("(x - a)/norm(x - a)", "x: n; a: n"),
    ("sigmoid(W@x + b)", "W: m,n; x: n; b: m"),
    ("A@x", "A: m,n; x: n"),
    ("x*x", "x: n"),
    ("x/sum(x)", "x: n"),
    ("(x - mean(x))/std(x)", "x: n"),
    ("A@X@B", "A: m,n; X: n,k; B: k,d"),
    ("softmax(x)", "x: n"),
    ("softmax(W@x + b)", "W: m,n; x: n; b: m"),
    ("log_softmax(x)", "x: n"),
    ("layernorm(x, g, b)", "x: n; g: n; b: n"),
    ("rmsnorm(x, g)", "x: n; g: n"),
    ("x/norm(x)", "x: n"),
    ("A@x*x", "A: n,n; x: n"),
    ("x*(a@x)", "a: n; x: n"),
    ("W2@tanh(W1@x)", "W1: m,n; W2: k,m; x: n"),
    ("W3@tanh(W2@softmax(W1@x))", "W1: m,n; W2: k,m; W3: d,k; x: n"),
    ("outer(x, x)@a", "x: n; a: n"),
    ("tanh(W@x + b)", "W: m,n; x: n; b: m"),
    ("X@X", "X: n,n"),
    ("inv(X)", "X: n,n"),
    ("X.T@X", "X: m,n"),
    ("X@X.T@y", "X: m,n; y: m"),
    ("inv(A + diag(x))@b", "A: n,n; x: n; b: n"),
    ("exp(outer(x, x))@a", "x: n; a: n"),
    ("x@x*A", "x: n; A: m,k"),
    ("A*t**2", "A: m,n; t:"),
    ("sum(X, axis=0)", "X: m,n"),
    ("X/sum(X, axis=1, keepdims=True)", "X: m,n"),
    ("softmax(X)", "X: m,n"),
    ("max(X, axis=1)", "X: m,n"),
    ("diag(x)@A", "x: m; A: m,n"),
    ("diag(A)", "A: n,n"),
    ("trace(A)*x", "A: n,n; x: m"),
    ("logsumexp(X, axis=1)", "X: m,n"),
    ("where(x > a, x**2, a*x)", "x: n; a: n"),
    ("relu(W@x)", "W: m,n; x: n"),
    ("W@layernorm(x) + x@x*b", "W: m,n; x: n; b: m"),
    ("outer(x, y)", "x: m; y: n"),
    ("x@x", "x: n"),
    ("a*t + sin(t)", "a: n; t:"),
    ("inv(X)@b", "X: n,n; b: n"),
    ("expm(A)@x", "A: n,n; x: n"),
    ("x[1:] - x[:-1]", "x: n"),
    ("x[::-1]*x", "x: n"),
    ("cumsum(x**2)", "x: n"),
    ("concat([x, x*x, y])", "x: n; y: m"),
    ("stack([x, x**2])", "x: n"),
    ("W[:, 1]*W[0, 2]", "W: m,n"),
    ("x[0]*y", "x: n; y: m"),
    ("pad(x, (1, 2))**2", "x: n"),
    ("tril(A)@x", "A: n,n; x: n"),
    ("kron(x, y)", "x: n; y: m"),
    ("solve(A, b)", "A: n,n; b: n"),
    ("einsum('ij,jk,k->i', A, B, x)", "A: m,n; B: n,k; x: k"),
    ("einsum('ijk,j->ik', T, x)", "T: m,n,k; x: n"),
    ("exp(-(x[:, None] - x[None, :])**2)@a", "x: n; a: n"),
    ("x[:, None]*A", "x: m; A: m,n"),
    ("attention(Q, K, V)", "Q: N,d; K: m,d; V: m,k"),
]


@pytest.mark.parametrize(("text", "shapes"), JACOBIANS, ids=[text for text, _ in JACOBIANS])
def test_a_jacobian_is_that_of_differences(text: str, shapes: str) -> None:
    result = answer(ask("jacobian", text, shapes=[shapes]))
    arrays = arrays_of(read_shaped(text, [shapes]))
    names = [entry.label for entry in result.entries]
    wanted = {name: jacobian_by_differences(text, shapes, name, arrays) for name in names}
    require_right(result, shapes, arrays, wanted)


@pytest.mark.parametrize("vec", ["rows", "columns"])
@pytest.mark.parametrize(("text", "shapes"), JACOBIANS, ids=[text for text, _ in JACOBIANS])
def test_a_matrix_between_vecs_is_that_of_differences(text: str, shapes: str, vec: str) -> None:
    reading = read_shaped(text, [shapes])
    arrays = arrays_of(reading)
    for name in reading.variables():
        if (text, name) in AS_MAPS:
            with pytest.raises(UsageError, match="as a linear map"):
                answer(ask("jacobian", text, wrt=name, vec=vec, shapes=[shapes]))
            continue
        result = answer(ask("jacobian", text, wrt=name, vec=vec, shapes=[shapes]))
        if result.entries[0].direction:
            assert text in VECTORS_AS_MAPS
            continue
        whole = jacobian_by_differences(text, shapes, name, arrays)
        if whole.ndim > 2:
            y = math.prod(whole.shape[: len(reading.shape)])
            turned = whole.transpose(*axes_in_turn(len(reading.shape), whole.ndim, vec))
            whole = turned.reshape((y, -1))
        got = value(formula_text(result, result.entries[0]), shapes, arrays)
        np.testing.assert_allclose(got, whole, 1e-5, 1e-6)


def axes_in_turn(first: int, axes: int, vec: str) -> list[int]:
    """Return the axes of a function and those of its variable, turned where columns come first."""
    step = 1 if vec == "rows" else -1
    return [*list(range(first))[::step], *list(range(first, axes))[::step]]


AS_MAPS = {("expm(A)@x", "A")}
VECTORS_AS_MAPS = {"kron(x, y)"}


def test_a_transposed_jacobian_is_caught() -> None:
    shapes = "W: n,n; x: n"
    result = answer(ask("jacobian", "tanh(W@x)", wrt="x", shapes=[shapes]))
    arrays = arrays_of(read_shaped("tanh(W@x)", [shapes]))
    turned = jacobian_by_differences("tanh(W@x)", shapes, "x", arrays).T
    with pytest.raises(AssertionError):
        require_right(result, shapes, arrays, {"x": turned})


HESSIANS = [
    ("log(sum(exp(x)))", "x: n"),
    ("-sum(y*log(sigmoid(X@w)) + (1 - y)*log(1 - sigmoid(X@w)))", "X: N,n; w: n; y: N"),
    ("sum(log(1 + exp(-y*(X@w))))", "X: N,n; w: n; y: N"),
    ("sum((X@w + b - y)**2)/len(y) + c*w@w", "X: N,n; w: n; y: N; b:; c:"),
    ("x@A@x", "A: n,n; x: n"),
    ("x@A@x/2 + b@x", "A: n,n symmetric; x: n; b: n"),
    ("sum(100*(y - x**2)**2 + (1 - x)**2)", "x: n; y: n"),
    ("norm(x)", "x: n"),
    ("log(x@A@x)", "A: n,n; x: n"),
    ("sum((A@x)**4)", "A: m,n; x: n"),
    ("sum(tanh(W@x + b))", "W: m,n; x: n; b: m"),
    ("a@softmax(x)", "x: n; a: n"),
    ("sum(softmax(X)*Y)", "X: m,n; Y: m,n"),
    ("v@tanh(W@x)", "W: m,n; x: n; v: m"),
    ("u@W@v", "W: m,n; u: m; v: n"),
    ("trace(X.T@A@X)", "X: m,n; A: m,m"),
    ("logdet(X)", "X: n,n"),
    ("a@inv(X)@a", "X: n,n; a: n"),
    ("exp(-norm(x - a)**2/2)", "x: n; a: n"),
    ("prod(x)", "x: n"),
    ("var(x)", "x: n"),
    ("std(x)", "x: n"),
    ("sum(layernorm(x)*a)", "x: n; a: n"),
    ("t**2*sum(x**3)", "x: n; t:"),
    ("norm(X@w - y)", "X: N,n; w: n; y: N"),
    ("100*sum((x[1:] - x[:-1]**2)**2) + sum((1 - x[:-1])**2)", "x: n"),
    ("sum(concat([x, y])**3)*x[0]", "x: n; y: m"),
    ("sum(log(b + A@x))", "A: m,n; b: m; x: n"),
    ("norm(solve(A, b))", "A: n,n; b: n"),
]


@pytest.mark.parametrize(("text", "shapes"), HESSIANS, ids=[text for text, _ in HESSIANS])
def test_a_hessian_is_that_of_differences(text: str, shapes: str) -> None:
    result = answer(ask("hessian", text, shapes=[shapes]))
    reading = read_shaped(text, [shapes])
    arrays = arrays_of(reading)
    slopes = {one.label: one for one in answer(ask("gradient", text, shapes=[shapes])).entries}
    wanted = {}
    for entry in result.entries:
        first, second = entry.variables
        slope = formula_text(result, slopes[first])
        wanted[entry.label] = jacobian_by_differences(slope, shapes, second, arrays)
    require_right(result, shapes, arrays, wanted)


@pytest.mark.parametrize(("text", "shapes"), HESSIANS, ids=[text for text, _ in HESSIANS])
def test_a_hessian_times_a_direction_is_that_of_differences(text: str, shapes: str) -> None:
    reading = read_shaped(text, [shapes])
    arrays = arrays_of(reading)
    for name in reading.variables():
        slope = answer(ask("gradient", text, wrt=name, shapes=[shapes]))
        result = answer(ask("hessian", text, wrt=name, along=["V"], shapes=[shapes]))
        axes = reading.shape_of(name)
        way = np.random.default_rng(7).normal(size=[size.at(SIZES) for size in axes])
        gradient = formula_text(slope, slope.entries[0])
        whole = jacobian_by_differences(gradient, shapes, name, arrays)
        declared = f"{shapes}; V: {', '.join(map(str, axes))}"
        got = value(formula_text(result, result.entries[0]), declared, {**arrays, "V": way})
        np.testing.assert_allclose(got, np.tensordot(whole, way, len(axes)), 1e-5, 1e-6)


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
def test_a_deep_network_is_no_recursion(layout: str) -> None:
    layers = 150
    text, shapes = "x", ["x: n"]
    for k in range(layers):
        text = f"{text} + tanh(W{k}@({text}))" if k < 3 else f"tanh(W{k}@({text}))"
        shapes.append(f"W{k}: n,n")
    result = answer(ask("jacobian", text, wrt="x", layout=layout, shapes=["; ".join(shapes)]))
    assert formula_text(result, result.entries[0]).count("diag(") > layers / 2
