"""Brackets, and the calls that they are."""

from __future__ import annotations

from calcdl.errors import ExpressionError, TooLarge
from calcdl.graph.nodes import COMPARISONS, Nodes
from calcdl.lean import TYPE_CHECKING
from calcdl.syntax.expansion import Expansion
from calcdl.syntax.names import Names
from calcdl.syntax.stacks import BRACKET, Chain
from calcdl.syntax.tokens import Tokens

if TYPE_CHECKING:
    from typing import Any

__all__ = ["CLOSERS", "Brackets", "Frame"]

CLOSERS = {"(": ")", "[": "]", "{": "}", "|": "|"}


class Frame:
    """An open bracket: "(", "|", "call" or "pair", the tokens that open it, what is inside."""

    __slots__ = ("arguments", "first", "kind", "last", "name")

    def __init__(self, kind: str, first: int, last: int, name: str = "") -> None:
        self.kind = kind
        self.first = first
        self.last = last
        self.name = name
        self.arguments: list[Any] = []


class Brackets(Expansion):
    """The brackets that are open, and what stands in front of them."""

    def __init__(self, text: str, tokens: Tokens, names: Names, nodes: Nodes) -> None:
        super().__init__(text, tokens, names, nodes)
        self.frames: list[Frame] = []

    def open(self, frame: Frame) -> None:
        self.frames.append(frame)
        self.operators.append((BRACKET, frame.kind, frame.first, False))

    def frame(self, kind: str, first: int, last: int, name: str = "") -> Frame:
        return Frame(kind, first, last, name)

    def open_call(self, name: str, first: int) -> bool:
        """Open the call of a function; say whether an operand is expected."""
        at = first
        orders = self.named.partial_orders(first)
        if orders:
            name = self.words[first + 2 * len(orders)]
            if self.named.has_meaning(name, first) and self.named.is_sigma(name):
                name = "sigmoid"
            at += 3 * len(orders)  # D1 ( D2 ( s ) )
            if self.kinds[at + 1] != "(":
                end = self.tokens.span(at)[1]
                raise ExpressionError(f"I expected the arguments of {name}", span=(end, end))
            name = f"{name}:{','.join(map(str, sorted(orders)))}"
        at += 1
        if self.kinds[at + 1] == ")":
            raise self.error(f"{self.words[first]} needs an argument", first, at + 1)
        self.open(self.frame("call", first, at, name))
        self.at = at + 1
        return True

    def complete(self) -> None:
        """Carry out all that waits since the last bracket was opened."""
        self.reduce(0)

    def close_bracket(self, at: int) -> bool:
        """Close the last bracket; say whether an operand is expected afterwards."""
        self.complete()
        if not self.frames:
            raise self.error(f"this '{self.words[at]}' closes nothing", at)
        frame = self.frames[-1]
        closer = CLOSERS[self.words[frame.last]]
        if closer != self.words[at]:
            what = "the absolute value" if closer == "|" else f"'{self.words[frame.last]}'"
            raise self.error(f"I expected '{closer}' to close {what} before '{self.words[at]}'", at)
        node, first, last = self.operands.pop()
        if type(node) is Chain:
            node = self.close(node, first, last)
        if frame.kind == "(":
            self.frames.pop()
            self.operators.pop()
            self.operands.append((node, frame.first, at))
            self.at = at + 1
            return False
        self.add_argument(frame, node)
        return self.close_frame(at)

    def close_frame(self, at: int) -> bool:
        """Close a pair or a call, all of whose arguments have been read."""
        frame = self.frames.pop()
        self.operators.pop()
        self.at = at + 1
        if frame.kind == "pair":
            self.operands.append((tuple(frame.arguments), frame.first, at))
        else:
            self.finish_call(frame, at)
        return False

    def next_argument(self, at: int) -> None:
        self.complete()
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.kind == "call":
            self.add_argument(frame, self.close(*self.operands.pop()))
        elif frame is not None and self.is_pair(frame):
            frame.kind = "pair"
            frame.arguments.append(self.scalar(*self.operands.pop()))
            self.conditions = True
        else:
            numbers = self.kinds[at - 1] == self.kinds[at + 1] == "number"
            numbers = numbers and self.tokens.span(at)[1] == self.tokens.span(at + 1)[0]
            advice = ": a decimal has a point, 0.5, and a thousand is 1000" if numbers else ""
            raise self.error(f"a comma only separates the arguments of a function{advice}", at)

    def is_pair(self, frame: Frame) -> bool:
        """Say whether a bracket may hold a pair of Piecewise."""
        return len(self.frames) > 1 and frame.kind == "(" and self.frames[-2].name == "Piecewise"

    def add_argument(self, frame: Frame, value: Any) -> None:
        frame.arguments.append(value)

    def inside_bars(self) -> bool:
        return bool(self.frames) and self.frames[-1].kind == "|"

    def finish_call(self, frame: Frame, last: int) -> None:
        try:
            node = self.node_of_call(frame)
        except (ExpressionError, TooLarge) as error:
            error.span = self.tokens.span(frame.first, last)
            raise
        if self.nodes.operations[node] in COMPARISONS:
            self.conditions = True
        self.operands.append(self.place(node, frame.first, last))

    def node_of_call(self, frame: Frame) -> int:
        return self.call(frame.name, frame.arguments)
