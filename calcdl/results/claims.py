"""Verdicts on claims about gradients by vectors and matrices."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from calcdl.graph.nodes import Graph
from calcdl.graph.shapes import Shape
from calcdl.results.check import Diagnosis
from calcdl.results.value import Value

__all__ = ["ArrayCheck", "ArrayVerdict", "ArrayWitness", "Evidence"]


class Evidence(NamedTuple):
    """How an equality is known.

    ``kind`` is "formula" where both tidy to one formula, which holds for all sizes; "residues"
    where they are equal modulo a prime at random points, which a difference escapes at most with
    the probability ``error``; "digits" where they agree to 30 digits at ``points`` witnesses.
    ``sizes`` are those of the arrays there.
    """

    kind: str
    points: int
    error: float = 0.0
    sizes: tuple[Mapping[str, int], ...] = ()


class ArrayWitness(NamedTuple):
    """Arrays for which a claim is not the gradient: an entry of both that differs.

    ``claimed`` is None where the claim has no real value; where ``derivative`` is None, they
    certainly differ, though the digits of neither entry that does are certain.
    """

    sizes: Mapping[str, int]
    at: Mapping[str, str]
    entry: tuple[int, ...]
    claimed: Value | None
    derivative: Value | None


class ArrayVerdict(NamedTuple):
    """Whether a claim is the gradient by one variable.

    An equality has its ``evidence``; a difference a ``witness``, or it is one of shapes alone.
    """

    variable: str
    claim: Graph
    derivative: Graph
    claim_shape: Shape
    shape: Shape
    evidence: Evidence | None = None
    witness: ArrayWitness | None = None
    diagnosis: Diagnosis | None = None

    @property
    def equal(self) -> bool:
        return self.evidence is not None

    @property
    def proven(self) -> bool:
        """Whether the verdict is proven, as a difference always is."""
        return self.evidence is None or self.evidence.kind == "formula"


class ArrayCheck(NamedTuple):
    """Whether claims are the gradients of an expression, whose arrays have ``shapes``.

    ``known`` are the formulas of parts that a person gave a name to.
    """

    expression: Graph
    shapes: Mapping[str, Shape]
    verdicts: tuple[ArrayVerdict, ...]
    known: Mapping[str, Graph] = MappingProxyType({})

    @property
    def taken(self) -> set[str]:
        """The names that nothing else may have."""
        sizes = [size for shape in self.shapes.values() for size in shape]
        return set(self.shapes).union(*[size.names() for size in sizes])

    @property
    def equal(self) -> bool:
        return all(verdict.equal for verdict in self.verdicts)
