"""Multiplication that is left out: 2x, 2(x + 1), x sin(x)."""

from __future__ import annotations

from calcdl.errors import ExpressionError
from calcdl.syntax.brackets import Brackets
from calcdl.syntax.names import CONSTANTS
from calcdl.syntax.stacks import PRECEDENCE

__all__ = ["Products"]

_DIGITS = frozenset("0123456789")
_BASES = {  # what follows these letters behind a zero
    **dict.fromkeys("xX", _DIGITS.union("abcdefABCDEF")),
    **dict.fromkeys("oO", _DIGITS - {"8", "9"}),
    **dict.fromkeys("bB", frozenset("01")),
}
# What follows these behind a number: 2i, Fortran's 1d5, 1_000.
_SUFFIXES = {**dict.fromkeys("dD", _DIGITS), "_": _DIGITS | {"_"}}
_FUNCTION_LETTERS = frozenset("fghFGH")
_ROOTS = ("√", "∛", "∜")


class Products(Brackets):
    """Operands side by side."""

    def multiply_implicitly(self, kind: str, at: int) -> None:
        before, word, words = self.kinds[at - 1], self.words[at], self.words
        if kind == "number" and before in ("number", "name"):
            end, start = self.tokens.span(at - 1)[1], self.tokens.span(at)[0]
            raise ExpressionError(
                f"I expected an operator between '{words[at - 1]}' and '{word}'"
                + self.named.as_a_call(words[at - 1]),
                span=(end, start),
            )
        radical = bool(self.operators) and self.operators[-1][1] in _ROOTS and kind not in _ROOTS
        touching = before == "number" and self.tokens.span(at)[0] == self.tokens.span(at - 1)[1]
        unlikely = touching and (
            (kind == "name" and self.is_half_a_numeral(at)) or self.is_in_exponent()
        )
        self.reduce(PRECEDENCE["*"] + 1)
        divides = bool(self.operators) and self.operators[-1][1] == "/"
        calls_next = self.kinds[at + 1] == "("
        variables = before == "name" and (kind == "(" or (kind == "name" and not calls_next))
        self.reduce(PRECEDENCE["*"])
        variables = variables and words[at - 1] not in CONSTANTS
        variables = variables and not self.is_applied(kind, at)  # x sin x
        noteworthy = divides or variables or radical or unlikely or self.is_power_of_letter(at)
        self.operators.append((PRECEDENCE["*"], "*", at, noteworthy))

    def is_applied(self, kind: str, at: int) -> bool:
        """Say whether a factor is a function that has an argument without parentheses."""
        return False

    def is_power_of_letter(self, at: int) -> bool:
        """Say whether a bracket follows f^2 or f^-1, which may be meant for a function."""
        kinds, words = self.kinds, self.words
        if kinds[at] != "(" or at < 2:
            return False
        power = 1 if kinds[at - 1] == "superscript" else 2 + (kinds[at - 2] == "-")
        sign = kinds[at - 1] == "superscript" or kinds[at - power] == "**"
        return sign and at > power and words[at - power - 1] in _FUNCTION_LETTERS

    def is_half_a_numeral(self, at: int) -> bool:
        """Say whether a name behind a digit may be the rest of a numeral: 2e, 0x1F, 2i."""
        number, word = self.words[at - 1], self.words[at]
        if word in ("e", "E"):  # half of 2e3; 2e**x is no such thing
            return self.kinds[at + 1] != "**"
        if word in ("f", "F", "l", "L"):  # C's 2.0f; 2l is a product
            return "." in number and self.kinds[at + 1] != "("
        if word in ("i", "j"):
            return True
        signs = _SUFFIXES.get(word[0]) or (_BASES.get(word[0]) if number == "0" else None)
        return signs is not None and len(word) > 1 and signs.issuperset(word[1:])

    def is_in_exponent(self) -> bool:
        """Say whether what comes may have been meant for the exponent of a number: 2^3x."""
        operators = self.operators
        k = len(operators) - 1
        while k >= 0 and operators[k][1] == "neg":
            k -= 1
        if k < 0 or operators[k][1] != "**":
            return False
        base = self.operands[-2][0]
        return type(base) is int and self.nodes.operations[base] in ("number", "constant")
