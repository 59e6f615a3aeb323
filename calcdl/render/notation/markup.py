"""What a language of markup has for each form of a formula."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

__all__ = ["Markup", "Slots"]

Slots = tuple[str, str, str]  # what stands before, between and behind two parts


class Markup(ABC):
    """Texts to put before, between and behind the parts of formulas, and how leaves are written.

    ``around`` has what stands around the argument of functions that are not written by their name,
    and ``relations`` what is written for comparisons.
    """

    minus: ClassVar[str]  # in front of what is negated
    less: ClassVar[str]
    plus: ClassVar[str]
    times: ClassVar[str]
    beside: ClassVar[str]  # between factors that need no sign
    comma: ClassVar[str]
    apply: ClassVar[str]  # between the name of a function and the parenthesis
    fence: ClassVar[tuple[str, str]]
    fraction: ClassVar[Slots]
    power: ClassVar[Slots]
    cases: ClassVar[tuple[str, str]]
    if_: ClassVar[str]  # between a value and its condition
    next_case: ClassVar[str]
    otherwise: ClassVar[str]  # behind the value of the last case
    around: ClassVar[Mapping[str, tuple[str, str]]]
    relations: ClassVar[Mapping[str, str]]
    equals: ClassVar[str]
    approx: ClassVar[str]
    infinity: ClassVar[str]
    nabla: ClassVar[str]
    bars: ClassVar[tuple[str, str]]  # around a vector
    matrix: ClassVar[tuple[str, str, str, str]]  # before, between cells, between rows, behind
    aligned: ClassVar[tuple[str, str, str]]  # before, between lines, behind
    before_relation: ClassVar[str]  # what lines are aligned by
    before_fence: ClassVar[str]  # what keeps an operator apart from a long function
    inside_fence: ClassVar[str]

    @abstractmethod
    def name(self, name: str) -> str:
        """Return a variable, or an undefined function of one letter."""

    @abstractmethod
    def constant(self, name: str) -> str:
        """Return pi, or e."""

    @abstractmethod
    def numeral(self, digits: str) -> str:
        """Return a number in digits, maybe with a point, and with a minus."""

    @abstractmethod
    def function(self, operation: str) -> str:
        """Return the name of a function of the table."""

    @abstractmethod
    def undefined(self, name: str) -> str:
        """Return the name of an undefined function that has more than a letter."""

    @abstractmethod
    def primed(self, function: str, order: int) -> str:
        """Return the derivative of a function of one argument, as s''."""

    @abstractmethod
    def partial(self, function: str, places: list[str]) -> str:
        """Return a partial derivative by the arguments at these places, counted from 1."""

    @abstractmethod
    def d(self, is_partial: bool) -> str:
        """Return the d of a derivative."""

    @abstractmethod
    def indexed(self, function: str, place: int) -> str:
        """Return one of several functions."""

    @abstractmethod
    def taken_at(self, function: str, place: str) -> str:
        """Return a function at a point."""

    @abstractmethod
    def remark(self, text: str) -> str:
        """Return words behind an equation."""

    @abstractmethod
    def limit(self, variable: str, target: str) -> str:
        """Return the operator of a limit."""

    def fence_of(self, is_tall: bool) -> tuple[str, str]:
        """Return the parentheses around what is higher than a line of text, or is not."""
        return self.fence

    def around_of(self, operation: str, is_tall: bool) -> tuple[str, str]:
        """Return what stands around the argument of a function, which may be tall."""
        return self.around[operation]

    def call(self, function: str, arguments: Sequence[str], is_tall: bool = False) -> str:
        """Return a function of arguments."""
        before, behind = self.fence_of(is_tall)
        return f"{function}{self.apply}{before}{self.comma.join(arguments)}{behind}"

    def matrix_of(self, rows: Sequence[Sequence[str]]) -> str:
        """Return a matrix, or a vector in a column."""
        before, next_cell, next_row, behind = self.matrix
        return f"{before}{next_row.join([next_cell.join(row) for row in rows])}{behind}"

    def aligned_of(self, left: str, right: Sequence[tuple[str, str]]) -> str:
        """Return left = a = b = …, each on a line of its own; ``right`` are relations and sides."""
        before, next_line, behind = self.aligned
        lines = [f"{self.before_relation}{relation}{side}" for relation, side in right]
        return f"{before}{left}{next_line.join(lines)}{behind}"

    def fraction_of(self, above: Any, below: Any) -> list[Any]:
        """Return a fraction of two parts."""
        return [self.fraction[0], above, self.fraction[1], below, self.fraction[2]]

    def power_of(self, base: Any, exponent: Any) -> list[Any]:
        """Return a part with another above it at its right."""
        return [self.power[0], base, self.power[1], exponent, self.power[2]]
