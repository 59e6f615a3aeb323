"""What levels of backpropagation are called, and their adjoints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import chain, count

from calcdl.functions import lookup
from calcdl.functions.shaped.words import WORDS
from calcdl.graph.nodes import Graph, is_on_arrays
from calcdl.reading.shaped import ShapedReading
from calcdl.syntax.shaped.sharing import fresh_name, letter_of

__all__ = ["names_of_adjoints", "names_of_levels"]


def names_of_levels(
    reading: ShapedReading, nodes: Iterable[int], variables: Collection[str]
) -> dict[int, str]:
    """Return a name for each level: that of its definition, else a letter, and f for the last.

    It is none of ``variables``, which need not occur.
    """
    graph = reading.graph
    taken = {*graph.symbols(), *reading.declared.names(), *variables}
    levels = sorted(nodes)
    names: dict[int, str] = {}
    for i in levels:
        name = reading.names.get(i)
        if name is not None and name not in taken:
            names[i] = name
            taken.add(name)
    letters = {i: _letter(graph, i) for i in levels if i not in names}
    if graph.root in letters:
        del letters[graph.root]
        names[graph.root] = fresh_name("f", ("f", "F", "L"), taken)
        taken.add(names[graph.root])
    often = Counter(letters.values())
    for i, letter in letters.items():
        names[i] = fresh_name(letter, [letter] if often[letter] == 1 else [], taken)
        taken.add(names[i])
    return names


def names_of_adjoints(names: Sequence[str], sizes: Collection[str]) -> dict[str, str]:
    """Return what the adjoint of each level and variable is called: dz of z, if no other is."""
    taken = {*names, *sizes}
    for prefix in chain(("d", "D", "grad_"), (f"grad{k}_" for k in count(1))):
        adjoints = {name: prefix + name for name in names}
        clash = taken.intersection(adjoints.values())
        if not clash and not any([name in WORDS or lookup(name) for name in adjoints.values()]):
            return adjoints
    raise AssertionError


def _letter(graph: Graph, node: int) -> str:
    """Return the usual letter for a level: that of a residual if it is a difference."""
    operations, arguments = graph.nodes.operations, graph.nodes.arguments
    operation = operations[node]
    if is_on_arrays(operation):
        return letter_of(operation, operation[0][0])
    if operation == "add":
        is_difference = any([operations[i] == "neg" for i in arguments[node]])
        return letter_of("add", "r") if is_difference else "z"
    return "z" if operation in ("mul", "div", "neg") else letter_of(operation, "a")
