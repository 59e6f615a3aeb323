"""What words mean that make arrays, or put their entries into other shapes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from calcdl.functions.shaped.meanings import axes_of
from calcdl.functions.shaped.row import misfit
from calcdl.graph.shapes import ONE, Size, Slice, count

if TYPE_CHECKING:
    from calcdl.functions.shaped.builder import Builder
    from calcdl.graph.shapes import Shape

__all__ = [
    "axis_operation",
    "batch",
    "below",
    "beside",
    "columns",
    "concat",
    "diag",
    "entries",
    "eye",
    "filled",
    "filled_like",
    "length",
    "pad",
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
    axes = axes_of(build, axis, len(shape))
    if axes is None:
        axes = tuple([k for k, n in enumerate(shape) if n == ONE])
    for k in reversed(axes):
        x = build.apply("squeeze", x, axis=k)
    return x


def swap(build: Builder, A: int, axes: Sequence[Any]) -> int:
    """Return a matrix transposed, or as it is where the axes keep their order."""
    if len(build.shape(A)) < 2:
        return A
    axes = axes[0] if len(axes) == 1 and type(axes[0]) is tuple else axes
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
    fits = all([type(pair) is tuple and len(pair) == 2 for pair in pairs])
    if len(pairs) != len(shape) or not fits:
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


def beside(build: Builder, arrays: Sequence[int]) -> int:
    """Return vectors one behind the other, or matrices side by side."""
    return concat(build, arrays, min(1, len(build.shape(arrays[0])) - 1))


def below(build: Builder, arrays: Sequence[int]) -> int:
    """Return vectors and matrices as rows below each other."""
    return _as_matrices(build, arrays, 0)


def columns(build: Builder, arrays: Sequence[int]) -> int:
    """Return vectors as columns, and matrices, side by side."""
    return _as_matrices(build, arrays, 1)


def _as_matrices(build: Builder, arrays: Sequence[int], axis: int) -> int:
    """Return arrays joined along an axis of matrices, of which a vector lacks that axis."""
    is_vector = [len(build.shape(one)) == 1 for one in arrays]
    if all(is_vector):
        return stack(build, arrays, axis)
    parts = [
        build.apply("newaxis", one, axis=axis) if vector else one
        for one, vector in zip(arrays, is_vector, strict=True)
    ]
    return concat(build, parts, axis)
