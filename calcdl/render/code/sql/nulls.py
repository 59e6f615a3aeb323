"""Which answers are NULL where a variable is, and which have to be made so."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.graph.nodes import COMPARISONS, reachable
from calcdl.results.code import Program

__all__ = ["ignored"]

_LENIENT = COMPARISONS | {"max", "min"}  # greatest(NULL, 1) is 1


def ignored(program: Program, variables: Sequence[str]) -> dict[int, list[str]]:
    """Return, for each answer, the variables of which it may have a number though they are NULL.

    A choice does without the variables of its condition, and of the branch that is not taken.
    """
    nodes = program.nodes
    everything = (1 << len(variables)) - 1
    bits = {name: 1 << k for k, name in enumerate(variables)}
    strict: dict[int, int] = {}  # the variables that make it NULL, as bits
    for i in reachable(nodes, program.roots()):
        operation, args = nodes.operations[i], nodes.arguments[i]
        if nodes.is_undefined(i):
            strict[i] = everything
        elif operation == "symbol":
            strict[i] = bits[nodes.name_of(i)]
        elif operation == "where":
            strict[i] = strict[args[1]] & strict[args[2]]
        elif operation in _LENIENT:
            strict[i] = 0
        else:
            strict[i] = 0
            for child in nodes.children(i):
                strict[i] |= strict[child]
    return {
        root: [name for name in variables if not bits[name] & strict[root]]
        for root in program.roots()
    }
