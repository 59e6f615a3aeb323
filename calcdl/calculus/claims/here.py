"""An operation at which a mistake is planted, with frozen copies of what it works on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from calcdl.graph.nodes import Nodes
from calcdl.graph.shapes import Shaped

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation
    from calcdl.graph.shapes import Shape

__all__ = ["Here"]


class Here(NamedTuple):
    """An operation, its arguments and its value, each live and frozen, in a new table."""

    nodes: Nodes
    operation: Operation
    args: tuple[int, ...]
    frozen: tuple[int, ...]
    value: int
    shapes: Sequence[Shape]  # of the arguments
    active: tuple[int, ...]  # places

    def make(self, operation: Any, *args: int) -> int:
        return self.nodes.make(cast("Operation", operation), args)

    def shaped(self, name: str, *args: int, **given: Any) -> int:
        given = {key: one for key, one in given.items() if one is not None}
        return self.make(Shaped(name, tuple(given.items())), *args)

    def sub(self, u: int, v: int) -> int:
        return self.make("add", u, self.make("neg", v))

    def moved(self, live: int, frozen: int) -> int:
        """Return what has the derivative of ``live``, and the value of the operation."""
        return self.make("add", self.value, self.sub(live, frozen))
