"""Lists, and numbers in brackets behind a call: mean([x, y]), softmax(x, y, z)[0]."""

from __future__ import annotations

from calcdl.syntax.brackets import Frame
from calcdl.syntax.expansion import Expansion

__all__ = ["Lists"]


class Lists(Expansion):
    """What brackets with corners are where a function takes lists or has parts."""

    def takes(self, name: str) -> str | None:
        """Return what a function that is written out takes; None for the functions of numbers."""
        own = name in self.names.declared or self.names.definition(name) is not None
        row = None if own else self.names.lookup(name)
        return None if row is None else row.takes

    def takes_list(self, frame: Frame) -> bool:
        return frame.kind == "call" and self.takes(frame.name) is not None

    def index_behind(self, frame: Frame) -> int | None:
        """Read the number in brackets behind a call that has parts, and return its node."""
        at = self.at
        if self.kinds[at] != "[" or self.takes(frame.name) != "index":
            return None
        minus = self.kinds[at + 1] == "-"
        place = at + 1 + minus
        if self.kinds[place : place + 2] != ["number", "]"]:
            return None
        self.at = place + 2
        return self.signed("-" * minus + self.words[place], place)
