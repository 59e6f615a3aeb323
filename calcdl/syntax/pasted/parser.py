"""Tokens → graph, for all that people paste."""

from __future__ import annotations

from calcdl.syntax.names import CONSTANTS, PROSE
from calcdl.syntax.parser import ROOTS
from calcdl.syntax.pasted.names import OTHER_CONSTANTS
from calcdl.syntax.pasted.prefixes import Prefixes
from calcdl.syntax.stacks import RADICAL

__all__ = ["PastedParser"]

_STARTS_OPERAND = frozenset(("∑", "∏", *ROOTS))
_LIMITS = frozenset(("lim", "limit"))
_WORDS = frozenset(("if", "else", "for"))
# What may follow a name that is read in another way than as a variable.
_SPELLS = frozenset(("name", "number", "-", "|", "**", "superscript", "/", ".", "[", *ROOTS))
_ADVICE = {
    "[": ": group with ( and ), and write x_0 for an entry of x",
    "%": ": write mod(a, b) for a remainder, a/100 for a percentage",
    "string": ": quotes have no meaning in an expression",
    "↦": "",
}


class PastedParser(Prefixes):
    """One text, of which calcdl's own language is a part."""

    def read_operand(self, kind: str) -> bool:
        at = self.at
        if kind == "[" and self.frames and self.takes_list(self.frames[-1]):
            self.open(self.frame("list", at, at))
        elif kind == "[":
            self.notes.spelled["[ ]"] = "( )"
            self.open(self.frame("(", at, at))
        elif kind in ROOTS:
            self.operators.append((RADICAL, kind, at, False))
        elif kind in ("∑", "∏"):
            return self.read_series(kind, at)
        elif kind == "%" and self.words[at + 1] in CONSTANTS:  # Maxima
            constant = self.nodes.make("constant", (CONSTANTS[self.words[at + 1]],))
            self.operands.append((constant, at, at + 1))
            self.at = at + 2
            return False
        else:
            return super().read_operand(kind)
        self.at = at + 1
        return True

    def read_operator(self, kind: str) -> bool:
        at = self.at
        word = self.words[at]
        if kind == "name" and word in _WORDS:
            return self.read_for(at) if word == "for" else self.read_choice(word, at)
        if kind == "?" or kind == ":":
            return self.read_choice(kind, at)
        if kind == ".":
            return self.read_method(at)
        if kind == "]":
            return self.close_bracket(at)
        if kind in _STARTS_OPERAND or (kind == "[" and self.kinds[at - 1] == "number"):
            self.multiply_implicitly(kind, at)
            return True
        if self.applied and kind in ("*", "/"):
            self.require_clear_end(kind, at)
        return super().read_operator(kind)

    def read_behind_operand(self, kind: str, at: int) -> None:
        if kind == "°":
            value, first, last = self.operands.pop()
            pi, half_turn = self.nodes.make("constant", ("pi",)), self.nodes.number(180)
            radians = self.nodes.make("mul", (self.scalar(value, first, last), pi))
            self.push("div", (radians, half_turn), first, at)
            self.notes.reading(first, at, self.operands[-1][0])
        elif kind in _ADVICE:
            raise self.error(f"I cannot read '{self.words[at]}' here{_ADVICE[kind]}", at)
        else:
            super().read_behind_operand(kind, at)

    def read_name(self, name: str, at: int) -> bool:
        if name in _WORDS and at:
            raise self.missing_operand(at)
        following = self.kinds[at + 1]
        if name in PROSE and (following in ("name", "number") or self.follows_operand(at)):
            raise self.error("calcdl reads formulas, no sentences: write the function alone", at)
        if name in _LIMITS and following == "name":
            raise self.error(
                "write the function alone: the command point says what it tends to", at
            )
        expected = None
        if following == "(":
            expected = self.read_call(name, at)
        elif following == "=" and self.frames and self.frames[-1].kind == "call":
            return self.read_option(name, at)
        elif following in _SPELLS and name not in self.variables:
            expected = self.read_otherwise(name, following, at)
        return super().read_name(name, at) if expected is None else expected

    def follows_operand(self, at: int) -> bool:
        return bool(at) and self.kinds[at - 1] in ("name", "number", ")")

    def read_call(self, name: str, at: int) -> bool | None:
        """Read the name of what is called in an uncommon way; None where there is none."""
        if name == "d":
            return self.read_differential(name, at)
        return self.read_application(name, at) if self.logarithm(name)[0] is not None else None

    def read_otherwise(self, name: str, following: str, at: int) -> bool | None:
        """Read a name that is not called in the usual way: np.sin, Sin[x], sin x, d/dx."""
        if following == ".":
            return self.read_dotted(name, at)
        if following == "[":
            return self.read_square_call(name, at)
        if name[0] == "d" and (expected := self.read_differential(name, at)) is not None:
            return expected
        return self.read_application(name, at) if len(name) > 1 else None

    def require_plain(self, name: str, following: str) -> None:
        """Take every name: there is no other way to read it."""

    def constant(self, name: str, at: int) -> int | None:
        if name in OTHER_CONSTANTS and self.names.definition(name) is None:
            self.notes.spelled[name] = OTHER_CONSTANTS[name]
            return self.nodes.make("constant", (OTHER_CONSTANTS[name],))
        return super().constant(name, at)
