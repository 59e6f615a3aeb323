"""Terms between which nothing cancels, and sums that have no common divisor.

Most derivatives are a product, or a sum of products that have different functions in them. Nothing
cancels between such terms, and nothing inside a term where its sums have no common divisor. A sum
has none with another one if it is irreducible, as it is where a kernel stands in one of its terms
alone, to the power of one: c*u + r with no common factor of all terms.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence, Set
from math import comb, gcd
from typing import TYPE_CHECKING, NamedTuple

from calcdl.arithmetic.formulas.coprime import are_coprime
from calcdl.arithmetic.formulas.products import Symbols
from calcdl.arithmetic.formulas.structure import FAMILIES, factors_in

if TYPE_CHECKING:
    from calcdl.graph.nodes import Rational

__all__ = ["Apart", "multiplied_out"]

_HIGHEST_POWER = 4  # of a sum, to be multiplied out; what has more terms is not shorter
_MOST_TERMS = 12  # of a power that is
_OPENED = frozenset(("add", "mul", "pow", "exp"))


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


class Apart:
    """What is known of terms in which these sums are; one ``is_written`` if a person wrote it."""

    def __init__(
        self, symbols: Symbols, sums: Sequence[int], is_written: Callable[[int], bool]
    ) -> None:
        self.symbols, self.nodes, self.is_written = symbols, symbols.nodes, is_written
        self.sums: dict[int, _Sum] = {}
        for i in sums:
            flat = _flat(symbols, i)
            if flat is None:
                break
            self.sums[i] = flat
        self.all_flat = len(self.sums) == len(sums)

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
            elif number < 0 and own.terms == 2 and abs(exponent) == 1 and not self.is_written(i):
                return False
        below = {i for i, exponent in kernels.items() if exponent < 0 or type(exponent) is not int}
        if any([not below.isdisjoint(self.sums[i].kernels) for i in above]):
            return False
        rooted = {i for i, n in sums.items() if type(n) is not int and number > 0}
        return all(
            [
                self.have_nothing_in_common(i, j, {i, j} <= above, not rooted.isdisjoint((i, j)))
                for i, j in itertools.combinations(sums, 2)
            ]
        )

    def have_nothing_in_common(self, i: int, j: int, both_above: bool, rooted: bool) -> bool:
        """Say whether two sums share no divisor, nor are shorter as one sum.

        They are no sum together if one of them is under a root.
        """
        first, second = self.sums[i], self.sums[j]
        if first.kernels.isdisjoint(second.kernels):
            return True
        if both_above:
            return False
        if first.irreducible and not first.kernels <= second.kernels:
            return True
        if second.irreducible and not first.irreducible and not second.kernels <= first.kernels:
            return True
        return rooted and are_coprime(self.symbols, i, j)

    def are_apart(self, terms: Sequence[int]) -> bool:
        """Say whether nothing cancels between terms, so that they only may have common factors."""
        split: list[_Factors] = []
        for term in terms:
            parts = self.factors(term)
            if parts is None or not self.is_product_settled(parts):
                return False
            if not all([self.is_polynomial(i) for i in parts.sums]):
                return False
            split.append(parts)
        signatures = {frozenset(self.signature(parts)) for parts in split}
        if len(signatures) < len(terms) or all([_has_positive(parts) for parts in split]):
            return self.are_apart_beside_monomials(split)
        below = [i for parts in split for i, _ in self.powers_below(parts)]
        return len(set(below)) == len(below) or self.are_apart_beside_monomials(split)

    def are_apart_beside_monomials(self, split: Sequence[_Factors]) -> bool:
        """Say so of terms among which are monomials in symbols.

        A fraction of all terms would multiply these by what the others are divided by, so that it
        is longer, if no two others are divided by the same, or have roots of one sum, but that one
        may be divided by the root that is a factor of another.
        """
        others = [parts for parts in split if not self.is_monomial(parts)]
        signatures = {frozenset([*self.signature(parts), *_roots(parts)]) for parts in others}
        if len(others) == len(split) or len(signatures) < len(others) or frozenset() in signatures:
            return False
        if any(map(_has_whole, others)) or set.intersection(*[set(p.kernels) for p in split]):
            return False
        if not all([self.is_primitive(i) for parts in others for i in parts.sums]):
            return False
        if not _is_longer_divided([parts.number for parts in split]):
            return False
        below = [(i, n > 0) for parts in others for i, n in self.powers_below(parts)]
        return len(set(below)) == len(below)

    def powers_below(self, parts: _Factors) -> Iterator[tuple[int, Rational]]:
        """Yield what a term is divided by, and the roots of sums in it."""
        for powers in (parts.kernels, parts.sums):
            for i, n in powers.items():
                if n < 0 or (i in self.sums and type(n) is not int):
                    yield i, n

    def is_primitive(self, total: int) -> bool:
        terms = self.nodes.arguments[total]
        return gcd(*[self.symbols.coefficient(term).numerator for term in terms]) == 1

    def is_monomial(self, parts: _Factors) -> bool:
        whole = all([type(n) is int and n > 0 for n in parts.kernels.values()])
        symbols = [self.nodes.operations[i] == "symbol" for i in parts.kernels]
        return whole and not parts.sums and all(symbols)

    def is_polynomial_apart(self, terms: Sequence[int]) -> bool:
        """Say whether a sum is a polynomial in symbols whose terms have not two sums in all.

        It has no factors then but by chance.
        """
        seen: set[int] = set()
        for term in terms:
            parts = self.factors(term)
            if parts is None or len(parts.sums) > 1 or not seen.isdisjoint(parts.sums):
                return False
            seen.update(parts.sums)
            powers = parts.kernels | parts.sums
            if type(parts.number) is not int or not all(
                [type(n) is int and n > 0 for n in powers.values()]
            ):
                return False
            if not all([self.nodes.operations[i] == "symbol" for i in parts.kernels]):
                return False
        return len(seen) < len(terms) and all([self.is_polynomial(i) for i in seen])

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


def _is_longer_divided(numbers: Sequence[Rational]) -> bool:
    """Say whether a sum is longer if a number is taken out of all its terms.

    That is so where only two are fractions: to bring the others to their denominator costs as much
    as it saves.
    """
    divided = sum([number.denominator != 1 for number in numbers])
    return gcd(*[number.numerator for number in numbers]) == 1 and divided <= min(
        2, len(numbers) - 1
    )


def _roots(parts: _Factors) -> list[tuple[int, Rational]]:
    """Return the sums that square roots are taken of."""
    return [(i, n % 1) for i, n in parts.sums.items() if n.denominator == 2]


def _has_whole(parts: _Factors) -> bool:
    """Say whether a sum is a factor, which the monomials may be a multiple of."""
    return any([type(n) is int and n > 0 for n in parts.sums.values()])


def _has_positive(parts: _Factors | None) -> bool:
    return parts is not None and any([exponent > 0 for exponent in parts.sums.values()])


def multiplied_out(symbols: Symbols, total: int) -> int:
    """Return a polynomial as a sum of monomials, but for powers that would be long.

    No term of it has two sums as factors.
    """
    operations, arguments = symbols.nodes.operations, symbols.nodes.arguments
    terms: list[int] = []
    for term in arguments[total]:
        products = [term]
        for part in factors_in(symbols, term):
            base, exponent = arguments[part] if operations[part] == "pow" else (part, symbols.one)
            times = symbols.value(exponent)
            if operations[base] != "add" or not _is_short(len(arguments[base]), times):
                continue
            rest = [factor for factor in factors_in(symbols, term) if factor != part]
            products = [symbols.mul(rest) if rest else symbols.one]
            for _ in range(int(times or 0)):
                pairs = itertools.product(products, arguments[base])
                power = symbols.add([symbols.mul(pair) for pair in pairs])
                products = list(arguments[power]) if operations[power] == "add" else [power]
        terms += products
    return symbols.add(terms)


def _is_short(terms: int, exponent: Rational | None) -> bool:
    """Say whether a power of a sum with so many terms is short if it is multiplied out."""
    if type(exponent) is not int or not 0 < exponent <= _HIGHEST_POWER:
        return False
    return comb(terms + exponent - 1, exponent) <= _MOST_TERMS
