"""What words of the language of arrays mean that no text in the language says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from calcdl.functions.shaped.row import misfit
from calcdl.graph.shapes import ONE, Slice, count

if TYPE_CHECKING:
    from calcdl.functions.shaped.builder import Builder

__all__ = [
    "along",
    "axes_of",
    "clip",
    "convolution",
    "correlation",
    "cumsum",
    "deviation",
    "extreme",
    "inner",
    "loss",
    "matched",
    "norm",
    "operation",
    "reduction",
]


def operation(name: str) -> Callable[..., int]:
    """Return the meaning of a word that is an operation with the same arguments."""

    def applied(build: Builder, **values: int) -> int:
        return build.apply(name, *values.values())

    return applied


# Reductions


def reduction(name: str) -> Callable[..., int]:
    """Return the meaning of a word that goes over one axis or all."""

    def reduced(build: Builder, x: int, axis: Any, keepdims: Any) -> int:
        axes = axes_of(build, axis, len(build.shape(x)))
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


def deviation(name: str) -> Callable[..., int]:
    """Return the meaning of var, or of std, which divides by so many less than the entries."""

    def made(build: Builder, x: int, axis: Any, keepdims: Any, ddof: Any) -> int:
        value = reduction(name)(build, x, axis, keepdims)
        if ddof == 0:
            return value
        if ddof not in (1, True):
            raise misfit("ddof is 0 or 1")
        axes = axes_of(build, axis, len(build.shape(x))) or range(len(build.shape(x)))
        entries = build.size(count([build.shape(x)[k] for k in axes]))
        ratio = build.written("x/(x - y)", x=entries, y=build.number(int(ddof)))
        return build.elementwise(
            "mul", value, ratio if name == "var" else build.elementwise("sqrt", ratio)
        )

    return made


# What a reduction of a single number is.
_OF_SCALAR = {"sum": "x", "mean": "x", "max": "x", "min": "x", "prod": "x", "logsumexp": "x",
              "norm": "abs(x)", "var": "0*x", "std": "0*x"}  # fmt: skip


def axes_of(build: Builder, axis: Any, axes: int) -> tuple[int, ...] | None:
    """Return the axes that a word was given, counted from 0; None: all."""
    if axis is None:
        return None
    several = axis if isinstance(axis, tuple) else (axis,)
    counted = [build.as_axis(one, axes) for one in several]
    return tuple(sorted({one for one in counted if one is not None}))


def along(name: str) -> Callable[..., int]:
    """Return the meaning of a word that works along an axis, by default the last."""

    def worked(build: Builder, x: int, axis: Any) -> int:
        axes = len(build.shape(x))
        if not axes:
            raise misfit(f"{name} takes a vector or a matrix, and here is a {{}}", ())
        place = build.as_axis(-1 if axis is None else axis, axes)
        return build.apply(name, x, axis=place, last=place == axes - 1 or None)

    return worked


def cumsum(build: Builder, x: int, axis: Any) -> int:
    """Return sums of the entries so far, without an axis those of all entries row by row."""
    if axis is None and len(build.shape(x)) != 1:
        x = build.apply("reshape", x, shape=(count(build.shape(x)),))
    axes = len(build.shape(x))
    return build.apply("cumsum", x, axis=build.as_axis(0 if axis is None else axis, axes))


def norm(build: Builder, x: int, ord: Any, axis: Any, keepdims: Any, p: Any) -> int:
    """Return a norm: ``ord`` as NumPy counts it, ``p`` as PyTorch does, over all entries."""
    matrix = axis is None and len(build.shape(x)) == 2 and p is None
    ord = p if ord is None else ord
    if ord in (None, "fro") or (ord == 2 and not matrix):
        return reduction("norm")(build, x, axis, keepdims)
    if matrix:
        return _norm_of_matrix(build, x, ord)
    absolute = build.elementwise("abs", x)
    if ord == 1:
        return reduction("sum")(build, absolute, axis, keepdims)
    if ord in ("inf", "oo"):
        return reduction("max")(build, absolute, axis, keepdims)
    if not isinstance(ord, int | Fraction) or ord <= 0:
        raise misfit(f"calcdl has no norm {ord}: there are 1, 2, 3 …, inf, 'fro' and 'nuc'")
    powers = build.elementwise("pow", absolute, build.number(ord))
    total = reduction("sum")(build, powers, axis, keepdims)
    return build.elementwise("pow", total, build.number(1 / Fraction(ord)))


def _norm_of_matrix(build: Builder, x: int, ord: Any) -> int:
    if ord == "nuc":
        return build.apply("nuclear", x)
    if ord in (1, "inf", "oo"):
        absolute = build.elementwise("abs", x)
        return reduction("max")(
            build, reduction("sum")(build, absolute, int(ord != 1), False), None, False
        )
    raise misfit(
        f"calcdl has no norm {ord} of the matrix {{}}: there are 1, inf, 'fro' (the root of the"
        " sum of squares) and 'nuc'" + ", but not the largest singular value" * (ord == 2),
        build.shape(x),
    )


# Products


def inner(build: Builder, a: int, b: int) -> int:
    """Return NumPy's inner: a sum over the last axes of both."""
    if len(build.shape(b)) == 2:
        b = build.apply("transpose", b)
    return build.apply("matmul", a, b)


def correlation(build: Builder, x: int, w: int, mode: Any) -> int:
    """Return what np.correlate has: a vector slid along another, unturned."""
    if mode == "full":
        return build.apply("convolve", x, _turned(build, w))
    if mode != "valid":
        raise misfit(f"calcdl slides vectors in the modes 'valid' and 'full', not {mode}")
    return build.apply("conv1d", x, w)


def convolution(build: Builder, x: int, w: int, mode: Any) -> int:
    """Return what np.convolve has: a vector slid along another, turned."""
    if mode == "full":
        return build.apply("convolve", x, w)
    return correlation(build, x, _turned(build, w), mode)


def _turned(build: Builder, w: int) -> int:
    if len(build.shape(w)) != 1:
        raise misfit("a vector is slid along another, and here is {}", build.shape(w))
    return build.apply("index", w, key=(Slice(None, None, -1),))


# Entry by entry


def clip(build: Builder, x: int, min: int | None, max: int | None) -> int:
    """Return an array held between bounds, of which there may be one."""
    if min is not None and max is not None:
        return build.elementwise("clip", x, min, max)
    if min is not None:
        return build.elementwise("max", x, min)
    if max is not None:
        return build.elementwise("min", x, max)
    raise misfit("clip needs a bound: clip(x, -1, 1), or clip(x, min=0)")


def extreme(name: str) -> Callable[..., int]:
    """Return the meaning of maximum, or of minimum: the larger of two entries."""

    def made(build: Builder, arrays: Sequence[int]) -> int:
        total = arrays[0]
        for one in arrays[1:]:
            total = build.elementwise(name, total, one)
        return total

    return made


def matched(build: Builder, x: int, other: int) -> int:
    """Return an array that has to have the shape of another, unless it is a number."""
    if build.shape(x) not in ((), build.shape(other)):
        raise misfit("a loss compares arrays of one shape, and here are {} and {}",
                     build.shape(other), build.shape(x))  # fmt: skip
    return x


def loss(entry: str) -> Callable[..., int]:
    """Return the meaning of a loss, whose text is that of an entry: their mean, unless asked."""

    def made(build: Builder, reduction: Any, **arrays: int) -> int:
        value = build.written(entry, **arrays)
        if reduction == "none" or not build.shape(value):
            return value
        if reduction not in ("mean", "sum"):
            raise misfit("a loss is reduced by 'mean', 'sum' or 'none'")
        return build.apply(reduction, value)

    return made
