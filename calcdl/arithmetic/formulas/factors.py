"""Products and sums of nodes, put together without being multiplied out."""

from __future__ import annotations

from math import gcd, lcm

from calcdl.arithmetic import exact
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import factors_in
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from calcdl.graph.nodes import Rational

__all__ = [
    "Factors",
    "collected",
    "common_divisor",
    "factors_of",
    "include",
    "is_multiplied_out",
    "joined",
]

Factors = dict[int, "Rational"]  # base -> exponent
Cost: TypeAlias = "Callable[[int], int]"

_MOST_COLLECTED = 8  # terms, among which common factors are looked for


def include(factors: Factors, base: int, exponent: Rational) -> None:
    """Multiply factors by a power."""
    factors[base] = factors[base] + exponent if base in factors else exponent


def joined(symbols: Symbols, number: Rational, factors: Factors) -> int:
    """Return the node of a number times powers of different bases."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    parts: list[int] = []
    for base, exponent in _without_products(symbols, factors).items():
        if exponent:
            factor = base if exponent == 1 else _raised(symbols, base, exponent)
            if operations[factor] == "number":
                number *= arguments[factor][0]
            else:
                parts.append(factor)
    if number == 0:
        return symbols.zero
    parts.sort()
    if number != 1 or not parts:
        parts.insert(0, symbols.nodes.number(number))
    return parts[0] if len(parts) == 1 else symbols.nodes.make("mul", tuple(parts))


def _without_products(symbols: Symbols, factors: Factors) -> Factors:
    """Return factors in which no base is a product that stands to a whole power."""
    operations = symbols.nodes.operations
    if not any([operations[base] == "mul" for base in factors]):
        return factors
    found: Factors = {}
    for base, exponent in factors.items():
        if operations[base] == "mul" and type(exponent) is int:
            number, inner = factors_of(symbols, base)
            include(found, symbols.number(number), exponent)
            for part, count in inner.items():
                include(found, part, count * exponent)
        else:
            include(found, base, exponent)
    return found


def _raised(symbols: Symbols, base: int, exponent: Rational) -> int:
    if symbols.nodes.operations[base] in ("pow", "exp", "number"):
        return symbols.pow(base, symbols.number(exponent))
    return symbols.nodes.make("pow", (base, symbols.number(exponent)))


def factors_of(symbols: Symbols, term: int) -> tuple[Rational, Factors]:
    """Return a term as a number and powers."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    number: Rational = 1
    factors: Factors = {}
    for part in factors_in(symbols, term):
        if operations[part] == "number":
            number = arguments[part][0]
        elif operations[part] == "pow" and operations[arguments[part][1]] == "number":
            base, exponent = arguments[part]
            include(factors, base, arguments[exponent][0])
        else:
            include(factors, part, 1)
    return number, factors


def is_multiplied_out(symbols: Symbols, root: int) -> bool:
    """Say whether no term of a formula has a sum above the bar as a factor."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    for term in arguments[root] if operations[root] == "add" else (root,):
        for base, exponent in factors_of(symbols, term)[1].items():
            if operations[base] == "add" and type(exponent) is int and exponent > 0:
                return False
    return True


def collected(symbols: Symbols, cost: Cost, total: int) -> int:
    """Return a sum with what several terms have in common in front of them, if that is shorter."""
    terms = symbols.nodes.arguments[total]
    if symbols.nodes.operations[total] != "add" or len(terms) > _MOST_COLLECTED:
        return total
    split = [factors_of(symbols, term) for term in terms]
    users = _users(split)
    if max(map(len, users.values()), default=0) < 2:
        return total
    ways = _grouped(symbols, cost, total, split, users)
    common = {base: min(found) for base, found in users.items() if len(found) == len(terms)}
    if common:
        coefficients = [number for number, _ in split]
        content = common_divisor(coefficients)
        if max(coefficients) < 0:
            content = -content
        numbers = dict.fromkeys((content, -1 if content < 0 else 1))
        fronts = [_in_front(symbols, cost, split, common, number) for number in numbers]
        ways = fronts + ways if min(common.values()) < 0 else ways + fronts  # one fraction
    return ways[0] if len(ways) == 1 else min(ways, key=cost)


def _users(split: Sequence[tuple[Rational, Factors]]) -> dict[int, list[Rational]]:
    """Return of each base its exponents in the terms that have it."""
    users: dict[int, list[Rational]] = {}
    for _, factors in split:
        for base, exponent in factors.items():
            users.setdefault(base, []).append(exponent)
    return users


def _grouped(
    symbols: Symbols,
    cost: Cost,
    total: int,
    split: Sequence[tuple[Rational, Factors]],
    users: dict[int, list[Rational]],
) -> list[int]:
    """Return a sum, and if it is worth it the one in which a factor of some terms stands once."""
    best = _worth_taking_out(cost, users, len(split))
    return [total] if best is None else [total, _taken_out(symbols, split, best, users[best][0])]


def _in_front(
    symbols: Symbols,
    cost: Cost,
    split: Sequence[tuple[Rational, Factors]],
    common: Factors,
    content: Rational,
) -> int:
    """Return a number and factors of all terms times the sum of what is left of these."""
    rest = [(n, _divided(factors, common)) for n, factors in split]
    if content != 1:
        rest = [(exact.quotient(n, content), factors) for n, factors in rest]
    total = symbols.add([joined(symbols, number, factors) for number, factors in rest])
    inside = min(_grouped(symbols, cost, total, rest, _users(rest)), key=cost)
    powers = dict(common)
    include(powers, inside, 1)
    return joined(symbols, content, powers)


def _divided(factors: Factors, common: Factors) -> Factors:
    return {base: n - common.get(base, 0) for base, n in factors.items() if n != common.get(base)}


def _worth_taking_out(cost: Cost, users: dict[int, list[Rational]], count: int) -> int | None:
    """Return the base that saves most if it stands in front of the terms that have it.

    They have the same power of it: to take log(x) out of log(x)**2 + log(x) + 1 makes no sense.
    """
    saved = {
        base: (len(exponents) - 1) * (cost(base) + 1)
        for base, exponents in users.items()
        if 1 < len(exponents) < count and len(set(exponents)) == 1
    }
    best = max(saved, key=saved.__getitem__, default=None)
    return None if best is None or saved[best] <= len("()") else best


def _taken_out(
    symbols: Symbols, split: Sequence[tuple[Rational, Factors]], base: int, exponent: Rational
) -> int:
    """Return a sum in which a power stands once, in front of the terms that have it."""
    having = [term for term in split if base in term[1]]
    sign = -1 if max([number for number, _ in having]) < 0 else 1
    rest = [(number * sign, _divided(factors, {base: exponent})) for number, factors in having]
    outside = [joined(symbols, n, factors) for n, factors in split if base not in factors]
    powers: Factors = {base: exponent}
    include(powers, symbols.add([joined(symbols, *term) for term in rest]), 1)
    return symbols.add([joined(symbols, sign, powers), *outside])


def common_divisor(values: Sequence[Rational]) -> Rational:
    """Return the positive number of which all rational numbers are whole multiples."""
    top = gcd(*[value.numerator for value in values])
    bottom = lcm(*[value.denominator for value in values])
    return exact.quotient(top, bottom)
