"""Backpropagation, level by level."""

from __future__ import annotations

from typing import NamedTuple

from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape
from calcdl.results.arrays import ArrayNumbers
from calcdl.results.matrices import ArrayDerivative, ArrayDerivatives

__all__ = ["ArrayLevel", "Backpropagation", "Pullback"]


class Pullback(NamedTuple):
    """The adjoint of a level or variable: the derivative of the whole by it, in its shape.

    ``name`` is what the adjoint is called, dz of z. The formula is in names of levels, variables
    and adjoints of later levels, and adds up what comes back from all that use ``of``. At a point
    there is the ``value``, if the function is smooth there.
    """

    of: str
    name: str
    shape: Shape
    formula: Graph
    value: ArrayNumbers | None = None


class ArrayLevel(NamedTuple):
    """What is computed under one name, of earlier levels and of variables.

    ``pullbacks`` are the adjoints that are complete once the level has been gone back through: of
    those levels and variables that no earlier level uses. At a point there is the ``value``.
    """

    name: str
    definition: Graph
    shape: Shape
    pullbacks: tuple[Pullback, ...] = ()
    value: ArrayNumbers | None = None


class Backpropagation(NamedTuple):
    """The levels of an expression, innermost first, and its gradient written out."""

    levels: tuple[ArrayLevel, ...]
    gradient: ArrayDerivatives

    @property
    def entries(self) -> tuple[ArrayDerivative, ...]:
        """The parts of the gradient, which say at a point what has no value."""
        return self.gradient.entries

    def numbers(self) -> list[tuple[str, ArrayNumbers]]:
        """Return the values at a point by their names: of the levels, then of the adjoints."""
        named = [(level.name, level.value) for level in self.levels]
        for level in reversed(self.levels):
            named += [(one.name, one.value) for one in level.pullbacks]
        return [(name, value) for name, value in named if value is not None]
