"""Signs of tidied formulas: which of minus, zero and plus they may have, for any variables.

A sign is a bit, what a formula may be a sum of bits. Nothing here is a guess: where nothing is
known, all three are possible.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.functions import FUNCTIONS
from calcdl.functions.row import Function
from calcdl.graph.nodes import LEAVES

__all__ = ["ANY", "MINUS", "PLUS", "ZERO", "Key", "Signs", "mirrored", "truth"]

MINUS, ZERO, PLUS = 1, 2, 4
ANY = MINUS | ZERO | PLUS


def _reaches(row: Function, end: int) -> bool:
    """Say whether a bounded function has the end of its values as one of these."""
    ends = {str(end), str(-end)} if row.parity == "odd" else {str(end)}
    return not ends.isdisjoint([value for _, value in row.special])


_POSITIVE, _NOT_NEGATIVE, _NOT_ZERO, _LIKE_ARGUMENT = (
    frozenset([row.name for row in FUNCTIONS.values() if row.sign == sign])
    for sign in ("positive", "not negative", "not zero", "as u")
)
# The ends of the values of functions, and whether they are values themselves.
_BOUNDED = {
    row.name: {end: _reaches(row, end) for end in row.within}
    for row in FUNCTIONS.values()
    if row.within is not None
}
_TRUTH = {
    "<": MINUS, "<=": MINUS | ZERO, ">": PLUS, ">=": PLUS | ZERO, "==": ZERO, "!=": MINUS | PLUS,
}  # fmt: skip


def truth(comparison: str) -> int:
    """Return the signs of left - right with which a comparison holds."""
    return _TRUTH[comparison]


class Key(NamedTuple):
    """A formula by which the sign of another one goes.

    ``signs`` are the signs of that other formula where this one is negative, zero and positive.
    """

    node: int
    signs: tuple[int, int, int]

    def where(self, wanted: int) -> int:
        """Return the signs of the node with which the other formula may have a wanted sign."""
        return sum(
            bit for bit, sign in zip((MINUS, ZERO, PLUS), self.signs, strict=True) if sign & wanted
        )


class Signs:
    """What is known of the signs of the nodes of a table of formulas."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self.known: list[int] = []  # by node

    def of(self, node: int) -> int:
        """Return which signs a formula may have; each node of the table is looked at once."""
        nodes = self.symbols.nodes
        for i in range(len(self.known), node + 1):
            self.known.append(self.find(nodes.operations[i], nodes.arguments[i]))
        return self.known[node]

    def find(self, operation: Any, args: tuple[int, ...]) -> int:
        if operation == "number":
            return _sign_bit(args[0])
        if operation == "constant" or operation in _POSITIVE:
            return PLUS
        if operation in LEAVES:
            return ANY
        masks: list[int] = [self.known[j] for j in args]
        if operation == "add":
            return self.sum(masks) & self.bounded(args)
        if operation == "mul":
            return self.product(masks)
        if operation == "pow":
            return self.power(*args)
        if operation == "abs":
            return _magnitude(masks[0])
        if operation == "relu":
            return _extreme("max", masks[0], ZERO)
        if operation == "where":
            return masks[1] | masks[2]
        if operation in ("max", "min"):
            return _extreme(operation, masks[0], masks[1])
        if operation in _LIKE_ARGUMENT:
            return masks[0]
        if operation in _NOT_ZERO:
            return MINUS | PLUS
        return ZERO | PLUS if operation in _NOT_NEGATIVE else ANY

    def sum(self, masks: list[int]) -> int:
        total = 0
        for mask in masks:
            total |= mask
        if total & MINUS and total & PLUS:
            return ANY
        return total & ~ZERO if any(not mask & ZERO for mask in masks) else total

    def bounded(self, terms: tuple[int, ...]) -> int:
        """Return the signs that a number and a multiple of a bounded function may have together."""
        split = [self.symbols.split(term) for term in terms]
        split.sort(key=lambda part: part[1] != self.symbols.one)
        (number, one), (factor, call) = split[:2]
        name = str(self.symbols.nodes.operations[call])
        if len(terms) != 2 or one != self.symbols.one or name not in _BOUNDED:
            return ANY
        ends = [(number + factor * end, reached) for end, reached in _BOUNDED[name].items()]
        (low, low_reached), (high, high_reached) = sorted(ends)
        signs = (MINUS if low < 0 else 0) | (PLUS if high > 0 else 0)
        reaches_zero = low < 0 < high or (low == 0 and low_reached) or (high == 0 and high_reached)
        return signs | (ZERO if reaches_zero else 0)

    def product(self, masks: list[int]) -> int:
        product = PLUS
        for mask in masks:
            product = _product(product, mask)
        return product

    def power(self, base: int, exponent: int) -> int:
        value = self.symbols.value(exponent)
        mask = self.known[base]
        if value is None:
            return PLUS if mask == PLUS else ANY
        if value < 0:
            mask &= ~ZERO
        if type(value) is not int:
            return mask & ~MINUS
        return mask if value % 2 else _magnitude(mask)

    # What the sign of a formula goes by

    def key(self, node: int) -> Key:
        """Return the simplest formula by which the sign of a formula goes."""
        operations, arguments = self.symbols.nodes.operations, self.symbols.nodes.arguments
        signs = (MINUS, ZERO, PLUS)
        while True:
            operation, args = operations[node], arguments[node]
            if operation == "mul":
                factor, negative = self.essential_factor(node)
                if negative:
                    signs = _through(signs, (PLUS, ZERO, MINUS))
                if factor == node:
                    break
                node = factor
            elif operation == "pow" and (step := self.step_of_power(args[1])):
                node, signs = args[0], _through(signs, step)
            elif operation == "abs":
                node, signs = args[0], _through(signs, (PLUS, ZERO, PLUS))
            elif operation == "relu":
                node, signs = args[0], _through(signs, (ZERO, ZERO, PLUS))
            elif operation in _LIKE_ARGUMENT and len(args) == 1:
                node = args[0]
            elif operation == "add":
                content, node = self.symbols.content(node)
                negative = content < 0
                if self.symbols.coefficient(arguments[node][0]) < 0:
                    negative, node = not negative, self.symbols.neg(node)
                if negative:
                    signs = _through(signs, (PLUS, ZERO, MINUS))
                break
            else:
                break
        return Key(node, signs)

    def essential_factor(self, node: int) -> tuple[int, bool]:
        """Return a product without its factors that are never zero, and if they are negative."""
        negative = False
        rest = []
        for factor in self.symbols.nodes.arguments[node]:
            mask = self.of(factor)
            if mask in (PLUS, MINUS):
                negative ^= mask == MINUS
            else:
                rest.append(factor)
        if len(rest) == 1:
            return rest[0], negative
        if not rest:  # a constant, by which its own sign goes
            return node, False
        return self.symbols.mul(rest), negative

    def step_of_power(self, exponent: int) -> tuple[int, int, int] | None:
        """Return the signs of a power by those of its base."""
        value = self.symbols.value(exponent)
        if value is None:
            return None
        at_zero = ZERO if value > 0 else 0
        if type(value) is not int:
            return 0, at_zero, PLUS
        return (MINUS if value % 2 else PLUS), at_zero, PLUS


def _through(outer: tuple[int, int, int], inner: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return the signs of a function of a function, by those of the innermost argument."""
    found = []
    for mask in inner:
        signs = 0
        for bit, sign in zip((MINUS, ZERO, PLUS), outer, strict=True):
            signs |= sign if mask & bit else 0
        found.append(signs)
    return found[0], found[1], found[2]


def _sign_bit(value: Any) -> int:
    return PLUS if value > 0 else MINUS if value < 0 else ZERO


def _magnitude(mask: int) -> int:
    return mask & (ZERO | PLUS) | (PLUS if mask & MINUS else 0)


def mirrored(mask: int) -> int:
    """Return the signs of a formula with a minus before it."""
    return mask & ZERO | (PLUS if mask & MINUS else 0) | (MINUS if mask & PLUS else 0)


def _product(u: int, v: int) -> int:
    found = (u | v) & ZERO
    if v & PLUS:
        found |= u & ~ZERO
    if v & MINUS:
        found |= mirrored(u & ~ZERO)
    return found


def _extreme(operation: str, u: int, v: int) -> int:
    """Return the signs that the larger or the smaller of two numbers may have."""
    pick = max if operation == "max" else min
    bits = (MINUS, ZERO, PLUS)
    return sum({pick(a, b) for a in bits if u & a for b in bits if v & b})
