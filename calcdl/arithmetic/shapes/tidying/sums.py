"""How sums and means are tidied, and axes of length one.

Each rule returns the value that an operation is, or None where it stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from calcdl.graph.nodes import LEAVES, reachable
from calcdl.graph.shapes import ONE, Shaped, count

if TYPE_CHECKING:
    from calcdl.arithmetic.shapes.matrices import Matrices, Rule
    from calcdl.graph.shapes import Shape

__all__ = ["SUMS", "sum_over"]


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
        return m.apply("newaxis", sum_over(m, m.kernels[value].values[0], 1 - axis), axis=axis)
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


def sum_over(m: Matrices, value: int, axis: int) -> int:
    """Return the sums of a matrix along an axis, which is then gone."""
    if m.operation_of(value) == "transpose":
        value, axis = m.kernels[value].values[0], 1 - axis
    return m.apply("squeeze", m.apply("sum", value, axis=axis), axis=axis)


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


SUMS: dict[str, Rule] = {
    "sum": _sum,
    "mean": _mean,
    "squeeze": _squeeze,
    "newaxis": _newaxis,
}
