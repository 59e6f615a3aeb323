"""Operations on arrays as a library will carry them out: none on more entries than it takes."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, cast

from calcdl.arithmetic.programs.operations import Operations
from calcdl.graph.shapes import Shaped, as_shaped

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["on_arrays"]

_REDUCTIONS = frozenset(("sum", "mean", "var", "std", "norm", "prod", "max", "min", "logsumexp"))
_BY_THE_LARGEST = frozenset(("logsumexp", "softmax", "log_softmax"))


def on_arrays(lean: Operations, op: Shaped, arguments: Sequence[int], calls: Container[str]) -> int:
    """Return an operation on arrays; ``calls`` are those that the library has."""
    if op.name in _BY_THE_LARGEST and op.name not in calls:
        return _by_the_largest(lean, op, arguments[0])
    if op.name == "squeeze":
        return _left_out(lean, op, arguments[0])
    if op.name == "matmul":
        return _product(lean, op, arguments)
    return _made(lean, op, arguments)


def _made(lean: Operations, op: Shaped, arguments: Sequence[int]) -> int:
    return lean.nodes.make(cast("Operation", op), tuple(arguments))


def _product(lean: Operations, op: Shaped, arguments: Sequence[int]) -> int:
    """Return a product of matrices, which is scaled when it is computed, for it is the smaller."""
    factor: Rational = 1
    parts = []
    for u in arguments:
        own, rest = lean.scaling(u)
        factor *= own
        parts.append(rest)
    product = _made(lean, op, parts)
    return product if factor == 1 else lean.mul((lean.number(factor), product))


def _left_out(lean: Operations, op: Shaped, u: int) -> int:
    """Return an array without an axis of one entry; one that was summed over is not kept at all."""
    inside = as_shaped(lean.nodes.operations[u])
    if inside is None or inside.name not in _REDUCTIONS or inside.get("axis") != op.get("axis"):
        return _made(lean, op, (u,))
    return _made(
        lean, inside._replace(given=(*inside.given, ("kept", False))), lean.nodes.arguments[u]
    )


def _by_the_largest(lean: Operations, op: Shaped, u: int) -> int:
    """Return logsumexp or softmax with the largest taken out, so that no power is too large."""
    largest = _made(lean, op._replace(name="max"), (u,))
    shifted = lean.add((u, lean.neg(largest)))
    powers = lean.call("exp", (shifted,))
    total = _made(lean, op._replace(name="sum"), (powers,))
    if op.name == "softmax":
        return lean.div(powers, total)
    logarithm = lean.call("log", (total,))
    if op.name == "logsumexp":
        return lean.add((largest, logarithm))
    return lean.add((shifted, lean.neg(logarithm)))
