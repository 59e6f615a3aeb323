"""Derivatives of functions of vectors and matrices."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape
from calcdl.results.arrays import ArrayNumbers, Place

__all__ = ["ArrayDerivative", "ArrayDerivatives"]


class ArrayDerivative(NamedTuple):
    """A derivative by one variable, or by two: its shape and its formula.

    A gradient has the shape of its variable. With a ``direction`` the formula is the linear map
    that the derivative is, at a variable of that name, and ``array`` an Einstein sum that has all
    its entries, where there is a short one; ``numbers`` are its entries at a point.
    """

    variables: tuple[str, ...]
    shape: Shape
    formula: Graph
    direction: str = ""
    array: Graph | None = None
    numbers: ArrayNumbers | None = None

    @property
    def label(self) -> str:
        """What it is called: "w", "w,w"."""
        return ",".join(self.variables)


class ArrayDerivatives(NamedTuple):
    """Derivatives of one expression, by several variables.

    ``shapes`` are those of all variables, ``known`` the formulas of parts that a person gave a name
    to, and ``taken`` all names that have a meaning. ``layout`` says which way
    Jacobians lie: "numerator" if their rows are entries of the function, "denominator" if their
    columns are. ``along`` are directions by their variables, if these are not second derivatives
    but the Hessian times them. ``vec`` says whether matrices between matrices take their "rows" in
    turn or their "columns".
    """

    command: str
    expression: Graph
    shapes: Mapping[str, Shape]
    entries: tuple[ArrayDerivative, ...]
    known: Mapping[str, Graph] = MappingProxyType({})
    taken: frozenset[str] = frozenset()
    layout: str = ""
    vec: str = ""
    along: Mapping[str, str] = MappingProxyType({})
    place: Place | None = None
