"""How many operations a program has: what a machine carries out, each once."""

from __future__ import annotations

from collections.abc import Iterable

from calcdl.graph.nodes import LEAVES, Nodes, reachable
from calcdl.results.code import Counts, Program

__all__ = ["counts_of", "operation_count"]


def counts_of(program: Program) -> Counts:
    """Return how many operations the value needs, and how many all answers."""
    nodes = program.nodes
    return Counts(operation_count(nodes, (program.value,)), operation_count(nodes, program.roots()))


def operation_count(nodes: Nodes, roots: Iterable[int]) -> int:
    """Return how many operations answers need: every call, comparison and choice counts as one.

    A minus before a product counts where it has no number to be part of.
    """
    return sum([not _is_free(nodes, i) for i in reachable(nodes, roots)])


def _is_free(nodes: Nodes, node: int) -> bool:
    operation, args = nodes.operations[node], nodes.arguments[node]
    if operation == "neg" and nodes.operations[args[0]] in ("mul", "div"):
        return nodes.operations[nodes.arguments[args[0]][0]] == "number"
    return operation in LEAVES
