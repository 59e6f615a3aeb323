"""Operations on arrays in double precision, as NumPy has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from calcdl.arithmetic.arrays.numbers import Arrays
from calcdl.graph.shapes import Shaped, Size, Slice

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array

__all__ = ["ShapedArrays"]


class ShapedArrays(Arrays):
    """The arithmetic of arrays of any shape; ``sizes`` are the numbers that names of sizes are."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.sizes = sizes

    def call(self, name: Any, arguments: Sequence[Array]) -> Array:
        if not isinstance(name, Shaped):
            return super().call(name, arguments)
        found: Array = _NUMPY[name.name](self, name, *arguments)
        return found

    def lengths(self, op: Shaped) -> tuple[int, ...]:
        """Return the shape that an operation was given, in numbers."""
        return tuple([one.at(self.sizes) for one in op.get("shape")])

    def place(self, bound: int | Size | None) -> int | None:
        """Return a bound of a slice, or a place, in numbers."""
        return bound.at(self.sizes) if isinstance(bound, Size) else bound


def _reduction(function: Callable[..., Any]) -> Callable[..., Any]:
    def reduced(arrays: ShapedArrays, op: Shaped, x: Array) -> Any:
        axis = op.get("axis")
        return function(x) if axis is None else function(x, axis=axis, keepdims=True)

    return reduced


def _norm(x: Array, axis: int | None = None, keepdims: bool = False) -> Any:
    return np.sqrt(np.sum(x * x, axis=axis, keepdims=keepdims))


def _logsumexp(x: Array, axis: int | None = None, keepdims: bool = False) -> Any:
    top = np.max(x, axis=axis, keepdims=True)
    total = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return total if keepdims else total.reshape(()) if axis is None else np.squeeze(total, axis)


def _softmax(arrays: ShapedArrays, op: Shaped, x: Array) -> Any:
    return np.exp(x - _logsumexp(x, op.get("axis"), True))


def _log_softmax(arrays: ShapedArrays, op: Shaped, x: Array) -> Any:
    return x - _logsumexp(x, op.get("axis"), True)


def _scaled(centre: bool, added: bool) -> Callable[..., Any]:
    """Return a function that normalises, around the mean or not, with a number added or not."""

    def scaled(arrays: ShapedArrays, op: Shaped, x: Array, *eps: Array) -> Any:
        axis = op.get("axis")
        shifted = x - np.mean(x, axis=axis, keepdims=True) if centre else x
        square = np.mean(shifted * shifted, axis=axis, keepdims=True)
        return shifted / np.sqrt(square + eps[0] if added else square)

    return scaled


def _expm(x: Array) -> Array:
    """Return the exponential of a matrix: a Taylor series of it halved so often, and squared."""
    halvings = max(0, int(np.ceil(np.log2(max(np.abs(x).sum(0).max(), 1e-300)))) + 4)
    term = total = np.eye(len(x))
    for k in range(1, 19):
        term = term @ x / (k * 2.0**halvings)
        total = total + term
    for _ in range(halvings):
        total = total @ total
    return total


def _expm_frechet(arrays: ShapedArrays, op: Shaped, a: Array, b: Array) -> Any:
    n = len(a)
    return _expm(np.block([[a, b], [np.zeros((n, n)), a]]))[:n, n:]


def _key(arrays: ShapedArrays, op: Shaped) -> tuple[int | slice, ...]:
    """Return an index in numbers."""
    key: list[int | slice] = []
    for part in op.get("key"):
        if isinstance(part, Slice):
            key.append(slice(arrays.place(part.start), arrays.place(part.stop), part.step))
        else:
            key.append(arrays.place(part) or 0)
    return tuple(key)


def _index(arrays: ShapedArrays, op: Shaped, x: Array) -> Any:
    return x[_key(arrays, op)]


def _scatter(arrays: ShapedArrays, op: Shaped, x: Array) -> Any:
    result = np.zeros(arrays.lengths(op))
    result[_key(arrays, op)] = x
    return result


def _unit(arrays: ShapedArrays, op: Shaped) -> Any:
    result = np.zeros(arrays.lengths(op))
    result[_key(arrays, op)] = 1
    return result


def _polar(arrays: ShapedArrays, op: Shaped, x: Array) -> Any:
    left, _, right = np.linalg.svd(x, full_matrices=False)
    return left @ right


_NUMPY: dict[str, Callable[..., Any]] = {
    "matmul": lambda arrays, op, a, b: a @ b,
    "transpose": lambda arrays, op, a: a.T,
    "outer": lambda arrays, op, a, b: np.outer(a, b),
    "inv": lambda arrays, op, a: np.linalg.inv(a),
    "det": lambda arrays, op, a: np.linalg.det(a),
    "logdet": lambda arrays, op, a: np.linalg.slogdet(a)[1],
    "trace": lambda arrays, op, a: np.trace(a),
    "diag": lambda arrays, op, a: np.diag(a),
    "diagonal": lambda arrays, op, a: np.diagonal(a),
    "expm": lambda arrays, op, a: _expm(a),
    "expm_frechet": _expm_frechet,
    "sum": _reduction(np.sum),
    "mean": _reduction(np.mean),
    "var": _reduction(np.var),
    "std": _reduction(np.std),
    "norm": _reduction(_norm),
    "prod": _reduction(np.prod),
    "max": _reduction(np.max),
    "min": _reduction(np.min),
    "logsumexp": _reduction(_logsumexp),
    "softmax": _softmax,
    "log_softmax": _log_softmax,
    "standardize": _scaled(True, False),
    "standardize_eps": _scaled(True, True),
    "rms_scale": _scaled(False, False),
    "rms_scale_eps": _scaled(False, True),
    "expand": lambda arrays, op, a: np.broadcast_to(a, arrays.lengths(op)),
    "newaxis": lambda arrays, op, a: np.expand_dims(a, op.get("axis")),
    "squeeze": lambda arrays, op, a: np.squeeze(a, op.get("axis")),
    "several": lambda arrays, op, *parts: parts[0],
    "eye": lambda arrays, op: np.eye(arrays.lengths(op)[0]),
    "solve": lambda arrays, op, a, b: np.linalg.solve(a, b),
    "pinv": lambda arrays, op, a: np.linalg.pinv(a),
    "cholesky": lambda arrays, op, a: np.linalg.cholesky(a),
    "nuclear": lambda arrays, op, a: np.linalg.norm(a, "nuc"),
    "polar": _polar,
    "index": _index,
    "scatter": _scatter,
    "unit": _unit,
    "concat": lambda arrays, op, *several: np.concatenate(several, axis=op.get("axis")),
    "stack": lambda arrays, op, *several: np.stack(several, axis=op.get("axis")),
    "reshape": lambda arrays, op, a: np.reshape(a, arrays.lengths(op)),
    "tril": lambda arrays, op, a: np.tril(a, op.get("k")),
    "triu": lambda arrays, op, a: np.triu(a, op.get("k")),
    "cumsum": lambda arrays, op, a: np.cumsum(a, axis=op.get("axis")),
    "kron": lambda arrays, op, a, b: np.kron(a, b),
    "conv1d": lambda arrays, op, a, b: np.correlate(a, b, "valid"),
    "convolve": lambda arrays, op, a, b: np.convolve(a, b),
    "einsum": lambda arrays, op, *several: np.einsum(op.get("subscripts"), *several, optimize=True),
}
