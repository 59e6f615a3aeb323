"""Graphs of arrays in double precision, several at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np

from calcdl.arithmetic.arrays.numbers import quiet, scalar
from calcdl.arithmetic.arrays.shaped import ShapedArrays
from calcdl.errors import NoValue
from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shaped
from calcdl.sweep.forward import values

if TYPE_CHECKING:
    from calcdl.functions.elementwise import Array
    from calcdl.graph.nodes import Operation

__all__ = ["evaluate", "values_of"]


def evaluate(
    graphs: Sequence[Graph],
    arrays: Mapping[str, tuple[tuple[int, ...], Sequence[float]]],
    sizes: Mapping[str, int],
) -> list[tuple[tuple[int, ...], Sequence[float | None]]]:
    """Return the shapes and entries of graphs that share a table of nodes.

    ``arrays`` are the variables, each with its shape and its entries. What is no finite number is
    None. Raises NoValue for the inverse of a matrix that has none.
    """
    inputs = {
        name: np.array(entries, dtype=float).reshape(shape)
        for name, (shape, entries) in arrays.items()
    }
    inputs |= {name: scalar(n) for name, n in sizes.items()}
    found = values_of(graphs, ShapedArrays(sizes), inputs)
    return [(one.shape, _finite(one)) for one in map(np.asarray, found)]


def values_of(
    graphs: Sequence[Graph], arithmetic: ShapedArrays, inputs: Mapping[str, Array]
) -> list[Array]:
    """Return the values of graphs that share a table of nodes, each part computed once."""
    nodes = graphs[0].nodes
    several = nodes.make(cast("Operation", Shaped("several")), tuple([one.root for one in graphs]))
    try:
        with quiet():
            found = values(Graph(nodes, several), arithmetic, inputs)
    except np.linalg.LinAlgError:
        raise NoValue("a matrix has no inverse there") from None
    return [found[one.root] for one in graphs]


def _finite(array: Array) -> Sequence[float | None]:
    numbers: list[float] = np.ravel(array).tolist()
    if np.isfinite(array).all():
        return numbers
    return [x if math.isfinite(x) else None for x in numbers]
