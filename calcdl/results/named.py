"""A formula in the names that a person gave to parts of a function."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.lean import NamedTuple

__all__ = ["NamedFormula"]


class NamedFormula(NamedTuple):
    """A formula in which parts go by their names, and what these are, in earlier ones.

    With the definitions in front of it, it is a text that calcdl reads: "a = sin(x); 2*a*cos(x)".
    """

    formula: Graph
    definitions: tuple[tuple[str, Graph], ...]

    @property
    def graphs(self) -> tuple[Graph, ...]:
        """All that is written where the formula is, so that no other thing gets its names."""
        return self.formula, *[definition for _, definition in self.definitions]
