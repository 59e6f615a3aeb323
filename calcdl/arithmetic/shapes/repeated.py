"""Sums with an identity, a diagonal or an outer product, whose other terms are written as matrices.

NumPy repeats the row p in eye(n) - p; a person takes that for a slip, and outer(ones(n), p) for
what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.polish import ordered_kernels
from calcdl.graph.nodes import LEAVES, reachable
from calcdl.graph.shapes import ONE, Shaped

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices
    from calcdl.graph.shapes import Shape

__all__ = ["with_ones"]


_MATRICES = frozenset(("eye", "diag", "outer"))


def with_ones(m: Matrices, value: int) -> int:
    """Return a value in which nothing that is repeated is added to such matrices."""
    new: dict[int, int] = {}
    for node in ordered_kernels(m, (value,)):
        op, inside = m.kernels[node]
        values = tuple([_spelled_out(m, one, new) for one in inside])
        new[node] = node if values == inside else m.kernel(op, values, m.shape(node))
    return _spelled_out(m, value, new)


def _spelled_out(m: Matrices, value: int, new: dict[int, int]) -> int:
    operations, arguments = m.nodes.operations, m.nodes.arguments
    places: dict[int, int] = {}
    marked: set[int] = set()
    for i in reachable(m.nodes, (value,)):
        if operations[i] in LEAVES:
            places[i] = new.get(i, i)
            if m.operation_of(i) in _MATRICES:
                marked.add(i)
            continue
        args = [places[j] for j in arguments[i]]
        if not marked.isdisjoint(arguments[i]):
            marked.add(i)
            if operations[i] == "add":
                args = [_as_matrix(m, one, m.shape(i)) for one in args]
        places[i] = i if tuple(args) == arguments[i] else m.entries(operations[i], args)
    return places[value]


def _as_matrix(m: Matrices, term: int, shape: Shape) -> int:
    """Return a term of a sum of matrices as a matrix, where it has fewer entries."""
    own = m.shape(term)
    if own == shape:
        return term
    ones = [m.expand(m.symbols.one, (size,)) for size in shape]
    number, rest = m.split(term)
    if not own:
        whole = m.kernel(Shaped("expand", (("shape", shape),)), (m.symbols.one,), shape)
        return m.symbols.mul((term, whole))
    if len(own) == 1:
        pair = (ones[0], rest)
    elif own[1] == ONE:
        pair = (m.apply("squeeze", rest, axis=1), ones[1])
    else:
        return term
    return m.symbols.mul((number, m.kernel(Shaped("outer"), pair, shape)))
