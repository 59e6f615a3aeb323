"""What waits while a text is read: operands, operators, and how operators are carried out."""

from __future__ import annotations

from calcdl.errors import ExpressionError, TooLarge
from calcdl.graph.nodes import COMPARISONS, Nodes
from calcdl.lean import TYPE_CHECKING
from calcdl.syntax.notes import Notes
from calcdl.syntax.numerals import read_numeral
from calcdl.syntax.tokens import Tokens

if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "APPLICATION",
    "BRACKET",
    "CHOICE",
    "INSIDE",
    "NEGATION",
    "OPEN_CHOICE",
    "PRECEDENCE",
    "RADICAL",
    "SERIES",
    "Chain",
    "Stacks",
]

# From the loosest to the tightest: a if c else b · comparisons · sums · ∑ and d/dx · products ·
# sin x · the 2x of sin 2x · minus · powers · roots. What is open waits until it is closed.
BRACKET, OPEN_CHOICE = -2, -1
CHOICE, SERIES, APPLICATION, INSIDE, NEGATION, RADICAL = 1, 4, 6, 7, 8, 10
PRECEDENCE = {"<": 2, "<=": 2, ">": 2, ">=": 2, "==": 2, "!=": 2,
              "+": 3, "-": 3, "*": 5, "/": 5, "@": 5, "\\": 5, "**": 9,
              "times": 5, "over": 5, "^": 9}  # fmt: skip
_CHAINS = {"+": "add", "-": "add", "*": "mul"}
_PAIRS = {"/": "div", "**": "pow", "@": "@", "\\": "\\"}
# Operators in front of one operand, and the function that they are; of the others, without a
# function, more has to be known.
_IN_FRONT = {"neg": "neg", "√": "sqrt", "∛": "cbrt", "∜": "", "apply": "", "∑": "", "∏": "",
             "d/d": "", "else": "", ":": ""}  # fmt: skip


class Chain:
    """A sum or product that is still growing, so that n terms cost n steps and not n squared."""

    __slots__ = ("items", "operation")

    def __init__(self, operation: str, items: list[int]) -> None:
        self.operation = operation
        self.items = items


class Stacks:
    """The operands and operators of one text, and the nodes that they become."""

    def __init__(self, text: str, tokens: Tokens, nodes: Nodes) -> None:
        self.text = text
        self.tokens = tokens
        self.kinds, self.words = tokens.kinds, tokens.words
        self.nodes = nodes
        self.notes = Notes(nodes)
        self.operands: list[tuple[Any, int, int]] = []  # value, first and last token
        self.operators: list[tuple[int, str, int, bool]] = []  # precedence, kind, token, notable
        self.places: dict[int, tuple[int, int]] = {}  # of nodes: first and last token
        self.conditions = False  # whether any operand may be something else than a number
        self.at = 0

    def reduce(self, precedence: int) -> None:
        """Carry out the waiting operators that bind at least as tightly as ``precedence``."""
        operators, operands = self.operators, self.operands
        while operators and operators[-1][0] >= precedence:
            _, kind, at, noteworthy = operators.pop()
            right, right_first, last = operands.pop()
            if type(right) is not int or self.conditions:
                right = self.scalar(right, right_first, last)
            chain = _CHAINS.get(kind)
            if chain is None and (function := _IN_FRONT.get(kind)) is not None:
                if function:
                    self.push(function, (right,), at, last)
                else:
                    self.carry_out(kind, right, at, last)
                continue
            left, first, left_last = operands.pop()
            if noteworthy:
                self.notes.product(self.tokens, first, left_last, right_first, last)
            if chain is not None:
                if kind == "-":
                    right = self.nodes.make("neg", (right,))
                if type(left) is Chain and left.operation == chain:
                    left.items.append(right)
                else:
                    if type(left) is not int or self.conditions:
                        left = self.scalar(left, first, left_last)
                    left = Chain(chain, [left, right])
                operands.append((left, first, last))
                continue
            left = self.scalar(left, first, left_last)
            operation = _PAIRS.get(kind, kind)
            self.conditions = self.conditions or operation in COMPARISONS
            self.push(operation, (left, right), first, last)

    def carry_out(self, kind: str, right: int, at: int, last: int) -> None:
        """Carry out an operator that stands in front of its operand and is no function."""
        raise NotImplementedError

    def close(self, value: Any, first: int, last: int) -> Any:
        """Return the node of an operand, which nothing can be appended to any more.

        It may be a condition, and inside of Piecewise a (value, condition) pair.
        """
        if type(value) is Chain:
            node = self.nodes.make(value.operation, tuple(value.items))
            self.places.setdefault(node, (first, last))
            return node
        return value

    def scalar(self, value: Any, first: int, last: int) -> int:
        """Return the node of an operand that has to be a number."""
        node = self.close(value, first, last)
        if self.conditions and (
            type(node) is not int or self.nodes.operations[node] in COMPARISONS
        ):
            if type(node) is list:
                raise self.error("a list is no number: write its entries one by one", first, last)
            raise self.error(
                "a comparison is not a number: use it as the condition of where(…)", first, last
            )
        return node  # type: ignore[no-any-return]

    def push(self, operation: str, arguments: tuple[int, ...], first: int, last: int) -> None:
        """Make a node the operand that some tokens are."""
        self.operands.append(self.place(self.nodes.make(operation, arguments), first, last))

    def place(self, node: int, first: int, last: int) -> tuple[int, int, int]:
        """Return the operand that a node is, and remember with what tokens it was written."""
        self.places.setdefault(node, (first, last))
        return node, first, last

    def raise_to(self, at: int) -> None:
        """Raise the last operand to a power in superscript digits."""
        value, first, last = self.operands.pop()
        exponent = self.signed(self.words[at], at)
        self.push("pow", (self.scalar(value, first, last), exponent), first, at)

    def signed(self, numeral: str, at: int) -> int:
        """Return the node of a numeral that may have a minus."""
        node = self.number(numeral.lstrip("-"), at)
        return self.nodes.make("neg", (node,)) if numeral.startswith("-") else node

    def number(self, numeral: str, at: int) -> int:
        try:
            value = read_numeral(numeral)
        except TooLarge as error:
            error.span = self.tokens.span(at)
            raise
        return self.nodes.make("number", (value,))

    def error(self, message: str, first: int, last: int | None = None) -> ExpressionError:
        """Return the error that some tokens are."""
        return ExpressionError(message, span=self.tokens.span(first, last))
