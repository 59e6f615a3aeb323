"""A program as a machine runs it, in double precision, at many points at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np

from calcdl.arithmetic.arrays.numbers import Arrays, quiet
from calcdl.functions.elementwise import power
from calcdl.graph.nodes import reachable
from calcdl.results.code import Program
from calcdl.sweep.forward import apply_operation

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array

__all__ = ["run"]

_MEMORY = 1 << 22  # numbers that intermediate arrays may have together


class _Machine(Arrays):
    """The arithmetic of arrays, with powers as functions of two arrays."""

    def pow(self, u: Array, v: Array) -> Array:
        return power(u, v)


def run(program: Program, inputs: Mapping[str, Sequence[float]]) -> list[list[float]]:
    """Return the answers of a program, each at all points; what overflows is infinite or nan.

    Operations are carried out one by one in their order. The functions are NumPy's, and those that
    NumPy lacks Python's: another machine's may differ from them in the last digits.
    """
    order = reachable(program.nodes, program.roots())
    count = max([len(column) for column in inputs.values()], default=1)
    length = max(_MEMORY // max(len(order), 1), 1)
    answers: list[list[float]] = [[] for _ in program.roots()]
    with quiet():
        for start in range(0, count, length):
            part = {
                name: np.array(column[start : start + length]) for name, column in inputs.items()
            }
            found = _sweep(program, order, part)
            size = min(length, count - start)
            for answer, root in zip(answers, program.roots(), strict=True):
                answer += np.broadcast_to(found[root], (size,)).tolist()
    return answers


def _sweep(program: Program, order: Sequence[int], inputs: Mapping[str, Array]) -> dict[int, Array]:
    machine, nodes = _Machine(), program.nodes
    found: dict[int, Array] = {}
    for i in order:
        operation, args = nodes.operations[i], nodes.arguments[i]
        if operation == "number":
            found[i] = machine.number(nodes.value_of(i))
        elif operation == "constant":
            found[i] = machine.constant(nodes.name_of(i))
        elif operation == "symbol":
            found[i] = inputs[nodes.name_of(i)]
        elif nodes.is_undefined(i):
            found[i] = cast("Array", np.float64("nan"))
        else:
            found[i] = apply_operation(machine, operation, [found[j] for j in args])
    return found
