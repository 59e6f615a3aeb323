"""What a target of code has of the functions of the table."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Availability"]


class Availability(NamedTuple):
    """How code for a target has a function, and which functions its slope needs and lacks.

    ``value`` is "own", "brought along" as a function beside the code, "written out" in others, or
    "refused". What is refused has no slope, and lacks itself.
    """

    name: str
    target: str
    value: str
    lacks: tuple[str, ...] = ()

    @property
    def has_slope(self) -> bool:
        """Say whether code with the function can be differentiated."""
        return self.value != "refused" and not self.lacks
