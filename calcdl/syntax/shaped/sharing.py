"""Formulas of arrays as text, in which a long part that occurs several times has a name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain, count
from types import MappingProxyType
from typing import Any

from calcdl.graph.nodes import LEAVES, Graph, Nodes
from calcdl.graph.rewrite import rewrite_nodes
from calcdl.graph.shapes import as_shaped
from calcdl.syntax.unparse import Spelling, unparse_with_names, written_length

__all__ = ["letter_of", "shared_parts", "write_shared"]

_LEAST_GAIN = 3  # characters that a name has to save
_LETTERS = {"softmax": "p", "log_softmax": "l", "sigmoid": "s", "standardize": "h",
            "standardize_eps": "h", "rms_scale": "h", "rms_scale_eps": "h", "tanh": "h",
            "std": "s", "add": "r", "matmul": "z", "inv": "M", "exp": "u"}  # fmt: skip


def write_shared(
    graph: Graph,
    spelling: Spelling,
    known: Mapping[str, Graph] = MappingProxyType({}),
    taken: Collection[str] = (),
) -> str:
    """Return the text of a formula: "p = softmax(z); X.T@(p - y)".

    ``known`` are formulas that a person gave a name to, and ``taken`` other names that have a
    meaning.
    """
    names = shared_parts(graph, spelling, known, taken)
    return unparse_with_names(graph, names, spelling)


def shared_parts(
    graph: Graph,
    spelling: Spelling,
    known: Mapping[str, Graph] = MappingProxyType({}),
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
    used = {*graph.symbols(), *known, *taken}
    named = _named_nodes(graph, known)
    names: dict[int, str] = {}
    lengths: dict[int, int] = {}
    for i in order:
        length = lengths[i] = written_length(nodes, i, lengths, spelling)
        if uses[i] < 2 or i == graph.root or nodes.operations[i] in LEAVES:
            continue
        letter = letter_of(nodes.operations[i])
        name = named.get(i) or fresh_name(letter, (letter,), used)
        gain = (uses[i] - 1) * length - (uses[i] + 1) * len(name) - len(" = ; ")
        if gain >= _LEAST_GAIN:
            names[i] = name
            used.add(name)
            lengths[i] = len(name)
    return names


def _named_nodes(graph: Graph, known: Mapping[str, Graph]) -> dict[int, str]:
    """Return the nodes of a formula that are the same as formulas with a name."""
    if not known:
        return {}
    together = Nodes()  # in which equal parts are one node
    copied: dict[int, dict[int, int]] = {}  # where the nodes of each table went
    for one in (*known.values(), graph):
        places = copied.setdefault(id(one.nodes), {})
        rewrite_nodes(one.nodes, one.order(), together, copied=places)
    given = {copied[id(one.nodes)][one.root]: name for name, one in known.items()}
    places = copied[id(graph.nodes)]
    return {i: given[places[i]] for i in graph.order() if places[i] in given}


def fresh_name(letter: str, first: Iterable[str], taken: Collection[str]) -> str:
    """Return the first name that nothing has: one of the first, or the letter numbered."""
    numbered = (f"{letter}{k}" for k in count(1))
    return next(name for name in chain(first, numbered) if name not in taken)


def letter_of(operation: Any, default: str = "t") -> str:
    """Return the letter that the value of an operation usually has."""
    shaped = as_shaped(operation)
    return _LETTERS.get(operation if shaped is None else shaped.name, default)
