"""Brackets of pasted text: parameters by name, modules, sums, what is differentiated."""

from __future__ import annotations

from functools import partial
from typing import Any

from calcdl.errors import ExpressionError
from calcdl.graph.nodes import Nodes
from calcdl.syntax.brackets import Frame
from calcdl.syntax.calls import refuse_conditions
from calcdl.syntax.names import Names
from calcdl.syntax.parser import Parser
from calcdl.syntax.pasted.lists import Lists
from calcdl.syntax.pasted.names import PastedNames
from calcdl.syntax.pasted.spelled import Spelling, spelled_call
from calcdl.syntax.pasted.sums import SUMS, written_out_sum
from calcdl.syntax.stacks import OPEN_CHOICE
from calcdl.syntax.tokens import Tokens

__all__ = ["Calls", "PastedFrame"]


class PastedFrame(Frame):
    """An open bracket, which may also be of the kind "bounds", those of ∑.

    ``spelling`` says what else was written at a call, ``option`` the name of the argument that is
    being read, ``variables`` those to differentiate by, and ``skip`` how many tokens behind it
    belong to it.
    """

    __slots__ = ("option", "skip", "spelling", "variables")

    def __init__(
        self, kind: str, first: int, last: int, name: str = "", spelling: Spelling | None = None
    ) -> None:
        super().__init__(kind, first, last, name)
        self.spelling = spelling
        self.option: str | None = None
        self.variables: tuple[str, ...] = ()
        self.skip = 0


class Calls(Lists, Parser):
    """Calls with more than a name and arguments."""

    def __init__(self, text: str, tokens: Tokens, names: Names, nodes: Nodes) -> None:
        super().__init__(text, tokens, names, nodes)
        self.named: PastedNames = PastedNames(names, tokens, self.notes)

    def frame(self, kind: str, first: int, last: int, name: str = "") -> Frame:
        return PastedFrame(kind, first, last, name)

    def open_spelled(self, name: str, first: int, spelling: Spelling) -> bool:
        """Open a call whose bracket comes behind the last token of its spelling."""
        at = spelling.last + 1
        self.open(PastedFrame("call", first, at, name, spelling))
        self.at = at + 1
        if self.kinds[at + 1] not in (")", "]"):
            return True
        if not spelling.may_be_empty:
            raise self.error(f"{self.words[first]} needs an argument", first, at + 1)
        return self.close_frame(at + 1)

    def complete(self) -> None:
        super().complete()
        if self.operators and self.operators[-1][0] == OPEN_CHOICE:
            _, kind, at, _ = self.operators[-1]
            missing = "else" if kind == "if" else ":"
            raise self.error(f"I expected '{missing}' after this '{kind}'", at)

    def close_frame(self, at: int) -> bool:
        frame = self.frames[-1]
        assert isinstance(frame, PastedFrame)
        if frame.kind == "pair":
            return super().close_frame(at)
        self.frames.pop()
        self.operators.pop()
        self.at = at + 1 + frame.skip
        if frame.kind == "bounds":
            self.start_series(frame)
            return True
        if frame.kind == "list":
            self.conditions = True  # of which not every operand is a number
            self.operands.append((list(frame.arguments), frame.first, at))
            return False
        if frame.name == "range":
            return self.finish_range(frame, at)
        if self.is_made(frame):
            self.open_module(frame, at)
            return True
        self.finish_call(frame, at + frame.skip)
        return False

    def is_made(self, frame: PastedFrame) -> bool:
        """Say whether a call made a module that is called next: nn.LeakyReLU(0.1)(x)."""
        spelling = frame.spelling
        called = self.kinds[self.at] == "("
        return called and spelling is not None and spelling.makes

    def open_module(self, frame: PastedFrame, at: int) -> None:
        spelling = frame.spelling
        assert spelling is not None
        again = Spelling(at, noteworthy=spelling.noteworthy)
        again.origin, again.options = spelling.origin, spelling.options
        again.carried = frame.arguments
        self.open(PastedFrame("call", frame.first, at + 1, frame.name, again))
        self.at = at + 2

    def finish_range(self, frame: PastedFrame, at: int) -> bool:
        """Finish sum(x**k for k in range(1, 6)), the range of which has been read."""
        nodes, bounds = self.nodes, frame.arguments
        if len(bounds) not in (1, 2):
            raise self.error("range takes one or two whole numbers here", frame.first, at)
        low, stop = bounds if len(bounds) == 2 else (nodes.number(0), bounds[0])
        minus_one = nodes.make("neg", (nodes.number(1),))
        self.frames[-1].arguments += [low, nodes.make("add", (stop, minus_one))]
        if self.kinds[at + 1] != ")":
            end = self.tokens.span(at)[1]
            raise ExpressionError("I expected ')' to close the sum", span=(end, end))
        return self.close_frame(at + 1)

    def start_series(self, frame: PastedFrame) -> None:
        """Begin the term of a ∑ whose bounds have been read."""
        raise NotImplementedError

    def next_argument(self, at: int) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is None or frame.kind not in ("bounds", "list"):
            super().next_argument(at)
            return
        self.complete()
        self.add_argument(frame, self.close(*self.operands.pop()))

    def is_pair(self, frame: Frame) -> bool:
        """Say whether a bracket may hold several things: a pair of Piecewise, the range of Sum."""
        if len(self.frames) > 1 and self.frames[-2].name in SUMS:
            return frame.kind in ("(", "pair")
        return super().is_pair(frame)

    def add_argument(self, frame: Frame, value: Any) -> None:
        assert isinstance(frame, PastedFrame)
        if frame.option is None:
            frame.arguments.append(value)
            return
        if frame.spelling is None:
            frame.spelling = Spelling(frame.last, noteworthy=True)
        frame.spelling.options[frame.option] = value
        frame.option = None

    def finish_call(self, frame: Frame, last: int) -> None:
        super().finish_call(frame, last)
        assert isinstance(frame, PastedFrame)
        spelling = frame.spelling
        if frame.variables or (spelling is not None and spelling.noteworthy):
            self.notes.reading(frame.first, last, self.operands[-1][0])

    def node_of_call(self, frame: Frame) -> int:
        assert isinstance(frame, PastedFrame)
        if frame.variables:
            return self.differentiated(self.only_argument(frame), frame.variables)
        if frame.name in SUMS:
            return written_out_sum(self.nodes, frame.name, frame.arguments, self.count)
        call = partial(self.call, index=self.index_behind(frame))
        if frame.spelling is None:
            return call(frame.name, frame.arguments)
        name = self.canonical(frame.name)
        row = None if self.names.definition(name) is not None else self.names.lookup(name)
        parameters = () if row is None else row.args
        return spelled_call(self.nodes, call, name, frame.arguments, frame.spelling, parameters)

    def only_argument(self, frame: Frame) -> int:
        if len(frame.arguments) != 1:
            raise ExpressionError("a derivative is taken of one expression")
        refuse_conditions(self.nodes, frame.arguments)
        node: int = frame.arguments[0]
        return node
