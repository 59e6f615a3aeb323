"""What a function does at a point."""

from __future__ import annotations

from calcdl.graph.nodes import Graph
from calcdl.lean import NamedTuple
from calcdl.results.value import Value

__all__ = ["KINDS", "Behaviour", "Behaviours", "OneSide"]

KINDS = (
    "smooth",
    "corner",
    "cusp",
    "vertical tangent",
    "jump",
    "removable hole",
    "pole",
    "edge of the domain",
    "isolated point",
    "outside the domain",
    "essential singularity",
    "undecided",
)


class OneSide(NamedTuple):
    """What a function does on one side of a point.

    ``limit`` and ``derivatives`` (the first is the slope) are one-sided; oo and -oo stand for a
    limit or slope that is infinite, None for one that is not decided, and ``why`` says why.
    ``exists`` is False where the function has no real values on the side.
    """

    exists: bool
    limit: Value | None = None
    derivatives: tuple[Value, ...] = ()
    why: str | None = None

    @property
    def slope(self) -> Value | None:
        """The first derivative."""
        return self.derivatives[0] if self.derivatives else None


class Behaviour(NamedTuple):
    """What a function does at a point: its value there, both sides, and the kind of point.

    ``derivatives`` counts how many derivatives the function has there, as far as was looked;
    ``more`` says that there may be more of them. For a removable hole they are those of the
    function that has the limit for its value. ``along`` is the direction, where there are several
    variables; the slopes are then those of t -> f(point + t*direction). ``frameworks`` says which
    slope others return.
    """

    expression: Graph
    variable: str
    at: dict[str, str]
    kind: str
    value: Value | None
    left: OneSide
    right: OneSide
    derivatives: int = 0
    more: bool = False
    why: str | None = None
    along: str | None = None
    frameworks: tuple[tuple[str, float], ...] = ()


class Behaviours(NamedTuple):
    """The behaviour of a function at a point, along each of the directions that were asked for."""

    expression: Graph
    points: tuple[Behaviour, ...]
