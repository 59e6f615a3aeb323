"""How products by @ are tidied: into one chain of matrices, with a vector at most at its ends.

Each rule returns the value that an operation is, or None where it stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.tidying.sums import sum_over
from calcdl.graph.shapes import Shaped, Slice

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices, Rule
    from calcdl.graph.shapes import Shape

__all__ = ["CHAINS", "links_of"]


def _matmul(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    if len(values) > 2:
        return None
    (c, left), (d, right) = m.split(values[0]), m.split(values[1])
    if m.is_zero(left) or m.is_zero(right):
        return m.symbols.zero
    product = _product(m, left, right, shape)
    if product is None and (left, right) == tuple(values):
        return None
    if product is None:
        product = m.kernel(op, (left, right), shape)
    return m.mul((c, d, product))


def _product(m: Matrices, left: int, right: int, shape: Shape) -> int | None:
    """Return the product of two arrays without numbers in front; None: a kernel of the two."""
    names = m.operation_of(left), m.operation_of(right)
    if "eye" in names:
        return right if names[0] == "eye" else left
    axes = len(m.shape(left)), len(m.shape(right))
    if axes == (1, 2):  # a vector stands behind
        return m.apply("matmul", m.apply("transpose", right), left)
    ones = _product_with_ones(m, left, right, axes)
    if ones is not None:
        return ones
    if names[0] == "outer":
        u, v = m.kernels[left].values
        if axes[1] == 1:
            return m.mul((u, m.apply("matmul", v, right)))
        return m.apply("outer", u, m.apply("matmul", m.apply("transpose", right), v))
    if names[1] == "outer":
        u, v = m.kernels[right].values
        return m.apply("outer", m.apply("matmul", left, u), v)
    if "unit" in names and axes[1] == 1:
        return _entries(m, left, right)
    if names == ("diag", "diag"):
        return m.apply("diag", m.mul((*m.kernels[left].values, *m.kernels[right].values)))
    return _chain(m, left, right, axes, shape)


def _entries(m: Matrices, left: int, right: int) -> int:
    """Return the entries that a row of the identity takes out of a matrix or a vector."""
    if m.operation_of(right) != "unit":
        left, right = right, left
    whole = [Slice()] * (len(m.shape(left)) - 1)
    return m.apply("index", left, key=(*whole, *m.kernels[right].op.get("key")))


def _product_with_ones(m: Matrices, left: int, right: int, axes: tuple[int, int]) -> int | None:
    if axes == (1, 1) and (m.is_ones(left) or m.is_ones(right)):
        return m.apply("sum", right if m.is_ones(left) else left)
    if axes == (2, 1) and m.is_ones(right):
        return sum_over(m, left, 1)
    if axes == (2, 1) and m.is_ones(left):
        return m.apply("sum", right)
    if axes == (2, 2) and m.is_ones(right):  # the same sums in each column
        return m.apply("sum", left, axis=1)
    if axes == (2, 2) and m.is_ones(left):
        return m.stripped(sum_over(m, right, 0))
    return None


def _chain(m: Matrices, left: int, right: int, axes: tuple[int, int], shape: Shape) -> int | None:
    """Return the product of matrices as one chain, with a vector at most at its ends."""
    first, second = links_of(m, left), links_of(m, right)
    if axes == (1, 1):
        if len(first) > 1 and len(second) > 1:
            return m.kernel(Shaped("matmul"), sorted((left, right)), shape)
        links = [*second, *first] if len(first) > 1 else [*first, *second]
        return m.kernel(Shaped("matmul"), _oriented(m, links), shape)
    if _are_inverse(m, first[-1], second[0]):
        links = [*first[:-1], *second[1:]]
        if not links:
            return m.apply("eye", shape=(shape[0], shape[0]))
        return links[0] if len(links) == 1 else m.kernel(Shaped("matmul"), links, shape)
    return m.kernel(Shaped("matmul"), (*first, *second), shape)


def _oriented(m: Matrices, links: list[int]) -> list[int]:
    """Return u@A@v, or v@A.T@u where that has fewer transposes or an earlier vector in front."""
    turned = [
        m.apply("transpose", link) if len(m.shape(link)) > 1 else link for link in reversed(links)
    ]
    return min((links, turned), key=lambda way: (_transposes(m, way), way))


def _transposes(m: Matrices, links: Sequence[int]) -> int:
    return sum(m.operation_of(link) == "transpose" for link in links)


def links_of(m: Matrices, value: int) -> list[int]:
    """Return what a value is the product of by @."""
    return list(m.kernels[value].values) if m.operation_of(value) == "matmul" else [value]


def _are_inverse(m: Matrices, left: int, right: int) -> bool:
    for one, other in ((left, right), (right, left)):
        if m.operation_of(one) == "inv" and m.kernels[one].values[0] == other:
            return True
        if m.has(one, "orthogonal") and other == m.apply("transpose", one):
            return True
        if m.operation_of(one) == "transpose" == m.operation_of(other):
            return _are_inverse(m, m.kernels[other].values[0], m.kernels[one].values[0])
    return False


def _outer(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    (c, u), (d, v) = m.split(values[0]), m.split(values[1])
    if m.is_ones(u):
        return m.mul((c, d, v))
    if m.is_ones(v):
        return m.mul((c, d, m.apply("newaxis", u, axis=1)))
    if (u, v) == tuple(values):
        return None
    return m.mul((c, d, m.kernel(op, (u, v), shape)))


CHAINS: dict[str, Rule] = {
    "matmul": _matmul,
    "outer": _outer,
}
