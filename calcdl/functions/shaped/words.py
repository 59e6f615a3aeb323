"""The words of the language of arrays: what a call means, made of operations that have a row.

A meaning is a text in the language itself, in the names of the word's arguments, or a function
that makes the value of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from calcdl.functions.shaped.row import misfit
from calcdl.graph.shapes import ONE, Size, count

if TYPE_CHECKING:
    from calcdl.graph.shapes import Shape

__all__ = ["WORDS", "Builder", "Word"]


class Builder(Protocol):
    """What makes values of operations on arrays; a value is an int, the number of a node."""

    def shape(self, value: int) -> Shape: ...
    def apply(self, name: str, *values: int, **given: Any) -> int: ...
    def elementwise(self, operation: str, *values: int) -> int: ...
    def written(self, text: str, **meaning: Any) -> int: ...
    def number(self, value: int) -> int: ...
    def size(self, value: Size) -> int: ...
    def expand(self, value: int, shape: Shape) -> int: ...
    def as_axis(self, value: Any, axes: int) -> int | None: ...
    def as_shape(self, value: Any) -> Shape: ...


class Word(NamedTuple):
    """A name that is called: what it takes, and what it means.

    ``takes`` are the names of its arguments, those that may be left out with a default behind "=",
    those behind ``|`` being no arrays: "x|axis=None keepdims=False".
    """

    name: str
    takes: str
    meaning: str | Callable[..., int]
    says: str
    aliases: tuple[str, ...] = ()


def _reduction(name: str) -> Callable[..., int]:
    def reduced(build: Builder, x: int, axis: Any, keepdims: bool) -> int:
        axes = _axes(build, axis, len(build.shape(x)))
        if axes is None or len(axes) == len(build.shape(x)):
            shape = build.shape(x)
            value = build.apply(name, x) if shape else build.written(_OF_SCALAR[name], x=x)
            return build.expand(value, (ONE,) * len(shape)) if keepdims and shape else value
        if len(axes) > 1:
            raise misfit(f"{name} goes over one axis or all, and {{}} has others", build.shape(x))
        (one,) = axes
        value = build.apply(name, x, axis=one)
        return value if keepdims else build.apply("squeeze", value, axis=one)

    return reduced


# What a reduction of a single number is.
_OF_SCALAR = {"sum": "x", "mean": "x", "max": "x", "min": "x", "prod": "x", "logsumexp": "x",
              "norm": "abs(x)", "var": "0*x", "std": "0*x"}  # fmt: skip


def _axes(build: Builder, axis: Any, axes: int) -> tuple[int, ...] | None:
    """Return the axes that a word was given, counted from 0; None: all."""
    if axis is None:
        return None
    several = axis if isinstance(axis, tuple) else (axis,)
    found = [build.as_axis(one, axes) for one in several]
    return tuple(sorted({one for one in found if one is not None}))


def _along(name: str) -> Callable[..., int]:
    def along(build: Builder, x: int, axis: Any) -> int:
        axes = len(build.shape(x))
        place = build.as_axis(-1 if axis is None else axis, axes)
        return build.apply(name, x, axis=place, last=place == axes - 1 or None)

    return along


def _norm(build: Builder, x: int, ord: Any, axis: Any, keepdims: bool) -> int:
    if ord in (None, 2, "fro", "2"):
        if ord == 2 and axis is None and len(build.shape(x)) == 2:
            raise misfit(
                "norm(…, 2) of the matrix {} is its largest singular value, which calcdl"
                " has not: write norm(…) for the root of the sum of squares",
                build.shape(x),
            )
        return _reduction("norm")(build, x, axis, keepdims)
    if axis is None and len(build.shape(x)) == 2:
        raise misfit(f"calcdl has no norm {ord} of a matrix, and here is {{}}", build.shape(x))
    size = build.elementwise("abs", x)
    if ord == 1:
        return _reduction("sum")(build, size, axis, keepdims)
    if ord in ("inf", "oo"):
        return _reduction("max")(build, size, axis, keepdims)
    raise misfit(f"calcdl has no norm {ord}: there are 1, 2, inf and 'fro'")


def _diag(build: Builder, x: int) -> int:
    return build.apply("diag" if len(build.shape(x)) == 1 else "diagonal", x)


def _dot(build: Builder, a: int, b: int) -> int:
    return build.apply("matmul", a, b)


def _eye(build: Builder, n: Any) -> int:
    (size,) = build.as_shape(n)
    return build.apply("eye", shape=(size, size))


def _filled(value: int) -> Callable[..., int]:
    def filled(build: Builder, shape: Any) -> int:
        return build.expand(build.number(value), build.as_shape(shape))

    return filled


def _filled_like(value: int) -> Callable[..., int]:
    def filled(build: Builder, x: int) -> int:
        return build.expand(build.number(value), build.shape(x))

    return filled


def _length(build: Builder, x: int) -> int:
    shape = build.shape(x)
    if not shape:
        raise misfit("len takes a vector or a matrix, and here is a {}", shape)
    return build.size(shape[0])


def _entries(build: Builder, x: int) -> int:
    return build.size(count(build.shape(x)))


def _sum_to(build: Builder, x: int, other: int) -> int:
    """Return the sum over the axes along which the other array was repeated."""
    shape = build.shape(other)
    while len(build.shape(x)) > len(shape):
        x = (
            build.apply("squeeze", build.apply("sum", x, axis=0), axis=0)
            if shape
            else (build.apply("sum", x))
        )
    for k, size in enumerate(shape):
        if size == ONE != build.shape(x)[k]:
            x = build.apply("sum", x, axis=k)
    return x


def _axis_operation(name: str) -> Callable[..., int]:
    def made(build: Builder, x: int, axis: Any) -> int:
        return build.apply(name, x, axis=axis)

    return made


_REDUCES = "x|axis=None keepdims=False"
_LIST = (
    Word("sum", _REDUCES, _reduction("sum"), "the sum, over an axis or all"),
    Word("mean", _REDUCES, _reduction("mean"), "the mean", ("average", "reduce_mean")),
    Word("prod", _REDUCES, _reduction("prod"), "the product"),
    Word("max", _REDUCES, _reduction("max"), "the largest entry", ("amax", "reduce_max")),
    Word("min", _REDUCES, _reduction("min"), "the smallest entry", ("amin", "reduce_min")),
    Word("var", _REDUCES, _reduction("var"), "the variance, divided by the number of entries"),
    Word("std", _REDUCES, _reduction("std"), "the standard deviation, the square root of var"),
    Word("logsumexp", _REDUCES, _reduction("logsumexp"), "log(sum(exp(x)))"),
    Word("norm", "x|ord=None axis=None keepdims=False", _norm,
         "the norm: 2, 1, inf, 'fro'", ("norm2", "vector_norm")),
    Word("softmax", "x|axis=-1", _along("softmax"), "exponentials divided by their sum"),
    Word("log_softmax", "x|axis=-1", _along("log_softmax"), "log(softmax(x))"),
    Word("dot", "a b", _dot, "a@b", ("matmul", "inner", "vdot", "mm", "mv")),
    Word("outer", "a b", lambda build, a, b: build.apply("outer", a, b),
         "all products of an entry of a and one of b"),
    Word("transpose", "A", lambda build, A: build.apply("transpose", A), "A.T", ("Transpose",)),
    Word("trace", "A", lambda build, A: build.apply("trace", A), "the sum of the diagonal",
         ("tr", "Trace")),
    Word("det", "A", lambda build, A: build.apply("det", A), "the determinant",
         ("Determinant",)),
    Word("logdet", "A", lambda build, A: build.apply("logdet", A), "log(abs(det(A)))"),
    Word("inv", "A", lambda build, A: build.apply("inv", A), "the inverse", ("Inverse", "inverse")),
    Word("solve", "A b", "inv(A)@b", "the x with A@x = b"),
    Word("pinv", "A", "inv(A.T@A)@A.T", "the pseudoinverse of a matrix of full column rank"),
    Word("expm", "A", lambda build, A: build.apply("expm", A), "the exponential of a matrix",
         ("matrix_exp",)),
    Word("expm_frechet", "A B", lambda build, A, B: build.apply("expm_frechet", A, B),
         "the derivative of expm(A) in the direction B"),
    Word("diag", "x", _diag, "the matrix with this diagonal, or the diagonal of a matrix",
         ("diagonal", "diagflat")),
    Word("eye", "|n", _eye, "the identity matrix", ("identity", "Identity")),
    Word("ones", "|shape", _filled(1), "an array of ones", ("vector",)),
    Word("zeros", "|shape", _filled(0), "an array of zeros"),
    Word("ones_like", "x", _filled_like(1), "ones in the shape of x"),
    Word("zeros_like", "x", _filled_like(0), "zeros in the shape of x"),
    Word("len", "x", _length, "the number of rows, or of entries of a vector"),
    Word("size", "x", _entries, "the number of entries"),
    Word("sum_to", "x other", _sum_to, "the sum over the axes that another array has not"),
    Word("squeeze", "x|axis", _axis_operation("squeeze"), "without an axis of one entry"),
    Word("newaxis", "x|axis", _axis_operation("newaxis"), "with one more axis, of one entry",
         ("expand_dims", "unsqueeze")),
    Word("layernorm", "x g=1 b=0 eps=0|axis=-1",
         "g*(x - mean(x, axis=axis, keepdims=True))/sqrt(var(x, axis=axis, keepdims=True) + eps)"
         " + b", "layer normalisation", ("layer_norm", "LayerNorm")),
    Word("batchnorm", "x g=1 b=0 eps=0",
         "g*(x - mean(x, axis=0, keepdims=True))/sqrt(var(x, axis=0, keepdims=True) + eps) + b",
         "batch normalisation", ("batch_norm", "BatchNorm")),
    Word("rmsnorm", "x g=1 eps=0|axis=-1",
         "g*x/sqrt(mean(x**2, axis=axis, keepdims=True) + eps)", "RMS normalisation",
         ("rms_norm", "RMSNorm")),
    Word("attention", "Q K V", "softmax(Q@K.T/sqrt(Q.shape[1]))@V", "scaled dot-product attention",
         ("scaled_dot_product_attention",)),
    Word("cross_entropy", "logits target", "-sum(target*log_softmax(logits))/batch(logits)",
         "the mean cross entropy of rows of logits and of probabilities"),
    Word("batch", "x", lambda build, x: build.size(build.shape(x)[0] if len(build.shape(x)) > 1
                                                   else ONE), "the number of rows of a matrix"),
    Word("mse", "a b", "mean((a - b)**2)", "the mean of squared differences", ("mse_loss",)),
    Word("bce", "p y", "-mean(y*log(p) + (1 - y)*log(1 - p))", "binary cross entropy",
         ("binary_cross_entropy",)),
    Word("huber", "r|delta=1", "where(abs(r) <= delta, r**2/2, delta*(abs(r) - delta/2))",
         "the Huber loss, entry by entry"),
)  # fmt: skip

WORDS = {name: word for word in _LIST for name in (word.name, *word.aliases)}
