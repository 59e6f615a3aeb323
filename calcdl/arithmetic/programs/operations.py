"""The arithmetic of operations that a machine will carry out: a node for each, equal ones once."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.errors import CalcdlError
from calcdl.graph.nodes import Nodes

if TYPE_CHECKING:
    from typing import Any

    from calcdl.graph.nodes import Operation, Rational

__all__ = ["BEYOND_RANGE", "Operations"]

_HALF = Fraction(1, 2)
BEYOND_RANGE = "a number in the expression is beyond the range of machine numbers"
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_MODERATE_BITS, _MOST_BITS = 16, 1000  # of numbers that move in a product, and of any made here
_LARGEST_EXPONENT = 64  # beyond that a number is not raised to a power beforehand


class Operations:
    """The arithmetic whose numbers are nodes; what it makes rounds as it would as typed, or less.

    Numbers are folded exactly, 0 and 1 vanish where they do nothing, a minus moves outward, and a
    product takes what is divided by into one quotient. Sums and products have two arguments each,
    in the order in which they were written, so that the reverse sweep is linear.

    >>> from calcdl.syntax.unparse import unparse
    >>> from calcdl.graph.nodes import Graph
    >>> lean = Operations()
    >>> x = lean.nodes.symbol("x")
    >>> root = lean.mul((lean.div(lean.number(1), x), lean.number(3), lean.neg(x)))
    >>> unparse(Graph(lean.nodes, root))
    '-(3*(x/x))'
    """

    def __init__(self, nodes: Nodes | None = None) -> None:
        self.nodes = Nodes() if nodes is None else nodes

    # Leaves

    def number(self, value: Rational) -> int:
        return self.nodes.number(value)

    def constant(self, name: str) -> int:
        return self.nodes.make("constant", (name,))

    def value(self, u: int) -> Rational | None:
        """Return the number that a node is, None where it is none."""
        return self.nodes.value_of(u) if self.nodes.operations[u] == "number" else None

    def is_zero(self, u: int) -> bool:
        return self.value(u) == 0

    def share(self, u: int) -> int:
        return u

    # Sums

    def add(self, terms: Sequence[int]) -> int:
        total = terms[0]
        for term in terms[1:]:
            total = self._plus(total, term)
        return total

    def _plus(self, u: int, v: int) -> int:
        left, right = self.value(u), self.value(v)
        if left is not None and right is not None:
            return self.number(left + right)
        if left == 0:
            return v
        if right == 0:
            return u
        minus_u, minus_v = self.negated(u), self.negated(v)
        if minus_u is not None and minus_v is not None:
            return self.neg(self._plus(minus_u, minus_v))
        if minus_u is not None and left is None:  # -u + v is v - u
            return self._either("add", v, u)
        return self._either("add", u, v)

    def neg(self, u: int) -> int:
        value = self.value(u)
        if value is not None:
            return self.number(-value)
        inner = self.negated(u)
        if inner is not None:
            return inner
        if self.nodes.operations[u] == "add":  # -(a - b) is b - a
            left, right = self.nodes.arguments[u]
            negated = self.negated(right)
            if negated is not None and self.nodes.operations[left] != "add":
                return self._plus(negated, self.neg(left))
        return self.nodes.make("neg", (u,))

    def negated(self, u: int) -> int | None:
        """Return what a node is the opposite of, None where it is written without a minus."""
        if self.nodes.operations[u] == "neg":
            return self.nodes.arguments[u][0]
        value = self.value(u)
        if value is not None and value < 0:
            return self.number(-value)
        return None

    # Products

    def mul(self, factors: Sequence[int]) -> int:
        product = factors[0]
        for factor in factors[1:]:
            product = self._times(product, factor)
        return product

    def _times(self, u: int, v: int) -> int:
        operations, arguments = self.nodes.operations, self.nodes.arguments
        left, right = self.value(u), self.value(v)
        if left is not None and right is not None:
            return self.number(left * right)
        if left is None and right is not None:
            u, v, left, right = v, u, right, left
        if left is not None:
            return self._scaled(left, v)
        if operations[u] == "neg":
            return self.neg(self._times(arguments[u][0], v))
        if operations[v] == "neg":
            return self.neg(self._times(u, arguments[v][0]))
        scale = self._scale(v)
        if scale is not None and _is_moderate(scale):  # numbers come first
            return self._scaled(scale, self._times(u, arguments[v][1]))
        scale = self._scale(u)
        if scale is not None and _is_moderate(scale):
            return self._scaled(scale, self._times(arguments[u][1], v))
        for quotient, other in ((v, u), (u, v)):
            if operations[quotient] == "div":
                above = self.value(arguments[quotient][0])
                if above is not None and _is_moderate(above):
                    return self._proportional(above, other, arguments[quotient][1])
        return self._either("mul", u, v)

    def _either(self, operation: str, u: int, v: int) -> int:
        """Return an operation on two numbers in any order, the one that there is already."""
        same = self.nodes.find(operation, (v, u))
        return self.nodes.make(operation, (u, v)) if same is None else same

    def _proportional(self, factor: Rational, u: int, v: int) -> int:
        """Return factor*u/v, in the order in which nothing overflows before the result does."""
        if abs(factor.numerator) <= factor.denominator:
            return self.div(self._scaled(factor, u), v)
        return self._scaled(factor, self.div(u, v))

    def _scale(self, u: int) -> Rational | None:
        """Return the number that a product begins with."""
        if self.nodes.operations[u] != "mul":
            return None
        return self.value(self.nodes.arguments[u][0])

    def scaling(self, u: int) -> tuple[Rational, int]:
        """Return a number that is a factor of a node, and what it is the factor of."""
        factor: Rational = 1
        minus = None if self.value(u) is not None else self.negated(u)
        if minus is not None:
            factor, u = -1, minus
        scale = self._scale(u)
        return (factor, u) if scale is None else (factor * scale, self.nodes.arguments[u][1])

    def _scaled(self, factor: Rational, u: int) -> int:
        """Return a number times what is none."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        if factor == 0:
            return self.number(0)
        if factor == 1:
            return u
        if factor < 0:  # a minus stands in front of all
            return self.neg(self._scaled(-factor, u))
        if operations[u] == "neg":
            return self._scaled(-factor, arguments[u][0])
        scale = self._scale(u)
        if scale is not None and _is_in_range(factor * scale):
            return self._scaled(factor * scale, arguments[u][1])
        if operations[u] == "div":
            numerator, denominator = arguments[u]
            above, below = self.value(numerator), self.value(denominator)
            if above is not None and _is_in_range(factor * above):
                return self.div(self.number(factor * above), denominator)
            if below and _is_in_range(exact.quotient(factor, below)):
                return self._scaled(exact.quotient(factor, below), numerator)
        return self.nodes.make("mul", (self.number(factor), u))

    def div(self, u: int, v: int) -> int:
        above, below = self.value(u), self.value(v)
        if below == 1:
            return u
        if above is not None and below:
            return self.number(exact.quotient(above, below))
        if above == 0 and below is None:
            return u
        minus = self.negated(u)
        if minus is not None:
            return self.neg(self.div(minus, v))
        minus = self.negated(v)
        if minus is not None:
            return self.neg(self.div(u, minus))
        if below and _is_power_of_two(below) and _is_moderate(below):
            return self._scaled(exact.quotient(1, below), u)
        scale = self._scale(v)
        ratio = exact.quotient(above, scale) if above is not None and scale else None
        if ratio is not None and _is_in_range(ratio):  # 1/(2*y) is 0.5/y
            return self.div(self.number(ratio), self.nodes.arguments[v][1])
        return self.nodes.make("div", (u, v))

    # Powers and functions

    def pow(self, u: int, v: int) -> int:
        base, exponent = self.value(u), self.value(v)
        if exponent == 0:
            return self.number(1)
        if exponent == 1:
            return u
        if self.nodes.find("constant", ("e",)) == u:
            return self.call("exp", (v,))
        if base and type(exponent) is int and abs(exponent) <= _LARGEST_EXPONENT:
            power = exact.power(base, exponent)
            assert power is not None
            return self.number(power)
        if exponent == _HALF:
            return self.call("sqrt", (u,))
        if exponent == -_HALF:
            return self.div(self.number(1), self.call("sqrt", (u,)))
        return self.nodes.make("pow", (u, v))

    def call(self, name: Operation, arguments: Sequence[int]) -> int:
        if name == "abs":
            (u,) = arguments
            inner = self.negated(u)
            if inner is not None:
                return self.call(name, (inner,))
            opposite = self._opposite_difference(u)
            if opposite is not None and (same := self.nodes.find(name, (opposite,))) is not None:
                return same
        if name == "hypot":
            return self._either(name, *arguments)
        return self.nodes.make(name, tuple(arguments))

    def _opposite_difference(self, u: int) -> int | None:
        """Return b - a for a - b, where there is that node already."""
        if self.nodes.operations[u] != "add":
            return None
        left, right = self.nodes.arguments[u]
        negated = self.negated(right)
        if negated is None:
            return None
        minus_left = self.nodes.find("neg", (left,))
        return None if minus_left is None else self.nodes.find("add", (negated, minus_left))

    # Conditions

    def compare(self, operation: str, u: int, v: int) -> int | bool:
        left, right = self.value(u), self.value(v)
        if right == 0 and self.nodes.operations[u] == "constant":
            left = 1  # all are positive
        if left is not None and right is not None:
            return exact.compare(operation, left, right)
        if left is not None:  # a number stands on the right, where it is read more easily
            return self.compare(_MIRRORED[operation], v, u)
        if right == 0 and self.nodes.operations[u] == "neg":
            return self.compare(_MIRRORED[operation], self.nodes.arguments[u][0], v)
        opposite = self._opposite_difference(u) if right == 0 else None
        if opposite is not None:
            same = self.nodes.find(_MIRRORED[operation], (opposite, v))
            if same is not None:
                return same
        return self.nodes.make(operation, (u, v))

    def choose(self, condition: Any, chosen: int, otherwise: int) -> int:
        if isinstance(condition, bool):
            return chosen if condition else otherwise
        if chosen == otherwise and not isinstance(chosen, CalcdlError):
            return chosen
        return self.nodes.make("where", (condition, chosen, otherwise))


def _is_moderate(value: Rational) -> bool:
    """Say whether a number may move in a product: what comes between hardly ever overflows."""
    size = value.numerator.bit_length() - value.denominator.bit_length()
    return abs(size) <= _MODERATE_BITS


def _is_in_range(value: Rational) -> bool:
    """Say whether numbers may be made one: it is a double, and no long fraction."""
    return max(value.numerator.bit_length(), value.denominator.bit_length()) <= _MOST_BITS


def _is_power_of_two(value: Rational) -> bool:
    """Say whether dividing by a number is exactly multiplying by its inverse."""
    above, below = abs(value.numerator), value.denominator
    return (above & (above - 1) == 0 and below == 1) or (above == 1 and below & (below - 1) == 0)
