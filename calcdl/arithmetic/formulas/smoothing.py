"""Corners that are none: abs(u)*sign(u) and relu(u) - relu(-u) are u, sqrt(u**4) is u**2.

The rules of differentiation say nothing, or something wrong, where a part of a function is not
smooth, although the whole may be. What is written here without such parts is the same function at
every point, so that its derivative is right there too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.factors import Factors, factors_of, include, joined
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.signs import MINUS, PLUS, Signs
from calcdl.graph.nodes import LEAVES, reachable
from calcdl.graph.rewrite import rewrite_nodes
from calcdl.sweep.forward import apply_operation

if TYPE_CHECKING:
    from calcdl.graph.nodes import Operation, Rational

__all__ = ["smoothed"]

_BY_SIGN = frozenset(("abs", "sign", "relu"))
_BENT = _BY_SIGN | {"max"}


def smoothed(symbols: Symbols, root: int) -> int:
    """Return a formula that is equal at every point, with fewer corners if it can be.

    >>> from calcdl.reading.expressions import read
    >>> from calcdl.sweep.forward import apply
    >>> symbols = Symbols()
    >>> u = symbols.nodes.symbol("u")
    >>> smoothed(symbols, apply(read("abs(u)*sign(u)").graph, symbols, {"u": u})) == u
    True
    """
    order = reachable(symbols.nodes, (root,))
    if not (symbols.holds_roots or _BENT & {symbols.nodes.operations[i] for i in order}):
        return root
    signs = Signs(symbols)

    def changed(node: int, operation: Operation, args: tuple[int, ...]) -> int | None:
        if operation in LEAVES:
            return None
        if args != symbols.nodes.arguments[node]:
            node = int(apply_operation(symbols, operation, args))
        return _without_corner(symbols, signs, node)

    return rewrite_nodes(symbols.nodes, order, symbols.nodes, changed)[root]


def _without_corner(symbols: Symbols, signs: Signs, node: int) -> int:
    operation, args = symbols.nodes.operations[node], symbols.nodes.arguments[node]
    if operation in _BY_SIGN:
        return _by_sign(symbols, signs, node, str(operation), args[0])
    if operation == "pow":
        return _power(symbols, signs, node, *args)
    if operation == "mul":
        return _product(symbols, node)
    if operation == "add":
        return _sum(symbols, node)
    return node


def _by_sign(symbols: Symbols, signs: Signs, node: int, name: str, argument: int) -> int:
    """Return abs(u), sign(u) or relu(u), which is simpler where u has one sign everywhere."""
    mask = signs.of(argument)
    if name == "sign":
        return symbols.number(1 if mask == PLUS else -1) if mask in (PLUS, MINUS) else node
    if not mask & MINUS:
        return argument
    if not mask & PLUS:
        return symbols.zero if name == "relu" else symbols.neg(argument)
    return node


# Roots of squares


def _power(symbols: Symbols, signs: Signs, node: int, base: int, exponent: int) -> int:
    """Return (u**4*v**2*w)**r as (u**2)**(2*r)*abs(v)**(2*r)*w**r; sqrt(u**2) alone stays.

    Where u*v is zero and w is negative, the function is 0 as well, but has no value around that.
    """
    value = symbols.value(exponent)
    if type(value) is int:
        sign_to_the_third = symbols.nodes.operations[base] == "sign" and value % 2 == 1 < value
        return base if sign_to_the_third else node
    number, factors = factors_of(symbols, base)
    squares = {u: n for u, n in factors.items() if _is_square(symbols, signs, u, n)}
    if len(squares) < len(factors):  # x**2 + 1 stays with what may be negative
        squares = {u: n for u, n in squares.items() if n % 2 == 0 or _is_power_of_e(symbols, u)}
    rest = {u: n for u, n in factors.items() if u not in squares}
    if not squares or (number <= 0 and not rest):
        return node
    if not rest and value is not None and [value * n for n in squares.values()] == [1]:
        return node
    powers = [symbols.pow(joined(symbols, number, rest), exponent)]
    for inner, count in squares.items():
        total = symbols.multiple(exponent, count)
        even = type(count) is int and count % 2 == 0
        whole = symbols.value(total)
        plain = not even or (type(whole) is int and whole % 2 == 0)
        size = inner if plain or not signs.of(inner) & MINUS else symbols.call("abs", [inner])
        powers.append(symbols.pow(size, total))
    return symbols.mul(powers) if len(factors) > 1 or powers[1] != node else node


def _is_power_of_e(symbols: Symbols, node: int) -> bool:
    return symbols.nodes.operations[node] == "exp"


def _is_square(symbols: Symbols, signs: Signs, base: int, exponent: Rational) -> bool:
    """Say whether a power is that of a square, or of what is never negative, and so no root."""
    if type(exponent) is int and exponent % 2 == 0:
        return True
    return type(exponent) is int and not signs.of(base) & MINUS


# Products


def _product(symbols: Symbols, node: int) -> int:
    """Return a product in which abs(u)**a*sign(u)**n is u or a power of it."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    number, factors = factors_of(symbols, node)
    for base, count in list(factors.items()):
        if operations[base] == "sign" and type(count) is int and count > 0:
            number = _joined_with_sign(symbols, number, factors, base, arguments[base][0])
    return joined(symbols, number, factors)


def _joined_with_sign(
    symbols: Symbols, number: Rational, factors: Factors, sign: int, argument: int
) -> Rational:
    """Let sign(u) meet abs(u), or u itself, among the factors; return the number they leave."""
    count = factors[sign]
    size = symbols.nodes.make("abs", (argument,))
    own, parts = factors_of(symbols, argument)
    has_size = factors.get(size, 0) >= 1
    has_parts = own != 0 and all([factors.get(part, 0) >= n for part, n in parts.items()])
    if not has_size and not (has_parts and parts):
        return number
    del factors[sign]
    if count % 2 == 0:  # sign(u)**2 is 1 but where abs(u) is zero, too
        return number
    if has_size:
        include(factors, size, -1)
        _include_all(factors, parts, 1)
        return number * own
    include(factors, size, 1)
    _include_all(factors, parts, -1)
    return exact.quotient(number, own)


def _include_all(factors: Factors, parts: Factors, sign: int) -> None:
    for part, count in parts.items():
        include(factors, part, sign * count)
        if not factors[part]:
            del factors[part]


# Sums


def _sum(symbols: Symbols, node: int) -> int:
    """Return a sum in which relu(u) - relu(-u) is u, and max(u, v) + min(u, v) is u + v."""
    count_of = {part: count for count, part in map(symbols.split, symbols.nodes.arguments[node])}
    terms = [node]
    done: set[int] = set()
    for part, count in count_of.items():
        for other, sign, whole in _completions(symbols, part):
            if part not in done and other not in done and count_of.get(other) == sign * count:
                done.update((part, other))
                both = symbols.add((part, symbols.multiple(other, sign)))
                change = symbols.add((whole, symbols.neg(both)))
                terms.append(symbols.multiple(change, count))
    return symbols.add(terms) if done else node


def _completions(symbols: Symbols, part: int) -> Iterator[tuple[int, int, int]]:
    """Yield what makes one with a bent function, with which sign, and what both are together."""
    operation, args = symbols.nodes.operations[part], symbols.nodes.arguments[part]
    if operation == "relu":
        yield symbols.nodes.make("relu", (symbols.neg(args[0]),)), -1, args[0]
    elif operation == "max":
        for order in (args, args[::-1]):
            yield symbols.nodes.make("min", order), 1, symbols.add(args)
