"""Code on vectors and matrices gives what the graphs of arrays give, in NumPy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import calcdl
from calcdl.calculus.asking import ask
from calcdl.calculus.matrices.answer import answer
from tests.calculus.matrices.test_cases import CASES, sample, value
from tests.support.linters import complaints

GRADIENTS = [case for case in CASES if case["kind"] == "grad"]
# More than one layer, broadcasting, axes, and what is no elementwise function.
MORE = [
    ("mean((X@w - y)**2)", "X: N,n; w: n; y: N"),
    ("mean(log(1 + exp(-y*(X@w)))) + l*sum(w**2)", "X: N,n; w: n; y: N"),
    ("sum(tanh(B@relu(A@X + b[:, None])))", "A: m,n; X: n,N; b: m; B: k,m"),
    ("-sum(Y*log_softmax(X@A, axis=1))/N", "X: N,n; A: n,k; Y: N,k"),
    ("sum(logsumexp(X, axis=1)**2)", "X: N,n"),
    ("sum(x[1:]*x[:-1]) + x[0]**3", "x: n"),
    ("logdet(S) + trace(inv(S)@A)", "S: n,n; A: n,n"),
    ("sum(layer_norm(x, eps=1e-5)*y)", "x: n; y: n"),
    ("norm(x - y) + sum(abs(x)) + max(x)", "x: n; y: n"),
    ("einsum('ij,jk,ki->', A, B, C)", "A: m,n; B: n,k; C: k,m"),
    ("sum(A*ones((m, n)))**2 + l*trace(A@A.T)", "A: m,n"),
]
LONG = [  # lines, which a formatter would break
    ("sum(cumsum(A, axis=1)**2) + sum(A[::-1, 1]*x)", "A: m,n; x: m"),
    ("sum(A[:, ::-1]**2*x[::-1])", "A: m,n; x: n"),
    ("sum(loggamma(exp(x))*y)", "x: n; y: n"),
]


def function(code: str) -> Any:
    space: dict[str, Any] = {}
    exec(compile(code, "code", "exec"), space)
    return space["f"]


def require_equal(text: str, shapes: str, point: dict[str, Any]) -> None:
    code = calcdl.code(text, to="numpy", shape=shapes)
    if "scipy" in code:
        pytest.importorskip("scipy")
    result = answer(ask("gradient", text, shapes=[shapes]))
    found, gradient = function(code)(*[point[name] for name in result.shapes])
    np.testing.assert_allclose(found, value(result.expression, point), rtol=1e-10)
    for entry, slope in zip(result.entries, gradient, strict=True):
        expected = value(entry.formula, point)
        assert np.shape(slope) == expected.shape
        np.testing.assert_allclose(slope, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("case", GRADIENTS, ids=[case["text"] for case in GRADIENTS])
def test_a_textbook_gradient(case: dict[str, Any]) -> None:
    require_equal(case["text"], case["shapes"], sample(case))


@pytest.mark.parametrize(("text", "shapes"), [*MORE, *LONG])
def test_a_gradient(text: str, shapes: str) -> None:
    case = {"shapes": shapes, "positive": [], "signs": []}
    require_equal(text, shapes, {**sample(case), "l": 0.3})


@pytest.mark.process  # PyTorch looks for its libraries by one
@pytest.mark.parametrize(("text", "shapes"), [*MORE, *LONG])
@pytest.mark.parametrize("library", ["torch", "jax"])
def test_libraries_agree(library: str, text: str, shapes: str) -> None:
    module = pytest.importorskip("torch" if library == "torch" else "jax.numpy")
    given = {**sample({"shapes": shapes, "positive": [], "signs": []}), "l": 0.3}
    names = answer(ask("gradient", text, shapes=[shapes])).shapes
    arguments = [given[name] for name in names]
    exact, slopes = function(calcdl.code(text, to="numpy", shape=shapes))(*arguments)
    arrays = [module.asarray(np.asarray(argument)) for argument in arguments]
    found, gradient = function(calcdl.code(text, to=library, shape=shapes))(*arrays)
    rounded = 1e-9 if library == "torch" else 1e-3  # JAX is in single precision
    for number, wanted in zip((found, *gradient), (exact, *slopes), strict=True):
        np.testing.assert_allclose(np.asarray(number), wanted, rtol=rounded, atol=rounded)


def test_pytorch_takes_no_steps_backwards() -> None:
    for text in ("sum(cumsum(x)**2)", "sum(x[::-1]*y)"):
        code = calcdl.code(text, to="torch", shape="x: n; y: n")
        assert ".flip(0)" in code
        assert "-1" not in code.partition("Written by")[2]


@pytest.mark.process
def test_linters_have_nothing_to_say(tmp_path: Path) -> None:
    for k, (text, shapes) in enumerate(MORE):
        for target in ("numpy", "torch", "jax"):
            code = calcdl.code(text, to=target, shape=shapes)
            (tmp_path / f"{target}_{k}.py").write_text(code + "\n", "utf-8")
    assert not complaints(tmp_path, ignore="E501,E741")


@pytest.mark.parametrize("target", ["numpy", "torch", "jax"])
def test_the_sizes_are_read_off_the_arguments(target: str) -> None:
    code = calcdl.code("mean((X@w - y)**2)", to=target, shape="X: N,n; w: n; y: N")
    assert "    N = X.shape[0]\n" in code
    assert "X.T @ " in code
    assert "n = " not in code.replace("in", "")


def test_an_operation_that_a_library_lacks_is_named() -> None:
    with pytest.raises(calcdl.CalcdlError, match="PyTorch has no polar that code can call"):
        calcdl.code("norm(A, 'nuc')", to="torch", shape="A: m,n")


@pytest.mark.parametrize(
    ("text", "flags", "says"),
    [
        ("sum(A@x)", {"to": "c"}, "numpy"),
        ("A@x", {"to": "numpy"}, "sum the entries"),
        ("sum(A@x)", {"to": "numpy", "order": 2}, "second derivatives"),
    ],
)
def test_what_there_is_no_code_for(text: str, flags: dict[str, Any], says: str) -> None:
    with pytest.raises(calcdl.CalcdlError, match=says):
        calcdl.code(text, shape="A: m,n; x: n", **flags)
