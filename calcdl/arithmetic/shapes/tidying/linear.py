"""How operations that are linear are tidied: numbers stand in front of them.

Each rule returns the value that an operation is, or None where it stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.graph.shapes import Shaped, Size, Slice, size

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices, Rule
    from calcdl.graph.shapes import Shape

__all__ = ["LINEAR", "in_front"]


def in_front(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    """Numbers stand in front of what is linear."""
    number, rest = m.split(values[0])
    if number == m.symbols.one:
        return None
    return m.mul((number, m.operation(op, (rest,), shape)))


def _taken(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    """Entries of what repeats one number are that number."""
    inside = m.stripped(values[0])
    if not m.shape(inside):
        return inside
    part = None
    if op.name == "index":
        part = _part(m, op, values[0]) or _of_products(m, op, values[0])
    return in_front(m, op, values, shape) if part is None else part


def _of_products(m: Matrices, op: Shaped, value: int) -> int | None:
    """Return a row or column of outer(u, v), or an entry of a row of the identity matrix."""
    kernel = m.kernels.get(value)
    key = op.get("key")
    if kernel is None or not key:
        return None
    if kernel.op.name == "unit":
        own = kernel.op.get("key")[0]
        counted = type(own) is int and type(key[0]) is int and min(own, key[0]) >= 0
        return m.number(int(own == key[0])) if counted else None
    if kernel.op.name != "outer" or all([isinstance(part, Slice) for part in key]):
        return None
    taken = [
        one if part == Slice() else m.apply("index", one, key=(part,))
        for one, part in zip(kernel.values, key, strict=True)
    ]
    return m.mul(taken)


def _part(m: Matrices, op: Shaped, value: int) -> int | None:
    """Return the array that an index takes again out of several that were joined."""
    joined = m.kernels.get(value)
    if joined is None or joined.op.name not in ("concat", "stack"):
        return None
    axis = joined.op.get("axis")
    key = list(op.get("key"))
    place = key.pop(axis)
    if any([part != Slice() for part in key]):
        return None
    if joined.op.name == "stack":
        return joined.values[place] if type(place) is int else None
    if not isinstance(place, Slice) or place.step != 1:
        return None
    total = m.shape(value)[axis]
    wanted = _edge(place.start, size(0)), _edge(place.stop, total)
    end = size(0)
    for one in joined.values:
        start, end = end, end.plus(m.shape(one)[axis])
        if (start, end) == wanted:
            return one
    return None


def _edge(bound: int | Size | None, otherwise: Size) -> Size:
    if bound is None:
        return otherwise
    return size(bound) if isinstance(bound, int) else bound


def _solve(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    (c, matrix), (d, right) = m.split(values[0]), m.split(values[1])
    if m.operation_of(matrix) == "eye":
        return m.mul((m.div(d, c), right))
    if (matrix, right) == tuple(values):
        return None
    return m.mul((m.div(d, c), m.kernel(op, (matrix, right), shape)))


def _in_all(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    """The factors of what is linear in each argument stand in front."""
    pairs = [m.split(value) for value in values]
    if all([number == m.symbols.one for number, _ in pairs]):
        return None
    rest = m.kernel(op, [value for _, value in pairs], shape)
    return m.mul([*[number for number, _ in pairs], rest])


def _triangle(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    kernel = m.kernels.get(values[0])
    if kernel is not None and kernel.op == op:
        return values[0]
    return in_front(m, op, values, shape)


LINEAR: dict[str, Rule] = {
    "index": _taken,
    "reshape": _taken,
    **dict.fromkeys(("scatter", "cumsum"), in_front),
    **dict.fromkeys(("tril", "triu"), _triangle),
    **dict.fromkeys(("kron", "conv1d", "convolve", "einsum"), _in_all),
    "solve": _solve,
}
