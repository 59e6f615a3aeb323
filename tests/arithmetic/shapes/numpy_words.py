"""The words of the language of arrays as NumPy has them, to hold calcdl's rows against."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["WORDS", "differences", "value"]


class _At:
    """JAX's zeros(n).at[1:].set(x), which NumPy has not."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def __getitem__(self, key: Any) -> _At:
        self.key = key
        return self

    def set(self, value: Any) -> Any:
        self.array[self.key] = value
        return self.array


class _Zeros:
    """zeros(n), of which nothing but ``at`` is asked."""

    def __init__(self, shape: Any) -> None:
        self.at = _At(np.zeros(shape))


def _exponentials(x: Any, axis: int | None) -> Any:
    return np.exp(x - np.max(x, axis=axis, keepdims=True))


def _softmax(x: Any, axis: int | None = -1) -> Any:
    found = _exponentials(x, axis)
    return found / np.sum(found, axis=axis, keepdims=True)


def _logsumexp(x: Any, axis: int | None = None) -> Any:
    return np.log(np.sum(np.exp(x), axis=axis))


def _expm(x: Any) -> Any:
    """Return the exponential of a small matrix by its series."""
    term = total = np.eye(len(x))
    for k in range(1, 80):
        term = term @ x / k
        total = total + term
    return total


def _expm_frechet(a: Any, b: Any) -> Any:
    n = len(a)
    return _expm(np.block([[a, b], [np.zeros((n, n)), a]]))[:n, n:]


def _polar(x: Any) -> Any:
    left, _, right = np.linalg.svd(x, full_matrices=False)
    return left @ right


WORDS: dict[str, Any] = {
    name: getattr(np, name)
    for name in ("abs", "array", "clip", "convolve", "cumsum", "diag", "einsum", "exp", "eye",
                 "inner", "kron", "log", "max", "maximum", "mean", "min", "minimum", "ones",
                 "outer", "pad", "prod", "ravel", "reshape", "sin", "sqrt", "stack", "std", "sum",
                 "tanh", "trace", "tril", "triu", "var", "vdot", "where")
} | {
    name: getattr(np.linalg, name)
    for name in ("cholesky", "det", "inv", "norm", "pinv", "solve")
} | {
    "concat": np.concatenate,
    "conv1d": lambda x, w: np.correlate(x, w, "valid"),
    "expm": _expm,
    "expm_frechet": _expm_frechet,
    "flatten": np.ravel,
    "log_softmax": lambda x, axis=-1: np.log(_softmax(x, axis)),
    "logdet": lambda x: np.linalg.slogdet(x)[1],
    "logsumexp": _logsumexp,
    "polar": _polar,
    "softmax": _softmax,
    "zeros": _Zeros,
    "sigmoid": lambda x: 1/(1 + np.exp(-x)),
}  # fmt: skip


def value(text: str, arrays: dict[str, Any]) -> Any:
    """Return the value of a sample in NumPy; the text is the tests' own."""
    return eval(text, {"__builtins__": {"len": len}, **WORDS}, arrays)


def differences(text: str, arrays: dict[str, Any], name: str) -> Any:
    """Return the gradient of a text by an array, by central differences."""
    x = np.asarray(arrays[name], dtype=float)
    slopes = np.zeros_like(x)
    for place in np.ndindex(*x.shape):
        step = np.zeros_like(x)
        step[place] = 1e-5
        above = value(text, {**arrays, name: x + step})
        below = value(text, {**arrays, name: x - step})
        slopes[place] = (above - below) / 2e-5
    return slopes
