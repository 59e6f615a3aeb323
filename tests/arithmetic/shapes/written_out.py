"""Arrays written out in numbers, and their values at points whose coordinates are rational."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from calcdl.arithmetic.shapes.entries import Entries
from calcdl.arithmetic.shapes.entry_nodes import Array, entry_names
from calcdl.arithmetic.taylor import Taylor
from calcdl.calculus.partials.values import gradient_numbers
from calcdl.graph.nodes import Graph, Nodes
from calcdl.reading.points import Point
from calcdl.reading.shaped import ShapedReading
from calcdl.sweep.forward import values


class Witness(NamedTuple):
    """Sizes, and rational numbers for all entries of the variables."""

    sizes: Mapping[str, int]
    shapes: Mapping[str, tuple[int, ...]]
    numbers: Mapping[str, Fraction | int]

    @property
    def point(self) -> Point:
        """The point as the engine of numbers takes it."""
        nodes = Nodes()
        return Point({name: Graph(nodes, nodes.number(n)) for name, n in self.numbers.items()}, {})

    def arrays(self) -> dict[str, Any]:
        """Return the variables in NumPy."""
        return {
            name: np.array([float(self.numbers[one]) for one in entry_names(name, shape)]).reshape(
                shape
            )
            for name, shape in self.shapes.items()
        } | {name: np.float64(n) for name, n in self.sizes.items()}


def witness(
    reading: ShapedReading, sizes: Mapping[str, int], seed: int, tags: Mapping[str, str] = {}
) -> Witness:
    """Return a point with rational coordinates, positive ones where a tag says so."""
    odd = random.Random(seed).sample(range(-61, 62, 2), 62)  # none twice, so that no maximum is
    shapes: dict[str, tuple[int, ...]] = {}
    numbers: dict[str, Fraction | int] = dict(sizes)
    for name in reading.variables():
        shape = tuple([one.at(sizes) for one in reading.shape_of(name)])
        shapes[name] = shape
        names = entry_names(name, shape)
        for one in names:
            numbers[one] = Fraction(odd[len(numbers) % len(odd)], 16)
        _tagged(tags.get(name, ""), names, shape, numbers)
    return Witness(sizes, shapes, numbers)


def _tagged(
    tag: str, names: Sequence[str], shape: tuple[int, ...], numbers: dict[str, Fraction | int]
) -> None:
    if tag in ("pos", "prob"):
        for name in names:
            numbers[name] = abs(numbers[name])
    if tag == "pm":
        for name in names:
            numbers[name] = 1 if numbers[name] > 0 else -1
    if tag == "prob":
        for row in _rows(names, shape):
            total = sum([numbers[name] for name in row])
            for name in row:
                numbers[name] = Fraction(numbers[name], total)
    if tag == "onehot":
        for k, row in enumerate(_rows(names, shape)):
            for i, name in enumerate(row):
                numbers[name] = int(i == k % len(row))
    if tag in ("sym", "spd"):
        for i, row in enumerate(rows := _rows(names, shape)):
            for j, name in enumerate(row):
                numbers[name] = numbers[rows[min(i, j)][max(i, j)]]
    if tag in ("inv", "spd"):  # a large diagonal is enough for both
        for i, row in enumerate(_rows(names, shape)):
            numbers[row[i]] = abs(numbers[row[i]]) + 4 * len(row)


def _rows(names: Sequence[str], shape: tuple[int, ...]) -> list[Sequence[str]]:
    return [names[k : k + shape[-1]] for k in range(0, len(names), shape[-1])]


def written_out(graph: Graph, at: Witness) -> tuple[Entries, Array]:
    """Return a graph of arrays with a node for each entry."""
    entries = Entries(at.sizes)
    inputs = {name: entries.symbol(name, at.shapes.get(name, ())) for name in graph.symbols()}
    return entries, values(graph, entries, inputs)[graph.root]


def numbers_of(graph: Graph, at: Witness) -> tuple[tuple[int, ...], list[Any]]:
    """Return the shape and the entries of a graph of arrays, as exact numbers or balls."""
    entries, array = written_out(graph, at)
    nodes = entries.nodes
    together = Graph(nodes, nodes.make("add", (*array.nodes, nodes.number(0))))
    taylor = Taylor(1)
    known = set(together.symbols())
    inputs = {name: taylor.number(n) for name, n in at.numbers.items() if name in known}
    found = values(together, taylor, inputs)
    return array.shape, [taylor.result(found[node], 0) for node in array.nodes]


def gradient_of(graph: Graph, name: str, at: Witness) -> list[Any]:
    """Return the gradient of a number as the engine of numbers has it, entry by entry."""
    entries, array = written_out(graph, at)
    (root,) = array.nodes
    names = entry_names(name, at.shapes[name])
    return gradient_numbers(Graph(entries.nodes, root), names, at.point)


def agree(u: Any, v: Any) -> bool:
    """Say whether two numbers are equal: exactly if both are exact, else as narrow balls."""
    if isinstance(u, int | Fraction) and isinstance(v, int | Fraction):
        return u == v
    ball = Taylor(1).ball
    difference = ball(u) - ball(v)
    return bool(difference.contains(0)) and float(difference.rad()) < 1e-9 * (
        1 + abs(float(ball(u).mid()))
    )
