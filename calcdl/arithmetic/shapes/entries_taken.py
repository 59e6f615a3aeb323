"""Operations that take, join and slide the entries of arrays, written out in numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, product
from math import prod
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.entry_nodes import Array
from calcdl.graph.shapes import Size, Slice

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.entry_nodes import Numbers
    from calcdl.graph.shapes import Shaped

__all__ = ["TAKEN"]


def _places(
    entries: Numbers, op: Shaped, shape: Sequence[int]
) -> tuple[tuple[int, ...], list[int]]:
    """Return the shape of what an index takes, and where each entry of it is among all."""
    lines: list[Sequence[int]] = []
    kept: list[int] = []
    for part, n in zip(op.get("key"), shape, strict=True):
        if isinstance(part, Slice):
            start, stop = [_bound(entries, bound) for bound in part[:2]]
            lines.append(range(n)[start : stop : part.step])
            kept.append(len(lines[-1]))
        else:
            lines.append([(_bound(entries, part) or 0) % n])
    steps = [prod(shape[k + 1 :]) for k in range(len(shape))]
    places = [
        sum([i * step for i, step in zip(index, steps, strict=True)]) for index in product(*lines)
    ]
    return tuple(kept), places


def _bound(entries: Numbers, bound: int | Size | None) -> int | None:
    return bound.at(entries.sizes) if isinstance(bound, Size) else bound


def _index(entries: Numbers, op: Shaped, a: Array) -> Array:
    shape, places = _places(entries, op, a.shape)
    return Array(shape, tuple([a.nodes[place] for place in places]))


def _put(entries: Numbers, op: Shaped, numbers: Sequence[int]) -> Array:
    shape = entries.lengths(op.get("shape"))
    nodes = [entries.zero] * prod(shape)
    _, places = _places(entries, op, shape)
    for place, node in zip(places, numbers, strict=True):
        nodes[place] = node
    return Array(shape, tuple(nodes))


def _joined(entries: Numbers, op: Shaped, *several: Array) -> Array:
    axis = op.get("axis")
    blocks = []
    for a in several:
        width = prod(a.shape[axis:])
        blocks.append([a.nodes[k : k + width] for k in range(0, len(a.nodes), width)])
    nodes = [node for across in zip(*blocks, strict=True) for block in across for node in block]
    total = sum([a.shape[axis] for a in several])
    first = several[0].shape
    return Array((*first[:axis], total, *first[axis + 1 :]), tuple(nodes))


def _stacked(entries: Numbers, op: Shaped, *several: Array) -> Array:
    axis = op.get("axis")
    thicker = [Array((*a.shape[:axis], 1, *a.shape[axis:]), a.nodes) for a in several]
    return _joined(entries, op, *thicker)


def _triangle(keeps: Callable[[int, int], bool]) -> Callable[..., Array]:
    def triangle(entries: Numbers, op: Shaped, a: Array) -> Array:
        indices = product(*map(range, a.shape))
        nodes = [
            node if keeps(j - i, op.get("k")) else entries.zero
            for (i, j), node in zip(indices, a.nodes, strict=True)
        ]
        return Array(a.shape, tuple(nodes))

    return triangle


def _cumsum(entries: Numbers, op: Shaped, a: Array) -> Array:
    axis = op.get("axis")
    n, inner = a.shape[axis], prod(a.shape[axis + 1 :])
    nodes = list(a.nodes)
    for start in range(0, len(nodes), n * inner):
        for i in range(start, start + inner):
            line = slice(i, start + n * inner, inner)
            nodes[line] = accumulate(nodes[line], lambda u, v: entries.sum([u, v]))
    return Array(a.shape, tuple(nodes))


def _kron(entries: Numbers, op: Shaped, a: Array, b: Array) -> Array:
    shape = tuple([m * n for m, n in zip(a.shape, b.shape, strict=True)])
    rows_a = a.rows() if len(a.shape) == 2 else [a.nodes]
    rows_b = b.rows() if len(b.shape) == 2 else [b.nodes]
    nodes = [entries.times(u, v) for row in rows_a for other in rows_b for u in row for v in other]
    return Array(shape, tuple(nodes))


def _conv1d(entries: Numbers, op: Shaped, x: Array, w: Array) -> Array:
    k = len(w.nodes)
    starts = range(len(x.nodes) - k + 1)
    nodes = [entries.dot(x.nodes[start : start + k], w.nodes) for start in starts]
    return Array((len(nodes),), tuple(nodes))


def _convolve(entries: Numbers, op: Shaped, x: Array, w: Array) -> Array:
    margin = (entries.zero,) * (len(w.nodes) - 1)
    padded = Array((len(x.nodes) + 2 * len(margin),), (*margin, *x.nodes, *margin))
    return _conv1d(entries, op, padded, Array(w.shape, w.nodes[::-1]))


def _einsum(entries: Numbers, op: Shaped, *several: Array) -> Array:
    inputs, _, output = op.get("subscripts").partition("->")
    letters = inputs.split(",")
    sizes = {
        letter: n
        for word, a in zip(letters, several, strict=True)
        for letter, n in zip(word, a.shape, strict=True)
    }
    order = [*output, *[letter for letter in sizes if letter not in output]]
    summed = prod([sizes[letter] for letter in order[len(output) :]])
    terms = []
    for index in product(*[range(sizes[letter]) for letter in order]):
        at = dict(zip(order, index, strict=True))
        term = entries.one
        for word, a in zip(letters, several, strict=True):
            place = 0
            for letter in word:
                place = place * sizes[letter] + at[letter]
            term = entries.times(term, a.nodes[place])
        terms.append(term)
    nodes = [entries.sum(terms[k : k + summed]) for k in range(0, len(terms), summed)]
    return Array(tuple([sizes[letter] for letter in output]), tuple(nodes))


TAKEN: dict[str, Callable[..., Array]] = {
    "index": _index,
    "scatter": lambda entries, op, a: _put(entries, op, a.nodes),
    "unit": lambda entries, op: _put(entries, op, [entries.one]),
    "concat": _joined,
    "stack": _stacked,
    "reshape": lambda entries, op, a: Array(entries.lengths(op.get("shape")), a.nodes),
    "tril": _triangle(lambda above, k: above <= k),
    "triu": _triangle(lambda above, k: above >= k),
    "cumsum": _cumsum,
    "kron": _kron,
    "conv1d": _conv1d,
    "convolve": _convolve,
    "einsum": _einsum,
}
