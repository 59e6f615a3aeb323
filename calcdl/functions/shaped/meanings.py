"""What words of the language of arrays mean that no text in the language says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from calcdl.functions.shaped.row import misfit
from calcdl.graph.shapes import ONE, Size, Slice, count, size

if TYPE_CHECKING:
    from calcdl.graph.shapes import Shape, Shaped

__all__ = [
    "Builder",
    "along",
    "axis_operation",
    "batch",
    "clip",
    "concat",
    "convolution",
    "correlation",
    "cumsum",
    "diag",
    "entries",
    "extreme",
    "eye",
    "filled",
    "filled_like",
    "inner",
    "length",
    "loss",
    "matched",
    "norm",
    "operation",
    "pad",
    "reduction",
    "reshape",
    "scatter",
    "squeeze",
    "stack",
    "sum_to",
    "swap",
    "take",
    "triangle",
    "unit",
    "unsized",
]


class Builder(Protocol):
    """What makes values of operations on arrays; a value is an int, the number of a node."""

    def shape(self, value: int) -> Shape: ...
    def apply(self, name: str, *values: int, **given: Any) -> int: ...
    def elementwise(self, operation: str, *values: int) -> int: ...
    def written(self, text: str, **meaning: Any) -> int: ...
    def number(self, value: int | Fraction) -> int: ...
    def size(self, value: Size) -> int: ...
    def unknown_size(self) -> Size: ...
    def expand(self, value: int, shape: Shape) -> int: ...
    def as_axis(self, value: Any, axes: int) -> int | None: ...
    def as_size(self, value: Any) -> Size: ...
    def as_shape(self, value: Any) -> Shape: ...


def operation(name: str) -> Callable[..., int]:
    """Return the meaning of a word that is an operation with the same arguments."""

    def applied(build: Builder, **values: int) -> int:
        return build.apply(name, *values.values())

    return applied


# Reductions


def reduction(name: str) -> Callable[..., int]:
    """Return the meaning of a word that goes over one axis or all."""

    def reduced(build: Builder, x: int, axis: Any, keepdims: Any) -> int:
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


# Shapes


def diag(build: Builder, x: int) -> int:
    """Return the matrix with a diagonal, or the diagonal of a matrix."""
    return build.apply("diag" if len(build.shape(x)) == 1 else "diagonal", x)


def eye(build: Builder, n: Any) -> int:
    """Return the identity matrix."""
    sizes = build.as_shape(n)
    if len(set(sizes)) != 1 or len(sizes) > 2:
        raise misfit("eye takes one size, as in eye(3)")
    return build.apply("eye", shape=(sizes[0], sizes[0]))


def filled(value: int) -> Callable[..., int]:
    """Return the meaning of ones, or of zeros: sizes may be given one by one, or together."""

    def made(build: Builder, shape: Sequence[Any]) -> int:
        return build.expand(build.number(value), _sizes(build, shape))

    return made


def _sizes(build: Builder, several: Sequence[Any]) -> Shape:
    if len(several) == 1:
        return build.as_shape(several[0])
    return tuple([build.as_size(one) for one in several])


def filled_like(value: int) -> Callable[..., int]:
    """Return the meaning of ones_like, or of zeros_like."""

    def made(build: Builder, x: int) -> int:
        return build.expand(build.number(value), build.shape(x))

    return made


def unsized(build: Builder, x: int) -> int:
    """Return matrixcalculus.org's vector(1): a number repeated as often as it is needed."""
    return build.expand(x, (build.unknown_size(),))


def length(build: Builder, x: int) -> int:
    """Return the number of rows."""
    shape = build.shape(x)
    if not shape:
        raise misfit("len takes a vector or a matrix, and here is a {}", shape)
    return build.size(shape[0])


def entries(build: Builder, x: int, axis: Any) -> int:
    """Return the number of entries, or the size along an axis."""
    shape = build.shape(x)
    if axis is None:
        return build.size(count(shape))
    return build.size(shape[build.as_axis(axis, len(shape)) or 0])


def batch(build: Builder, x: int) -> int:
    """Return the number of rows of a matrix, 1 for a vector."""
    shape = build.shape(x)
    return build.size(shape[0] if len(shape) > 1 else ONE)


def sum_to(build: Builder, x: int, other: int) -> int:
    """Return the sum over the axes along which the other array was repeated."""
    shape = build.shape(other)
    while len(build.shape(x)) > len(shape):
        x = (
            build.apply("squeeze", build.apply("sum", x, axis=0), axis=0)
            if shape
            else (build.apply("sum", x))
        )
    for k, n in enumerate(shape):
        if n == ONE != build.shape(x)[k]:
            x = build.apply("sum", x, axis=k)
    return x


def axis_operation(name: str) -> Callable[..., int]:
    """Return the meaning of a word that adds an axis or leaves one out."""

    def made(build: Builder, x: int, axis: Any) -> int:
        axes = len(build.shape(x)) + (name == "newaxis")
        return build.apply(name, x, axis=build.as_axis(axis, axes))

    return made


def squeeze(build: Builder, x: int, axis: Any) -> int:
    """Return an array without an axis of one entry, or without all of them."""
    shape = build.shape(x)
    axes = _axes(build, axis, len(shape))
    if axes is None:
        axes = tuple([k for k, n in enumerate(shape) if n == ONE])
    for k in reversed(axes):
        x = build.apply("squeeze", x, axis=k)
    return x


def swap(build: Builder, A: int, axes: Sequence[Any]) -> int:
    """Return a matrix transposed, or as it is where the axes keep their order."""
    axes = axes[0] if len(axes) == 1 else axes
    places = [build.as_axis(one, len(build.shape(A))) for one in axes or ()]
    if axes and sorted(map(int, [one or 0 for one in places])) != [0, 1]:
        raise misfit("calcdl transposes matrices, and here is {}", build.shape(A))
    return build.apply("transpose", A)


def reshape(build: Builder, x: int, shape: Sequence[Any]) -> int:
    """Return the same entries in another shape, in which -1 stands for the size that is left."""
    asked = shape[0] if len(shape) == 1 else tuple(shape)
    several = asked if type(asked) is tuple else (asked,)
    known = count([build.as_size(one) for one in several if one != -1])
    if len([one for one in several if one == -1]) > 1:
        raise misfit("only one size can be -1")
    rest = count(build.shape(x)).over(known)
    if -1 in several and rest is None:
        raise misfit("an array {} cannot be given rows of so many entries", build.shape(x))
    sizes = [rest if one == -1 and rest is not None else build.as_size(one) for one in several]
    if tuple(sizes) == build.shape(x):
        return x
    return build.apply("reshape", x, shape=tuple(sizes))


# Entries


def take(build: Builder, x: int, key: Any) -> int:
    """Return what an index takes."""
    return build.apply("index", x, key=key)


def scatter(build: Builder, x: int, shape: Shape, key: Any) -> int:
    """Return an array at the places of an index in a larger one that is 0 elsewhere."""
    if all([part == Slice() for part in key]):
        return x
    return build.apply("scatter", x, shape=shape, key=key)


def unit(build: Builder, n: Any, k: Any) -> int:
    """Return a row of the identity matrix."""
    return build.apply("unit", shape=(build.as_size(n),), key=(k,))


def pad(build: Builder, x: int, width: Any) -> int:
    """Return an array with zeros before and behind: one number, a pair, or a pair an axis."""
    shape = build.shape(x)
    pairs = width if type(width) is tuple else (width, width)
    if not pairs or type(pairs[0]) is not tuple:
        pairs = (pairs,)
    if len(pairs) != len(shape) or any([len(pair) != 2 for pair in pairs]):
        raise misfit("pad takes how many zeros go before and behind, for each axis of {}:"
                     " pad(x, (1, 0)), pad(X, ((0, 0), (1, 0)))", shape)  # fmt: skip
    before = [build.as_size(pair[0]) for pair in pairs]
    behind = [build.as_size(pair[1]) for pair in pairs]
    ends = [a.plus(n) for a, n in zip(before, shape, strict=True)]
    whole = tuple([end.plus(b) for end, b in zip(ends, behind, strict=True)])
    key = [
        Slice() if n == total else Slice(_number(a), _number(end))
        for a, end, n, total in zip(before, ends, shape, whole, strict=True)
    ]
    return scatter(build, x, whole, tuple(key))


def _number(n: Size) -> int | Size:
    return n if n.value is None else n.value


def triangle(name: str) -> Callable[..., int]:
    """Return the meaning of tril, or of triu."""

    def made(build: Builder, A: int, k: Any) -> int:
        if type(k) is not int:
            raise misfit(f"{name} counts diagonals in whole numbers")
        return build.apply(name, A, k=k)

    return made


# Arrays joined


def concat(build: Builder, arrays: Sequence[int], axis: Any) -> int:
    """Return arrays one behind the other."""
    axes = min([len(build.shape(one)) for one in arrays])
    if not axes:
        raise misfit("concat joins vectors or matrices, and here is a {}: stack takes numbers", ())
    if len(arrays) == 1:
        return arrays[0]
    return build.apply("concat", *arrays, axis=build.as_axis(axis, axes))


def stack(build: Builder, arrays: Sequence[int], axis: Any) -> int:
    """Return arrays along a new axis."""
    axes = len(build.shape(arrays[0])) + 1
    return build.apply("stack", *arrays, axis=build.as_axis(axis, axes))


# Products


def inner(build: Builder, a: int, b: int) -> int:
    """Return NumPy's inner: a sum over the last axes of both."""
    if len(build.shape(b)) == 2:
        b = build.apply("transpose", b)
    return build.apply("matmul", a, b)


def correlation(build: Builder, x: int, w: int, mode: Any) -> int:
    """Return what np.correlate has: a vector slid along another, unturned."""
    if mode == "full":
        return build.apply("convolve", x, build.apply("index", w, key=(_BACKWARDS,)))
    if mode != "valid":
        raise misfit(f"calcdl slides vectors in the modes 'valid' and 'full', not {mode}")
    return build.apply("conv1d", x, w)


def convolution(build: Builder, x: int, w: int, mode: Any) -> int:
    """Return what np.convolve has: a vector slid along another, turned."""
    if mode == "full":
        return build.apply("convolve", x, w)
    return correlation(build, x, build.apply("index", w, key=(_BACKWARDS,)), mode)


_BACKWARDS = Slice(None, None, -1)


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
