"""Verdicts on claims."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.lean import NamedTuple
from calcdl.results.value import Value

__all__ = ["Check", "Diagnosis", "Verdict", "Witness"]


class Witness(NamedTuple):
    """A point at which a claim is not the derivative, and what both are there.

    ``claimed`` is None where the claim has no real value. ``stand_ins`` define what undefined
    functions were taken for, as in "s(t) = exp(t)".
    """

    at: dict[str, str]
    claimed: Value | None
    derivative: Value | None
    stand_ins: tuple[str, ...] = ()


class Diagnosis(NamedTuple):
    """What was likely done wrong: a stable code, and a sentence without capital and full stop."""

    kind: str
    says: str


class Verdict(NamedTuple):
    """Whether a claim is the derivative with respect to a variable.

    ``proven`` is False for an equality that only holds at ``points`` random points to 50 digits;
    a difference is always proven. ``part`` tells where a claim that is different elsewhere is
    proven to be equal, as in "x > 0", and ``agrees`` where it only agrees at the ``points`` to 50
    digits; ``gaps`` are points at which one that is equal has no value.
    """

    variable: str
    claim: Graph
    derivative: Graph
    equal: bool
    proven: bool
    points: int
    witness: Witness | None = None
    part: str | None = None
    gaps: tuple[dict[str, str], ...] = ()
    diagnosis: Diagnosis | None = None
    agrees: str | None = None


class Check(NamedTuple):
    """Whether claims are the derivatives of an expression, a verdict for each variable."""

    expression: Graph
    order: int
    verdicts: tuple[Verdict, ...]

    @property
    def equal(self) -> bool:
        return all(verdict.equal for verdict in self.verdicts)
