"""Squares in radicands: sqrt(1 - 4*x**2/(x**2 + 1)**2) is abs(x**2 - 1)/(x**2 + 1).

So is what is positive and below the bar: sqrt(1 - x**2/(x**2 + 1)) is 1/sqrt(x**2 + 1).

A square shows when the radicand is brought to one fraction and factored, which costs time: only
those are that have sums inside their terms. Where the square is zero the root may have a value
though the rest is negative, so that it has to be divided by, or the rest never is negative.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.formulas.factors import Factors, factors_of, joined
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.signs import MINUS, PLUS, Signs
from calcdl.graph.nodes import reachable
from calcdl.graph.rewrite import rewrite_nodes
from calcdl.sweep.forward import apply_operation

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation

__all__ = ["with_squares_outside"]

Formed = Callable[[int, str], int]  # a formula in a form, which is called factored or expanded


class _Parted(NamedTuple):
    """A radicand: the square of what is not negative, powers of what is positive, and the rest."""

    size: int
    positive: Factors
    rest: int


def with_squares_outside(symbols: Symbols, order: Sequence[int], formed: Formed) -> int:
    """Return a formula in which no root is one of a square times something, as far as is seen.

    ``order`` is its structure. Raises TooMuch, Narrower.
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    replaced: dict[int, int] = {}
    signs = Signs(symbols)
    for i in order:
        if operations[i] != "pow" or operations[arguments[i][0]] != "add":
            continue
        base, exponent = arguments[i]
        value = symbols.value(exponent)
        if value is None or value.denominator != 2 or not _has_sums_inside(symbols, base):
            continue
        parted = _parted(symbols, signs, base, formed)
        if parted is not None and (value < 0 or not signs.of(parted.rest) & MINUS):
            whole = symbols.pow(parted.size, symbols.number(value.numerator))
            positive = [
                symbols.pow(u, symbols.number(n * value)) for u, n in parted.positive.items()
            ]
            replaced[i] = symbols.mul((whole, *positive, symbols.pow(parted.rest, exponent)))
    if not replaced:
        return order[-1]

    def rewritten(node: int, operation: Operation, args: tuple[int, ...]) -> int:
        return node if args == arguments[node] else int(apply_operation(symbols, operation, args))

    inside = reachable(symbols.nodes, order[-1:])
    return rewrite_nodes(symbols.nodes, inside, symbols.nodes, rewritten, replaced)[order[-1]]


def _has_sums_inside(symbols: Symbols, total: int) -> bool:
    """Say whether a term of a sum has a power of a sum as a factor."""
    operations = symbols.nodes.operations
    terms = symbols.nodes.arguments[total]
    return any([operations[base] == "add" for t in terms for base in factors_of(symbols, t)[1]])


def _parted(symbols: Symbols, signs: Signs, radicand: int, formed: Formed) -> _Parted | None:
    """Return a radicand as a square, what is positive and the rest.

    None says that it has no square, and nothing positive below the bar.
    """
    number, factors = factors_of(symbols, formed(radicand, "factored"))
    halves: Factors = {u: n // 2 for u, n in factors.items() if type(n) is int and n % 2 == 0}
    above: Factors = {u: n for u, n in halves.items() if n > 0}
    others = {u: n for u, n in factors.items() if u not in halves}
    positive = {u: n for u, n in others.items() if signs.of(u) == PLUS}
    if len(others) == 1 and number > 0 and min(others.values()) < 0:  # 1/u has a root for u > 0
        positive = others
    if not above and min([*halves.values(), *positive.values()], default=0) >= 0:
        return None
    if number < 0 and len(others) == len(positive):
        return None
    others = {u: n for u, n in others.items() if u not in positive}
    sizes = [_size(symbols, signs, formed(joined(symbols, 1, above), "expanded"))]
    for u, n in halves.items():
        if n < 0:
            sizes.append(symbols.pow(_size(symbols, signs, u), symbols.number(n)))
    sign = 1 if number > 0 else -1
    rest = formed(joined(symbols, sign, others), "expanded")
    return _Parted(symbols.mul(sizes), positive, symbols.multiple(rest, number * sign))


def _size(symbols: Symbols, signs: Signs, node: int) -> int:
    return int(symbols.call("abs", [node])) if signs.of(node) & MINUS else node
