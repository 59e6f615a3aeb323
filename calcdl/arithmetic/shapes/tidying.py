"""How operations on arrays are tidied: products of chains, transposes, sums, identities.

Each rule returns the value that an operation is, or None where it stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.linear import LINEAR, in_front
from calcdl.arithmetic.shapes.matrices import Matrices
from calcdl.graph.nodes import LEAVES, reachable
from calcdl.graph.shapes import ONE, Shaped, Slice, count

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Rule
    from calcdl.graph.shapes import Shape

__all__ = ["matrices"]


def matrices(attributes: Mapping[str, frozenset[str]] = MappingProxyType({})) -> Matrices:
    """Return the arithmetic of formulas of arrays, which tidies them."""
    return Matrices(_RULES, attributes)


# Products


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
        return _sum_over(m, left, 1)
    if axes == (2, 1) and m.is_ones(left):
        return m.apply("sum", right)
    if axes == (2, 2) and m.is_ones(right):  # the same sums in each column
        return m.apply("sum", left, axis=1)
    if axes == (2, 2) and m.is_ones(left):
        return m.stripped(_sum_over(m, right, 0))
    return None


def _sum_over(m: Matrices, value: int, axis: int) -> int:
    if m.operation_of(value) == "transpose":
        value, axis = m.kernels[value].values[0], 1 - axis
    return m.apply("squeeze", m.apply("sum", value, axis=axis), axis=axis)


def _chain(m: Matrices, left: int, right: int, axes: tuple[int, int], shape: Shape) -> int | None:
    """Return the product of matrices as one chain, with a vector at most at its ends."""
    first, second = _links(m, left), _links(m, right)
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


def _links(m: Matrices, value: int) -> list[int]:
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


# Transposes


def _transpose(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    value = values[0]
    if len(shape) < 2:
        return value
    number, rest = m.split(value)
    if number != m.symbols.one:
        return m.mul((number, m.apply("transpose", rest)))
    name = m.operation_of(value)
    if name in ("eye", "diag") or m.has(value, "symmetric"):
        return value
    if m.nodes.operations[value] == "add":
        return _transposed_sum(m, m.nodes.arguments[value])
    if name == "expand":
        inside = m.stripped(value)
        return inside if not m.shape(inside) else None
    kernel = m.kernels.get(value)
    if kernel is None:
        return None
    if name == "transpose":
        return kernel.values[0]
    if name == "matmul":
        return m.chained([m.apply("transpose", one) for one in reversed(kernel.values)])
    if name == "outer":
        return m.apply("outer", *reversed(kernel.values))
    if name == "kron":
        return m.apply("kron", *[m.apply("transpose", one) for one in kernel.values])
    if name in ("inv", "expm") and m.apply("transpose", kernel.values[0]) == kernel.values[0]:
        return value
    return None


def _transposed_sum(m: Matrices, terms: Sequence[int]) -> int | None:
    """Return the transpose of a sum where that of no term has to be written.

    Sums inside of products in a sum are left alone: it may be a long way down.
    """
    links = [link for term in terms for link in _links(m, m.split(term)[1])]
    if any([m.nodes.operations[link] == "add" for link in links]):
        return None
    turned = [_turned(m, one) for one in terms]
    kernels = [m.split(one)[1] for one in turned]
    if any(
        m.operation_of(one) == "transpose" or m.nodes.operations[one] == "mul" for one in kernels
    ):
        return None
    return m.add(turned)


def _turned(m: Matrices, term: int) -> int:
    """Return the transpose of a term of a sum of matrices, in which rows are repeated."""
    shape = m.shape(term)
    if len(shape) == 1:
        return m.apply("newaxis", term, axis=1)
    if len(shape) == 2 and shape[1] == ONE:
        return m.apply("squeeze", term, axis=1)
    return m.apply("transpose", term)


def _inverse(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    value = values[0]
    number, rest = m.split(value)
    if number != m.symbols.one:
        return m.mul((m.div(m.symbols.one, number), m.apply("inv", rest)))
    name = m.operation_of(value)
    if name == "eye":
        return value
    if name == "inv":
        return m.kernels[value].values[0]
    if name == "transpose":
        return m.apply("transpose", m.apply("inv", m.kernels[value].values[0]))
    if m.has(value, "orthogonal"):
        return m.apply("transpose", value)
    return None


def _through_transpose(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    """The value of a matrix is that of its transpose."""
    if m.operation_of(values[0]) == "transpose":
        return m.apply(op.name, m.kernels[values[0]].values[0])
    return None


def _exponential(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    if m.operation_of(values[0]) == "transpose":
        return m.apply("transpose", m.apply("expm", m.kernels[values[0]].values[0]))
    return None


def _along_identity(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    """The derivative of expm along a multiple of the identity, which commutes with everything."""
    number, rest = m.split(values[1])
    if m.operation_of(rest) != "eye":
        return None
    return m.mul((number, m.apply("expm", values[0])))


def _logdet(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    value = values[0]
    if m.operation_of(value) == "inv":
        return m.neg(m.apply("logdet", m.kernels[value].values[0]))
    return _through_transpose(m, op, values, shape)


def _trace(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    value = values[0]
    number, rest = m.split(value)
    if number != m.symbols.one:
        return m.mul((number, m.apply("trace", rest)))
    if m.operation_of(value) == "eye":
        return m.size(m.shape(value)[0])
    if m.operation_of(value) == "outer":
        return m.apply("matmul", *m.kernels[value].values)
    return _through_transpose(m, op, values, shape)


def _diagonal_matrix(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    if m.is_ones(values[0]):
        return m.apply("eye", shape=shape)
    return in_front(m, op, values, shape)


def _diagonal(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    name = m.operation_of(values[0])
    if name == "diag":
        return m.kernels[values[0]].values[0]
    if name == "eye":
        return m.symbols.one
    if name == "outer":
        return m.mul(m.kernels[values[0]].values)
    if name == "transpose":
        return m.apply("diagonal", m.kernels[values[0]].values[0])
    return in_front(m, op, values, shape)


# Sums


def _sum(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    value, axis = values[0], op.get("axis")
    whole = m.shape(value)
    if not whole or (axis is not None and whole[axis] == ONE):
        return value
    if m.is_zero(value):
        return m.symbols.zero
    constant, rest = _constant_along(m, value, axis)
    if rest is None:
        times = m.size(count(whole) if axis is None else whole[axis])
        return m.mul((times, constant))
    if constant != m.symbols.one:
        return m.mul((constant, m.operation(op, (m.expand(rest, whole),), shape)))
    if axis is None and m.nodes.operations[value] == "mul":
        return _sum_with_outer(m, m.nodes.arguments[value])
    if m.operation_of(value) == "eye" and axis is not None:
        return m.symbols.one
    if m.operation_of(value) == "transpose" and axis is not None:
        return m.apply("newaxis", _sum_over(m, m.kernels[value].values[0], 1 - axis), axis=axis)
    if m.has(value, "stochastic") and (axis is None or axis == len(whole) - 1):
        return m.size(count(whole[:-1])) if axis is None else m.symbols.one
    if axis is None and m.operation_of(value) in ("squeeze", "newaxis", "transpose", "sum"):
        return m.apply("sum", m.kernels[value].values[0])
    return None


def _sum_with_outer(m: Matrices, factors: Sequence[int]) -> int | None:
    """Return u@A@v for the sum of A*outer(u, v)."""
    for k, factor in enumerate(factors):
        if m.operation_of(factor) == "outer":
            u, v = m.kernels[factor].values
            rest = m.mul([*factors[:k], *factors[k + 1 :]])
            if m.shape(rest) == m.shape(factor):
                return m.apply("matmul", u, m.apply("matmul", rest, v))
    return None


def _mean(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    value, axis = values[0], op.get("axis")
    constant, rest = _constant_along(m, value, axis)
    if rest is None:
        return constant
    if constant != m.symbols.one:
        return m.mul((constant, m.operation(op, (m.expand(rest, m.shape(value)),), shape)))
    return None


def _constant_along(m: Matrices, value: int, axis: int | None) -> tuple[int, int | None]:
    """Return the factors of a value that are the same all along an axis, and the others or None."""
    whole = m.shape(value)
    constant: list[int] = []
    others: list[int] = []
    for factor in m.factors(value):
        own = m.shape(factor)
        place = None if axis is None else axis - len(whole) + len(own)
        fixed = not own if place is None else place < 0 or own[place] == ONE
        (constant if fixed else others).append(factor)
    product = m.symbols.mul(constant) if constant else m.symbols.one
    return product, m.symbols.mul(others) if others else None


def _squeeze(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    return _inside(m, op, values[0], "newaxis", shape)


def _newaxis(m: Matrices, op: Shaped, values: Sequence[int], shape: Shape) -> int | None:
    if op.get("axis") == 0:
        return m.stripped(values[0])  # repeated along a first axis
    return _inside(m, op, values[0], "squeeze", shape)


def _inside(m: Matrices, op: Shaped, value: int, opposite: str, shape: Shape) -> int | None:
    """Take an axis away, or add it, at the kernels of a value, where it may vanish."""
    kernel = m.kernels.get(value)
    if kernel is not None and kernel.op == Shaped(opposite, op.given):
        return kernel.values[0]
    axis, axes = op.get("axis"), len(m.shape(value))
    stripped = m.stripped(value)
    if stripped != value and m.shape(stripped) in ((), shape):
        return stripped
    if m.nodes.operations[stripped] in ("symbol", "number", "constant"):
        return None
    places: dict[int, int] = {}
    for i in reachable(m.nodes, (stripped,)):
        own = m.shape(i)
        if m.nodes.operations[i] in LEAVES:
            place = axis - axes + len(own)
            if place < 0 or not own:
                places[i] = i
            else:
                places[i] = m.apply(op.name, i, axis=place)
        else:
            places[i] = m.entries(
                m.nodes.operations[i], [m.stripped(places[j]) for j in m.nodes.arguments[i]]
            )
    return places[stripped]


_RULES: dict[str, Rule] = {
    "matmul": _matmul,
    "outer": _outer,
    "transpose": _transpose,
    "inv": _inverse,
    "det": _through_transpose,
    "logdet": _logdet,
    "expm": _exponential,
    "expm_frechet": _along_identity,
    "trace": _trace,
    "diag": _diagonal_matrix,
    "diagonal": _diagonal,
    **LINEAR,
    "sum": _sum,
    "mean": _mean,
    "squeeze": _squeeze,
    "newaxis": _newaxis,
}
