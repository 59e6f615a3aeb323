"""Formulas of arrays as text, in which a long part that occurs several times has a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from calcdl.graph.nodes import LEAVES, Graph
from calcdl.graph.shapes import as_shaped
from calcdl.syntax.unparse import Spelling, unparse, unparse_with_names, written_length

__all__ = ["letter_of", "shared_parts", "write_shared"]

_LEAST_GAIN = 3  # characters that a name has to save
_LETTERS = {"softmax": "p", "log_softmax": "l", "sigmoid": "s", "standardize": "h",
            "standardize_eps": "h", "rms_scale": "h", "rms_scale_eps": "h", "tanh": "h",
            "std": "s", "add": "r", "matmul": "z", "inv": "M", "exp": "u"}  # fmt: skip


def write_shared(
    graph: Graph,
    spelling: Spelling,
    known: Mapping[str, str] = MappingProxyType({}),
    taken: Collection[str] = (),
) -> str:
    """Return the text of a formula: "p = softmax(z); X.T@(p - y)".

    ``known`` are names that a person gave, by the texts that they stand for, and ``taken`` others
    that have a meaning.
    """
    names = shared_parts(graph, spelling, known, taken)
    return unparse_with_names(graph, names, spelling)


def shared_parts(
    graph: Graph,
    spelling: Spelling,
    known: Mapping[str, str] = MappingProxyType({}),
    taken: Collection[str] = (),
) -> dict[int, str]:
    """Return names for the parts of a formula that it is shorter to write once."""
    nodes, order = graph.nodes, graph.order()
    uses: dict[int, int] = dict.fromkeys(order, 0)
    for i in order:
        for child in nodes.children(i):
            uses[child] += 1
    if all(uses[i] < 2 or nodes.operations[i] in LEAVES for i in order):
        return {}
    used = {*graph.symbols(), *known.values(), *taken}
    names: dict[int, str] = {}
    lengths: dict[int, int] = {}
    for i in order:
        length = lengths[i] = written_length(nodes, i, lengths, spelling)
        if uses[i] < 2 or i == graph.root or nodes.operations[i] in LEAVES:
            continue
        given = known.get(unparse(Graph(nodes, i), spelling)) if known else None
        name = given or _fresh(nodes.operations[i], used)
        gain = (uses[i] - 1) * length - (uses[i] + 1) * len(name) - len(" = ; ")
        if gain >= _LEAST_GAIN:
            names[i] = name
            used.add(name)
            lengths[i] = len(name)
    return names


def _fresh(operation: Any, taken: set[str]) -> str:
    """Return a name that nothing has yet, the usual one if that is free."""
    letter = letter_of(operation)
    if letter not in taken:
        return letter
    k = 1
    while f"{letter}{k}" in taken:
        k += 1
    return f"{letter}{k}"


def letter_of(operation: Any, default: str = "t") -> str:
    """Return the letter that the value of an operation usually has."""
    shaped = as_shaped(operation)
    return _LETTERS.get(operation if shaped is None else shaped.name, default)
