"""Rows of what takes entries out of arrays, joins arrays and orders them anew."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from calcdl.functions.shaped.row import Operation, argument_names, misfit
from calcdl.functions.shaped.shapes import given, matrix, same
from calcdl.graph.shapes import Slice, count, length_of_slice, size

if TYPE_CHECKING:
    from calcdl.functions.shaped.row import Pullback
    from calcdl.graph.shapes import Shape, Shaped

__all__ = ["ENTRIES"]


# Indices


def _indexed(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    result = []
    for part, n in zip(op.get("key"), shapes[0], strict=True):
        if isinstance(part, Slice):
            result.append(length_of_slice(part, n))
        elif type(part) is int and n.value is not None and not -n.value <= part < n.value:
            raise misfit(f"there is no entry {part} among {n.value}")
    return tuple(result)


def _pulled_to_entries(op: Shaped, shapes: Sequence[Shape]) -> Pullback:
    """Return the adjoint among zeros; what one entry of an axis was taken of is a product."""
    taken = [not isinstance(part, Slice) for part in op.get("key")]
    if taken == [True]:
        return ("G*unit(A.shape[0], key[0])",)
    if taken == [True, True]:
        return ("G*outer(unit(A.shape[0], key[0]), unit(A.shape[1], key[1]))",)
    if taken == [True, False]:
        return ("outer(unit(A.shape[0], key[0]), scatter(G, A.shape[1:], key[1:]))",)
    if taken == [False, True]:
        return ("outer(scatter(G, A.shape[:1], key[:1]), unit(A.shape[1], key[1]))",)
    return ("scatter(G, A.shape, key)",)


# Arrays joined


def _joined(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    axis: int = op.get("axis")
    first = shapes[0]
    total = first[axis]
    for other in shapes[1:]:
        if len(other) != len(first):
            raise misfit(
                "concat joins arrays of as many axes, and here are {} and {}", first, other
            )
        for k, (mine, its) in enumerate(zip(first, other, strict=True)):
            if k != axis and mine != its:
                raise misfit(f"concat along axis {axis} cannot join {{}} and {{}}", first, other)
        total = total.plus(other[axis])
    return (*first[:axis], total, *first[axis + 1 :])


def _pulled_to_joined(op: Shaped, shapes: Sequence[Shape]) -> Pullback:
    axis: int = op.get("axis")
    ends = ["", *_ends(axis, len(shapes))[:-1], ""]
    return tuple([f"G[{':, ' * axis}{start}:{stop}]" for start, stop in pairwise(ends)])


def _ends(axis: int, several: int) -> list[str]:
    lengths = [f"{name}.shape[{axis}]" for name in argument_names(several)]
    return [" + ".join(lengths[: k + 1]) for k in range(several)]


def _stacked(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    axis: int = op.get("axis")
    for other in shapes[1:]:
        if other != shapes[0]:
            raise misfit(
                "stack takes arrays of one shape, and here are {} and {}", shapes[0], other
            )
    return (*shapes[0][:axis], size(len(shapes)), *shapes[0][axis:])


def _pulled_to_stacked(op: Shaped, shapes: Sequence[Shape]) -> Pullback:
    return tuple([f"G[{':, ' * op.get('axis')}{k}]" for k in range(len(shapes))])


# Entries in another order


def _reshaped(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    shape: Shape = op.get("shape")
    if count(shape) != count(shapes[0]):
        raise misfit("an array {} cannot be given the shape {}", shapes[0], shape)
    return shape


def _pulled_through_cumsum(op: Shaped, shapes: Sequence[Shape]) -> Pullback:
    back = f"[{':, ' * op.get('axis')}::-1]"
    return (f"cumsum(G{back}, axis=axis){back}",)


def _kronecker(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    left, right = shapes
    if len(left) != len(right) or not 1 <= len(left) <= 2:
        raise misfit("kron takes two matrices or two vectors, and here are {} and {}", left, right)
    return tuple([m.times(n) for m, n in zip(left, right, strict=True)])


_BLOCKS = "reshape(G, (A.shape[0], B.shape[0], A.shape[1], B.shape[1]))"
_ROWS_OF_BLOCKS = "reshape(G, (A.shape[0], B.shape[0]))"


def _correlated(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    (n,), (k,) = _two_vectors(op, shapes)
    length = n.minus(k).plus(size(1))
    if length.value is not None and length.value < 1:
        raise misfit("conv1d slides the second array along the first, and here are {} and {}",
                     *shapes)  # fmt: skip
    return (length,)


def _convolved(op: Shaped, shapes: Sequence[Shape]) -> Shape:
    (n,), (k,) = _two_vectors(op, shapes)
    return (n.plus(k).minus(size(1)),)


def _two_vectors(op: Shaped, shapes: Sequence[Shape]) -> Sequence[Shape]:
    for shape in shapes:
        if len(shape) != 1:
            raise misfit(f"{op.name} takes vectors, and here is {{}}", shape)
    return shapes


ENTRIES = (
    Operation("index", _indexed, "entries taken out of an array",
              ("v[0]", "v[-1]", "v[1:]", "v[:-1]", "v[::2]", "v[::-1]", "A[0]", "A[:, 1]",
               "A[1, -1]", "A[1:, ::-1]"), of=_pulled_to_entries),
    Operation("scatter", given, "an array at some places of another, which is 0 elsewhere",
              ("pad(u, (1, 2))", "pad(A, ((0, 1), (2, 0)))", "zeros(9).at[::2].set(w)"),
              ("take(G, key)",)),
    Operation("unit", given, "a row of the identity matrix", ("eye(3)[1]",)),
    Operation("concat", _joined, "arrays one behind the other",
              ("concat([u, v])", "concat([A, A, A*A], axis=1)", "concat([A, S])"),
              of=_pulled_to_joined),
    Operation("stack", _stacked, "arrays along a new axis",
              ("stack([u, u*u])", "stack([u, u*u], axis=1)", "stack([sum(u), sum(v)])"),
              of=_pulled_to_stacked),
    Operation("reshape", _reshaped, "the same entries in another shape",
              ("flatten(A)", "reshape(A, (A.shape[1], -1))"), ("reshape(G, A.shape)",)),
    Operation("tril", matrix, "what is on and below a diagonal", ("tril(A)", "tril(S, -1)"),
              ("tril(G, k)",)),
    Operation("triu", matrix, "what is on and above a diagonal", ("triu(A)", "triu(S, 1)"),
              ("triu(G, k)",)),
    Operation("cumsum", same, "sums of the entries so far",
              ("cumsum(u)", "cumsum(A, axis=0)", "cumsum(A, axis=1)"), of=_pulled_through_cumsum),
    Operation(
        "kron", _kronecker, "the Kronecker product", ("kron(A, S)", "kron(u, v)"),
        by_axes={
            (2, 2): (f"einsum('ikjl,kl->ij', {_BLOCKS}, B)",
                     f"einsum('ikjl,ij->kl', {_BLOCKS}, A)"),
            (1, 1): (f"{_ROWS_OF_BLOCKS}@B", f"A@{_ROWS_OF_BLOCKS}"),
        },
    ),
    Operation("conv1d", _correlated, "a vector slid along another, unturned (np.correlate)",
              ("conv1d(w, u)",), ("convolve(G, B)", "conv1d(A, G)")),
    Operation("convolve", _convolved, "the convolution, as long as it can be (np.convolve)",
              ("convolve(u, v)",), ("conv1d(G, B)", "conv1d(G, A)")),
)  # fmt: skip
