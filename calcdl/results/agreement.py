"""Whether routes to a derivative that share no code come to the same number."""

from __future__ import annotations

from calcdl.lean import NamedTuple

__all__ = ["Agreement"]


class Agreement(NamedTuple):
    """For each point at which there is a derivative, what routes beside Taylor series say of it.

    ``points`` pairs a point with its routes by name: True for those that agree.
    """

    points: tuple[tuple[dict[str, str], dict[str, bool]], ...]
