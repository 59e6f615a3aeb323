"""What another form of a formula may gain, told by its operations alone: nothing is loaded.

Most derivatives are a product, or a sum of products that have different functions in them. Nothing
cancels between such terms, and nothing inside a term where its sums have no common divisor. A sum
has none with another one if it is irreducible, as it is where a kernel stands in one of its terms
alone, to the power of one: c*u + r with no common factor of all terms.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.related import FAMILIES, has_relations
from calcdl.arithmetic.formulas.structure import factors_in

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["ALL", "COMMON_FACTORS", "NOTHING", "what_may_gain"]

NOTHING, COMMON_FACTORS, ALL = range(3)

_POLYNOMIAL = frozenset(("add", "mul", "pow", "number", "symbol", "constant"))
_OPENED = frozenset(("add", "mul", "pow", "exp"))


def what_may_gain(symbols: Symbols, order: Sequence[int], written: Set[int]) -> int:
    """Say which forms of a formula may be better than the one that it has, by its structure.

    ``order`` is that structure, and ``written`` are the nodes that a person wrote.
    """
    nodes = symbols.nodes
    operations = nodes.operations
    if has_relations(symbols, order):
        return ALL
    sums = [i for i in order if operations[i] == "add"]
    root = order[-1]
    if not sums:
        return NOTHING
    if operations[root] == "add" and len(sums) == 1:
        plain = all([operations[i] in _POLYNOMIAL for i in order]) and _is_whole(symbols, root)
        return NOTHING if plain else COMMON_FACTORS
    if operations[root] == "add":
        sums.remove(root)
    elif len(sums) == 1 and _is_whole(symbols, sums[0]) and not _is_rooted(symbols, order):
        return NOTHING
    flat = {i: _flat(symbols, i) for i in sums}
    if not all(flat.values()):
        return ALL
    look = _Look(symbols, {i: own for i, own in flat.items() if own}, written)
    if operations[root] != "add":
        return NOTHING if look.is_settled(root) else ALL
    return COMMON_FACTORS if look.are_apart(nodes.arguments[root]) else ALL


class _Sum(NamedTuple):
    """A sum of whole numbers times whole powers of kernels, with no factor that all terms have."""

    kernels: Set[int]
    terms: int
    irreducible: bool
    may_be_square: bool


class _Factors(NamedTuple):
    """A term: kernels and sums with their exponents."""

    number: Rational
    kernels: dict[int, Rational]
    sums: dict[int, Rational]


def _flat(symbols: Symbols, total: int) -> _Sum | None:
    """Return what is known of a sum, None if it is not flat."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    powers: dict[int, list[int]] = {}
    for term in arguments[total]:
        for part in factors_in(symbols, term):
            operation, base, exponent = operations[part], part, 1
            if operation == "number":
                if type(arguments[part][0]) is not int:
                    return None
                continue
            if operation == "pow":
                base = arguments[part][0]
                value = symbols.value(arguments[part][1])
                if type(value) is not int or value < 0 or operations[base] in FAMILIES:
                    return None
                exponent = value
            if operations[base] in _OPENED:
                return None
            powers.setdefault(base, []).append(exponent)
    count = len(arguments[total])
    if count in map(len, powers.values()):
        return None
    irreducible = [1] in powers.values()
    odd = any([max(exponents) % 2 for exponents in powers.values()])
    return _Sum(powers.keys(), count, irreducible, may_be_square=count > 2 and not odd)


class _Look:
    """A look at the terms of a formula whose sums are flat."""

    def __init__(self, symbols: Symbols, sums: dict[int, _Sum], written: Set[int]) -> None:
        self.symbols, self.nodes = symbols, symbols.nodes
        self.sums, self.written = sums, written

    def factors(self, term: int) -> _Factors | None:
        """Return a term as a product, None if it has more than powers of kernels and sums."""
        operations, arguments = self.nodes.operations, self.nodes.arguments
        number: Rational = 1
        kernels: dict[int, Rational] = {}
        sums: dict[int, Rational] = {}
        for part in factors_in(self.symbols, term):
            base = part
            exponent: Rational = 1
            if operations[part] == "number":
                number = arguments[part][0]
                continue
            if operations[part] == "pow":
                base = arguments[part][0]
                value = self.symbols.value(arguments[part][1])
                if value is None or operations[base] in ("mul", "pow", "number"):
                    return None
                exponent = value
            if operations[base] == "add":
                sums[base] = exponent
            else:
                kernels[base] = exponent
        return _Factors(number, kernels, sums)

    def is_settled(self, term: int) -> bool:
        """Say whether a product has no form that is better than its own."""
        parts = self.factors(term)
        return parts is not None and self.is_product_settled(parts)

    def is_product_settled(self, parts: _Factors) -> bool:
        number, kernels, sums = parts
        above = {i for i, exponent in sums.items() if type(exponent) is int and exponent > 0}
        for i, exponent in sums.items():
            own = self.sums[i]
            if type(exponent) is not int:
                content = self.symbols.content(i)[0]
                if content != 1 or (own.may_be_square and exponent.denominator % 2 == 0):
                    return False
            elif number < 0 and own.terms == 2 and abs(exponent) == 1 and i not in self.written:
                return False
        below = {i for i, exponent in kernels.items() if exponent < 0 or type(exponent) is not int}
        if any([not below.isdisjoint(self.sums[i].kernels) for i in above]):
            return False
        pairs = itertools.combinations(sums, 2)
        return all([self.have_nothing_in_common(i, j, {i, j} <= above) for i, j in pairs])

    def have_nothing_in_common(self, i: int, j: int, both_above: bool) -> bool:
        """Say whether two sums share no divisor, nor are shorter as one sum."""
        first, second = self.sums[i], self.sums[j]
        if first.kernels.isdisjoint(second.kernels):
            return True
        if both_above:
            return False
        if first.irreducible:
            return not first.kernels <= second.kernels
        return second.irreducible and not second.kernels <= first.kernels

    def are_apart(self, terms: Sequence[int]) -> bool:
        """Say whether nothing cancels between terms, so that they only may have common factors."""
        split = [self.factors(term) for term in terms]
        signatures = set()
        below: list[Set[int]] = []
        for parts in split:
            if parts is None or not self.is_product_settled(parts):
                return False
            if not all([self.is_polynomial(i) for i in parts.sums]):
                return False
            signatures.add(frozenset(self.signature(parts)))
            powers = (parts.kernels | parts.sums).items()
            below.append({i for i, n in powers if n < 0 or (i in self.sums and type(n) is not int)})
        if len(signatures) < len(terms) or all([_has_positive(parts) for parts in split]):
            return False
        everywhere = set.union(*map(set, below))
        times = [sum([i in own for own in below]) for i in everywhere]
        return max(times, default=1) == 1

    def signature(self, parts: _Factors) -> Iterator[tuple[int, Rational]]:
        """Yield the powers of a term that no whole powers of symbols are multiples of."""
        operations = self.nodes.operations
        for kernel, exponent in parts.kernels.items():
            if operations[kernel] != "symbol":
                yield kernel, exponent
            elif type(exponent) is not int:
                yield kernel, exponent % 1

    def is_polynomial(self, total: int) -> bool:
        operations = self.nodes.operations
        return all([operations[i] == "symbol" for i in self.sums[total].kernels])


def _has_positive(parts: _Factors | None) -> bool:
    return parts is not None and any([exponent > 0 for exponent in parts.sums.values()])


def _is_rooted(symbols: Symbols, order: Sequence[int]) -> bool:
    """Say whether there is a root of a sum."""
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    powers = [arguments[i] for i in order if operations[i] == "pow"]
    return any([operations[i] == "add" and type(symbols.value(n)) is not int for i, n in powers])


def _is_whole(symbols: Symbols, total: int) -> bool:
    """Say whether a sum has whole coefficients, and no term a negative power, a root or exp."""
    nodes = symbols.nodes
    for term in nodes.arguments[total]:
        for part in factors_in(symbols, term):
            operation = nodes.operations[part]
            value = symbols.value(nodes.arguments[part][1] if operation == "pow" else part)
            whole = type(value) is int and (value > 0 or operation == "number")
            if operation == "exp" or (operation in ("pow", "number") and not whole):
                return False
    return True
