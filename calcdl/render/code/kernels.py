"""Elementwise kernels: a program in two, for the way forward and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from calcdl.arithmetic.programs.operations import Operations
from calcdl.errors import UsageError
from calcdl.graph.nodes import reachable
from calcdl.results.code import Code, Program

__all__ = ["Half", "backward", "forward", "fresh"]


class Half(NamedTuple):
    """One way of a program, and the variables that it reads.

    What stands for the value on the way back is the first of the slopes, so that it adds nothing.
    """

    program: Program
    reads: tuple[str, ...]


def forward(code: Code) -> Half:
    """Return what computes the value alone."""
    return _half(Program(code.program.nodes, code.program.value, ()))


def backward(code: Code, adjoint: str) -> Half:
    """Return what pulls an adjoint, a variable of that name, back to the arguments.

    Raises UsageError where second derivatives are asked for, which no kernel has.
    """
    if code.program.hessian:
        raise UsageError("kernels have no second derivatives: ask for order 1")
    lean = Operations(code.program.nodes)
    given = lean.nodes.symbol(adjoint)
    slopes = tuple([lean.mul((given, slope)) for slope in code.program.gradient])
    return _half(Program(lean.nodes, slopes[0], slopes))


def fresh(name: str, taken: Sequence[str]) -> str:
    """Return a name that none of a person's variables has."""
    while name in taken:
        name += "_"
    return name


def _half(program: Program) -> Half:
    nodes = program.nodes
    used = reachable(nodes, program.roots())
    return Half(program, tuple([nodes.name_of(i) for i in used if nodes.operations[i] == "symbol"]))
