"""How transposes are tidied, inverses, and what else is taken of a whole matrix.

Each rule returns the value that an operation is, or None where it stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.arithmetic.shapes.tidying.chains import links_of
from calcdl.arithmetic.shapes.tidying.linear import in_front
from calcdl.graph.shapes import ONE, Shaped

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices, Rule
    from calcdl.graph.shapes import Shape

__all__ = ["OF_MATRICES"]


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
    links = [link for term in terms for link in links_of(m, m.split(term)[1])]
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


OF_MATRICES: dict[str, Rule] = {
    "transpose": _transpose,
    "inv": _inverse,
    "det": _through_transpose,
    "logdet": _logdet,
    "expm": _exponential,
    "expm_frechet": _along_identity,
    "trace": _trace,
    "diag": _diagonal_matrix,
    "diagonal": _diagonal,
}
